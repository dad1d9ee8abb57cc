/* host_file.h - opening a file of the emulator's host for a command.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_HOST_FILE_H
#define COMMANDS_HOST_FILE_H

#include "commands.h"

/* Opens the file NAME, a string of the request as it stands there, for writing.  Returns its
 * handle for board_services.files, or -1 with QEMU's error.  Context: agent. */
int host_file_open(struct qmp_call *call, struct json_span name);

/* What Linux says of its error NUMBER; WHERE has QMP_WHERE_MAX bytes. */
void host_file_describe(int number, char *where);

#endif
