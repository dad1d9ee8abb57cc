/* arguments.h - reads the arguments of a command, as its row says.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_ARGUMENTS_H
#define MONITOR_ARGUMENTS_H

#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

/* Reads all that stands behind the command's name.  Returns 0, or -1 with the message. */
int monitor_take_arguments(struct monitor_run *run);

#endif
#endif
