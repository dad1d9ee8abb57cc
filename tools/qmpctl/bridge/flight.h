/* flight.h - the requests at the board, and their replies.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_FLIGHT_H
#define BRIDGE_FLIGHT_H

#include "bridge/envelope.h"
#include "qmpc/qmpc.h"

struct board;
struct bridge;
struct client;
struct request;

/* Whose a request is. */
enum purpose {
    FOR_CLIENT,
    FOR_RESET,   /* agent-reset-session, to be greeted */
    FOR_VERSION, /* query-version */
    FOR_LIMITS,  /* agent-limits */
    FOR_PROBE,   /* query-version, to see whether the board answers and what was lost */
};

/* Sends requests of the clients, each in its turn, as many as the board is to have. */
void flight_feed(struct bridge *bridge);

/* Sends a question of the bridge's own.  Returns false if it cannot be sent now. */
bool flight_ask(struct bridge *bridge, enum purpose purpose);

/* A message of the board. */
void flight_message(struct bridge *bridge, const struct qmpc_message *message);

/* The first in-band request, whose reply is under way or comes next. */
struct request *flight_oldest(const struct board *board);

/* Takes a request out of the flight. */
void flight_unlink(struct board *board, struct request *request);

/* Gives the client of a request its reply, with the client's id. */
void flight_give(struct bridge *bridge, const struct request *request, struct qmpc_json reply);

/* The client is about to be freed. */
void flight_forget(struct bridge *bridge, struct client *client);

#endif
