/* call.h - a command of the server from the command line, and what it returns.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_CALL_H
#define QMPCTL_CALL_H

#include "common/options.h"
#include "qmpc/qmpc.h"

/* argv: COMMAND [KEY=VALUE ... | OBJECT], or a raw request; common options may stand among them.
 * Returns an exit code. */
int call_run(struct options *options, int argc, char **argv);

/* For subcommands that are commands of the server as well: true if a word behind the name begins
 * with "KEY=" or is a JSON object, so that call_run() is to have it. */
bool call_is_raw(int argc, char **argv, const char *key);

/* COMMAND with ARGUMENTS (JSON text, freed here; NULL: no memory) in an open session, printed as
 * call_run() does.  Returns an exit code. */
int call_command(struct qmpc *line, const struct options *options, const char *command,
                 char *arguments);

/* Says why COMMAND failed and what to do about it: by connect_explain() and advice.h for people,
 * as {"error": ...} with --json where it was the server that refused.  Returns the exit code. */
int call_failed(struct qmpc *line, const struct options *options, int status, const char *command,
                const char *arguments);

#endif
