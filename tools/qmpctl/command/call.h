/* call.h - a command of the server from the command line, and what it returns.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_CALL_H
#define QMPCTL_CALL_H

#include "common/options.h"

/* argv: COMMAND [KEY=VALUE ... | OBJECT], or a raw request; common options may stand among them.
 * Returns an exit code. */
int call_run(struct options *options, int argc, char **argv);

#endif
