/* expiry.c - how long clients wait for a line that is away.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/expiry.h"

#include <string.h>

#include "bridge/bridge.h"
#include "bridge/turn.h"

enum { SHORTEST_MS = 50 }; /* of --timeout, as long as it takes a busy machine to do anything */

int64_t expiry_patience(const struct bridge *bridge)
{
    int64_t ms = bridge->options.timeout_ms;
    return ms < SHORTEST_MS ? SHORTEST_MS : ms;
}

/* When a request that waits for the line has waited long enough. */
static int64_t end_of_wait(const struct bridge *bridge, const struct request *request)
{
    int64_t begun = request->since > bridge->board.left ? request->since : bridge->board.left;
    return begun + expiry_patience(bridge);
}

static void expire(struct bridge *bridge, struct client *client, struct request **waiting,
                   int64_t now)
{
    while (*waiting != NULL && now >= end_of_wait(bridge, *waiting)) {
        const char *reason = bridge->board.reason;
        const struct refusal refusal = {"GenericError",
                                        "The board is not there (%r): the command was not sent",
                                        {reason, (uint32_t)strlen(reason)}};
        struct request *request = *waiting;
        *waiting = NULL;
        turn_refuse(bridge, request, &refusal);
        turn_run(bridge, client);
    }
}

void expiry_run(struct bridge *bridge, int64_t now)
{
    for (struct client *at = bridge->clients; at != NULL; at = at->next) {
        expire(bridge, at, &at->urgent, now);
        expire(bridge, at, &at->ready, now);
    }
}

int64_t expiry_next(const struct bridge *bridge)
{
    int64_t least = QMPC_FOREVER;
    for (const struct client *at = bridge->clients; at != NULL; at = at->next) {
        if (at->ready != NULL && end_of_wait(bridge, at->ready) < least)
            least = end_of_wait(bridge, at->ready);
        if (at->urgent != NULL && end_of_wait(bridge, at->urgent) < least)
            least = end_of_wait(bridge, at->urgent);
    }
    return least;
}
