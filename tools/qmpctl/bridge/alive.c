/* alive.c - shows a client that its reply is on the way to the bridge.
 *
 * The bridge passes replies on as a whole, and a long one on a slow line takes minutes.  So that
 * its client need not think that nothing comes, it gets a space now and then while the reply grows:
 * to a reader of JSON it is nothing, and to one that counts what arrives, a part of the reply.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/alive.h"

#include "bridge/bridge.h"
#include "bridge/flight.h"

enum { EVERY_MS = 100 }; /* far below any patience, and nothing beside what the line carries */

static void tell(struct client *client)
{
    if (client != NULL && !client->broken && text_length(&client->out) == 0)
        text_put(&client->out, " ");
}

void alive_step(struct bridge *bridge, int64_t now)
{
    struct alive *alive = &bridge->board.alive;
    size_t before = alive->arriving;
    alive->arriving = bridge->board.state == BOARD_UP ? qmpc_arriving(bridge->board.line) : 0;
    if (before == 0)
        alive->due = now + EVERY_MS;
    if (alive->arriving == 0 || alive->arriving == before || now < alive->due)
        return;
    alive->due = now + EVERY_MS;
    const struct request *request = flight_oldest(&bridge->board);
    if (request != NULL)
        tell(request->client);
}
