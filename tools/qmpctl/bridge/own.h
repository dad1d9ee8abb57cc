/* own.h - the commands that concern a client's session and not the board.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_OWN_H
#define BRIDGE_OWN_H

#include "bridge/client.h"
#include "bridge/envelope.h"

/* Whether the bridge answers it.  All of these, and no others, work before negotiation. */
bool own_is(const struct envelope *envelope);

/* Executes one of them and adds its reply. */
void own_run(struct bridge *bridge, struct client *client, const struct envelope *envelope);

#endif
