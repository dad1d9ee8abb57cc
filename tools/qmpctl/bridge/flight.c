/* flight.c - the requests at the board, and their replies.
 *
 * The board answers in-band requests in their order.  So an answer proves that those before it
 * that have none will get none: they, or their replies, were lost on the line.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/flight.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/event.h"
#include "bridge/loss.h"
#include "bridge/splice.h"
#include "bridge/turn.h"
#include "qmp/line_check.h"

enum { BYTES_AT_BOARD = 65536 }; /* its store has room for no more than a message or two */

static const char negotiation_due[] = "Expecting capabilities negotiation";
static const char bad_members[] = "QMP input ";

/* ------------------------------------------------------------------ sending */

static void append(struct board *board, struct request *request)
{
    request->next = NULL;
    if (board->last != NULL)
        board->last->next = request;
    else
        board->first = request;
    board->last = request;
    if (!request->oob) {
        board->in_band++;
        board->bytes += request->length;
    }
}

/* The end of a request's line, of which the object begins at FROM. */
static void end_line(const struct board *board, struct text *line, size_t from)
{
    char tail[JSON_CHECK_TAIL];
    const char *object = text_bytes(line) + from;
    if (line->failed || !qmpc_has_frame_check(board->line)) {
        text_put(line, "}\n");
        return;
    }
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, object, text_length(line) - from), tail);
    text_add(line, tail, sizeof tail);
    text_put(line, "\n");
}

/* Returns false if it is not to be had by the board now; it is then as it was. */
static bool send_request(struct bridge *bridge, struct request *request, const char *lead)
{
    struct board *board = &bridge->board;
    struct text line = {.bytes = NULL};
    uint64_t number = board->last_number + 1;
    text_put(&line, lead);
    text_add(&line, request->text, request->length);
    text_format(&line, ", \"id\": %" PRIu64, number);
    end_line(board, &line, strlen(lead));
    bool sent = !line.failed &&
                qmpc_post_raw(board->line, text_bytes(&line), text_length(&line)) == QMPC_OK;
    if (sent) {
        if (board->first == NULL)
            doubt_heard(bridge);
        board->last_number = request->number = number;
        journal_write(&bridge->journal, JOURNAL_BOARD, '>', text_bytes(&line), text_length(&line));
        append(board, request);
    }
    text_free(&line);
    return sent;
}

bool flight_ask(struct bridge *bridge, enum purpose purpose)
{
    static const char *const texts[] = {
        [FOR_RESET] = "{\"execute\": \"agent-reset-session\"",
        [FOR_VERSION] = "{\"execute\": \"query-version\"",
        [FOR_LIMITS] = "{\"execute\": \"agent-limits\"",
        [FOR_PROBE] = "{\"execute\": \"query-version\"",
    };
    size_t length = strlen(texts[purpose]);
    struct request *request = malloc(sizeof *request + length);
    if (request == NULL)
        return false;
    *request = (struct request){.purpose = (uint8_t)purpose, .length = length};
    memcpy(request->text, texts[purpose], length);
    /* A request that lost its end would swallow the probe. */
    if (send_request(bridge, request, purpose == FOR_PROBE ? "\xFF" : ""))
        return true;
    free(request);
    return false;
}

struct request *flight_oldest(const struct board *board)
{
    struct request *request = board->first;
    while (request != NULL && request->oob)
        request = request->next;
    return request;
}

/* In the name of another client it would end that one's reply. */
static bool refuse_cancel(struct bridge *bridge, struct client *client)
{
    const struct request *under_way = flight_oldest(&bridge->board);
    struct request *request = client->urgent;
    size_t mark;
    if (!request->cancel || (under_way != NULL && under_way->client == client))
        return false;
    if (client_begin(bridge, client, &mark)) {
        text_put(&client->out, "{");
        if (request->id_length > 0) {
            text_put(&client->out, "\"id\": ");
            text_add(&client->out, request->text + request->length, request->id_length);
            text_put(&client->out, ", ");
        }
        text_put(&client->out, "\"return\": {\"cancelled\": false}}\r\n");
        client_end(bridge, client, mark);
    }
    free(request);
    client->urgent = NULL;
    return true;
}

static void send_urgent(struct bridge *bridge)
{
    for (struct client *at = bridge->clients; at != NULL; at = at->next) {
        while (at->urgent != NULL && refuse_cancel(bridge, at))
            turn_run(bridge, at); /* it was in the way of what came with it */
        if (at->urgent == NULL)
            continue;
        if (!send_request(bridge, at->urgent, ""))
            return;
        at->urgent = NULL;
        at->urgent_in_flight = true;
    }
}

/* Where the first client in the row is that has a request and reads its replies. */
static struct client **next_client(struct bridge *bridge)
{
    struct client **link = &bridge->clients;
    while (*link != NULL && ((*link)->ready == NULL || !client_keeps_up(*link)))
        link = &(*link)->next;
    return link;
}

/* Takes the client at LINK out of the row and puts it at its end. */
static void move_to_end(struct client **link)
{
    struct client *client = *link;
    *link = client->next;
    while (*link != NULL)
        link = &(*link)->next;
    *link = client;
    client->next = NULL;
}

