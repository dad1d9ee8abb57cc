/* loss.c - requests at the board that will get no answer, and what their clients are told.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/loss.h"

#include <stdlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/flight.h"
#include "bridge/turn.h"

static void fail(struct bridge *bridge, struct request *request, const char *format,
                 const char *reason)
{
    struct refusal refusal = {"GenericError", format, {reason, (uint32_t)strlen(reason)}};
    flight_unlink(&bridge->board, request);
    if (request->purpose != FOR_CLIENT) {
        board_answered(bridge, request->purpose, NULL);
        free(request);
    } else {
        turn_refuse(bridge, request, &refusal);
    }
}

/* With the error without an id that came in its place. */
static void give_stray(struct bridge *bridge, struct request *request)
{
    const struct text *stray = &bridge->board.doubt.stray;
    struct text reply = {.bytes = NULL};
    text_put(&reply, "{\"id\": 0, \"error\": ");
    text_add(&reply, text_bytes(stray), text_length(stray));
    text_put(&reply, "}");
    flight_unlink(&bridge->board, request);
    if (!reply.failed)
        flight_give(bridge, request, (struct qmpc_json){text_bytes(&reply), text_length(&reply)});
    text_free(&reply);
    free(request);
}

static void lose(struct bridge *bridge, struct request *request)
{
    struct doubt *doubt = &bridge->board.doubt;
    if (request->client == NULL || text_length(&doubt->stray) == 0 ||
        (doubt->certain == 0 && !doubt->alone)) {
        fail(bridge, request,
             "The board's answer was lost on the line: the command may or may not have been "
             "executed",
             "");
    } else if (doubt->certain == 0) {
        fail(bridge, request,
             "The board refused what arrived (%r): the command may or may not have been executed",
             doubt->desc);
    } else {
        doubt->certain--;
        give_stray(bridge, request);
    }
}

void loss_of_first(struct bridge *bridge, const char *why)
{
    struct request *request = flight_oldest(&bridge->board);
    if (request != NULL)
        fail(bridge, request, why, "");
}

/* The first request before the one of NUMBER that will get no answer.  An out-of-band one is
 * answered before what is sent behind it is looked at; but who answers a probe has seen it. */
static struct request *first_lost(const struct board *board, uint64_t number, bool by_probe)
{
    struct request *at = board->first;
    while (at != NULL && at->oob && !by_probe)
        at = at->next;
    return at != NULL && at->number < number ? at : NULL;
}

void loss_before(struct bridge *bridge, uint64_t number, bool by_probe)
{
    struct request *first;
    unsigned count = 0;
    for (first = bridge->board.first; first != NULL && first->number < number; first = first->next)
        count++;
    doubt_weigh(bridge, count);
    while ((first = first_lost(&bridge->board, number, by_probe)) != NULL)
        lose(bridge, first);
    doubt_settled(bridge);
}

void loss_of_all(struct bridge *bridge, const char *format, const char *reason)
{
    while (bridge->board.first != NULL)
        fail(bridge, bridge->board.first, format, reason);
    doubt_settled(bridge);
    bridge->board.doubt.again = QMPC_FOREVER;
}
