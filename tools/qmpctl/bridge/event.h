/* event.h - events of the board and of the bridge, to all clients.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_EVENT_H
#define BRIDGE_EVENT_H

#include "bridge/text.h"
#include "qmpc/json.h"

struct bridge;

/* Gives an event to all clients that have negotiated and take it. */
void event_give(struct bridge *bridge, struct qmpc_json event);

/* Gives AGENT_BRIDGE to them: what became of the line, and why ("": no reason is told). */
void event_tell(struct bridge *bridge, const char *state, const char *reason);

/* The beginning of an event's line, up to its data. */
void event_head(struct text *text, const char *name);

#endif