/* Whether a request of CLIENT could come to stand behind one that somebody else can cancel out of
 * band.  If that one ended by itself in the same moment, the cancellation would hit this one. */
static bool must_keep_off(const struct board *board, const struct client *client)
{
    const struct request *at = board->first;
    while (at != NULL && (at->oob || at->client == NULL || at->client == client ||
                          !client_may_cancel(at->client)))
        at = at->next;
    return at != NULL;
}

void flight_feed(struct bridge *bridge)
{
    struct board *board = &bridge->board;
    if (board->state != BOARD_UP)
        return;
    send_urgent(bridge);
    while (board->in_band < board->window && board->bytes < BYTES_AT_BOARD) {
        struct client **link = next_client(bridge);
        struct client *client = *link;
        /* Who has to wait is not overtaken, or would wait for ever. */
        if (client == NULL || must_keep_off(board, client) ||
            !send_request(bridge, client->ready, ""))
            return;
        client->ready = NULL;
        move_to_end(link);
        client->in_flight++;
        turn_run(bridge, client);
    }
}

/* ------------------------------------------------------------------ replies */

void flight_unlink(struct board *board, struct request *request)
{
    struct request *before = NULL;
    for (struct request *at = board->first; at != request; at = at->next)
        before = at;
    if (before != NULL)
        before->next = request->next;
    else
        board->first = request->next;
    if (board->last == request)
        board->last = before;
    if (!request->oob) {
        board->in_band--;
        board->bytes -= request->length;
    }
    if (request->client != NULL) {
        if (request->oob)
            request->client->urgent_in_flight = false;
        else
            request->client->in_flight--;
    }
}

static struct qmpc_json id_of(const struct request *request)
{
    if (request->id_length == 0)
        return (struct qmpc_json){NULL, 0};
    return (struct qmpc_json){request->text + request->length, request->id_length};
}

void flight_give(struct bridge *bridge, const struct request *request, struct qmpc_json reply)
{
    struct client *client = request->client;
    size_t mark;
    if (client == NULL || !client_begin(bridge, client, &mark))
        return;
    splice_reply(&client->out, reply, id_of(request));
    client_end(bridge, client, mark);
}

static void take_reply(struct bridge *bridge, struct request *request,
                       const struct qmpc_message *message)
{
    flight_unlink(&bridge->board, request);
    if (!request->oob)
        loss_before(bridge, request->number, request->purpose == FOR_PROBE);
    if (request->purpose != FOR_CLIENT)
        board_answered(bridge, request->purpose, message);
    else
        flight_give(bridge, request, qmpc_message_json(message));
    free(request);
}

static struct request *find_request(const struct board *board, const struct qmpc_message *message)
{
    uint64_t number;
    if (qmpc_get_uint64(message, "id", &number) != QMPC_OK)
        return NULL;
    struct request *request = board->first;
    while (request != NULL && request->number != number)
        request = request->next;
    return request;
}

/* Whether it is an error, of which the text begins so. */
static bool complains(const struct qmpc_message *message, const char *beginning)
{
    char desc[80] = "";
    if (qmpc_message_kind(message) == QMPC_ERROR)
        qmpc_get_string(message, "error.desc", desc, sizeof desc);
    return strncmp(desc, beginning, strlen(beginning)) == 0;
}

/* Whether the id of a message can be believed.  All requests have a check, and the members that
 * they must have; where the board did not find these, the id may be damaged as well. */
static bool names_its_request(const struct bridge *bridge, const struct qmpc_message *message)
{
    return !bridge->options.frame_check || !complains(message, bad_members);
}

/* ----------------------------------------------------------------- messages */

void flight_message(struct bridge *bridge, const struct qmpc_message *message)
{
    enum qmpc_kind kind = qmpc_message_kind(message);
    if (bridge->options.frame_check && !qmpc_has_frame_check(bridge->board.line))
        return; /* of a session before this one, and nobody knows whether it is as it was sent */
    doubt_heard(bridge);
    journal_write(&bridge->journal, JOURNAL_BOARD, '<', qmpc_message_text(message),
                  qmpc_message_length(message));
    if (kind == QMPC_EVENT) {
        event_give(bridge, qmpc_message_json(message));
        return;
    }
    if (kind == QMPC_GREETING)
        return; /* qmpc_step() tells of it */
    struct request *request = find_request(&bridge->board, message);
    if (!names_its_request(bridge, message)) {
        doubt_stray(bridge, message);
    } else if (request == NULL) {
        /* The board did not understand a request; which one, the next answer shows. */
        if (kind == QMPC_ERROR && qmpc_get(message, "id").text == NULL)
            doubt_stray(bridge, message);
    } else if (complains(message, negotiation_due)) {
        board_restarted(bridge);
    } else {
        take_reply(bridge, request, message);
    }
}

void flight_forget(struct bridge *bridge, struct client *client)
{
    for (struct request *at = bridge->board.first; at != NULL; at = at->next)
        if (at->client == client)
            at->client = NULL;
}
