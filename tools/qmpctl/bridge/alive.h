/* alive.h - shows a client that its reply is on the way to the bridge.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_ALIVE_H
#define BRIDGE_ALIVE_H

#include <stddef.h>
#include <stdint.h>

struct bridge;

struct alive {
    size_t arriving; /* of the reply that comes, when it was looked at last */
    int64_t due;     /* when its client is told again */
};

/* After whatever came from the board was taken. */
void alive_step(struct bridge *bridge, int64_t now);

#endif
