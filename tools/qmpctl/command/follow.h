/* follow.h - events as they come, over restarts of the server.
 *
 * Who calls it: the subcommands events and wait.
 * Units:        deadlines are those of qmpc/qmpc.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FOLLOW_H
#define QMPCTL_FOLLOW_H

#include "common/options.h"
#include "qmpc/qmpc.h"

/* The next event, to be freed.  A server that begins its session anew is joined again, and one
 * that has gone is waited for unless it was spawned; standard error tells of both.
 * Returns 0, QMPC_E_TIMEOUT, or another status that ends it. */
int follow_next(struct qmpc *line, const struct options *options, int64_t deadline,
                struct qmpc_message **event);

/* True if the event's name fits a shell pattern; case does not matter. */
bool follow_fits(const struct qmpc_message *event, const char *pattern);

/* The event on standard output: "TIME NAME key=value ..." for people, with the members of its data;
 * the line as it came with --json. */
void follow_print(const struct options *options, const struct qmpc_message *event);

#endif
