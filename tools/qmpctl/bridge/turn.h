/* turn.h - messages of a client that are due: refused, answered by the bridge, or made ready for
 * the board.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_TURN_H
#define BRIDGE_TURN_H

#include "bridge/client.h"
#include "bridge/envelope.h"

/* Goes through the client's messages, up to one that is for the board (client->ready) or has to
 * wait. */
void turn_run(struct bridge *bridge, struct client *client);

/* Looks at a message with exec-oob: it is answered, or becomes client->urgent. */
void turn_urgent(struct bridge *bridge, struct client *client, const struct message *message);

/* Greets a client, if the board's version is known and it was not greeted. */
void turn_greet(struct bridge *bridge, struct client *client);

/* Answers a request that was not sent to the board and frees it. */
void turn_refuse(struct bridge *bridge, struct request *request, const struct refusal *refusal);

#endif
