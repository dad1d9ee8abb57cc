/* save.h - a command whose data goes to a file as it comes, decoded.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_SAVE_H
#define QMPCTL_SAVE_H

#include "common/options.h"
#include "qmpc/qmpc.h"

/* The command with its arguments (JSON text or NULL), whose data goes to options->save.  Returns
 * an exit code. */
int save_run(struct qmpc *line, const struct options *options, const char *command,
             const char *arguments);

#endif
