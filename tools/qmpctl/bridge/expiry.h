/* expiry.h - how long clients wait for a line that is away.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_EXPIRY_H
#define BRIDGE_EXPIRY_H

#include <stdint.h>

struct bridge;

/* --timeout, in milliseconds, not shorter than can be kept. */
int64_t expiry_patience(const struct bridge *bridge);

/* For a line that is away: refuses the requests that have waited long enough at NOW; when the next
 * one has, QMPC_FOREVER if none waits. */
void expiry_run(struct bridge *bridge, int64_t now);
int64_t expiry_next(const struct bridge *bridge);

#endif
