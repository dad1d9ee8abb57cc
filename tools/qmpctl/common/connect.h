/* connect.h - a session with the server that the options name.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_CONNECT_H
#define QMPCTL_CONNECT_H

#include "common/options.h"
#include "qmpc/qmpc.h"

/* Opens the endpoint and joins the session there: greeting or resynchronisation, and negotiation
 * unless it is not wanted.  The endpoint is that of the options or $QMPCTL_SERVER.  While the
 * connection is open, signals that end qmpctl also end a server that it spawned.
 * Returns NULL after saying why, with the exit code in *CODE.  SETTINGS may be NULL; out-of-band
 * execution is negotiated if they or the options want it. */
struct qmpc *connect_open(struct options *options, const struct qmpc_options *settings, int *code);

/* Joins the session again after QMPC_E_RESTARTED. */
int connect_again(struct qmpc *line, const struct options *options);

/* Where the server is: as the options or $QMPCTL_SERVER have it; NULL: nobody said so. */
const char *connect_endpoint(const struct options *options);

/* True if the server is a process of our own (--spawn), which does not come back. */
bool connect_is_spawned(const struct options *options);

/* Frees the line (NULL: nothing to do). */
void connect_close(struct qmpc *line);

/* Says what STATUS means and what to do about it; returns the exit code for it. */
int connect_explain(struct qmpc *line, int status);

#endif
