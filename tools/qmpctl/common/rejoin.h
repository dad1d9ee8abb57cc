/* rejoin.h - a line that broke, opened again.
 *
 * For subcommands that outlive the server: events, wait, fuse, top.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_REJOIN_H
#define QMPCTL_REJOIN_H

#include "common/options.h"
#include "qmpc/qmpc.h"

/* Opens the endpoint of the options or $QMPCTL_SERVER again, for which it may take OPEN_MS, and
 * joins the session there, JOIN_MS.  A server that qmpctl started itself does not come back:
 * QMPC_E_GONE.  Otherwise as qmpc_open() and qmpc_attach(). */
int rejoin(struct qmpc *line, const struct options *options, int64_t open_ms, int64_t join_ms);

#endif
