/* turn.c - messages of a client that are due.
 *
 * A message is looked at when all before it were: whether it is allowed depends on them.  An answer
 * of the bridge's own waits until the board has answered those before it, so that answers keep the
 * order of the requests.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/turn.h"

#include <stdlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/own.h"

static void say_refusal(struct bridge *bridge, struct client *client, struct json_span id,
                        const struct refusal *refusal)
{
    size_t mark;
    if (!client_begin(bridge, client, &mark))
        return;
    envelope_refuse(&client->out, id, refusal);
    client_end(bridge, client, mark);
}

void turn_refuse(struct bridge *bridge, struct request *request, const struct refusal *refusal)
{
    const struct json_span id = {request->text + request->length, (uint32_t)request->id_length};
    if (request->client != NULL)
        say_refusal(bridge, request->client, id, refusal);
    free(request);
}

static void log_message(struct bridge *bridge, const struct client *client,
                        const struct message *message)
{
    if (bridge->journal.file == NULL)
        return;
    if (message->fault != JSON_FAULT_NONE) {
        journal_remark(&bridge->journal, client->number, "sent what is not JSON");
        return;
    }
    struct text text = {.bytes = NULL};
    text_add_value(&text, (struct json_span){message->text, message->length});
    if (!text.failed && text_length(&text) > 0)
        journal_write(&bridge->journal, client->number, '>', text_bytes(&text), text_length(&text));
    text_free(&text);
}

/* The request as the board is to get it, but for its id and end; NULL without memory. */
static struct request *compose(struct client *client, const struct envelope *envelope,
                               int64_t since)
{
    const struct json_doc *doc = &envelope->doc;
    struct json_span name = json_span(doc, envelope->execute);
    struct text text = {.bytes = NULL};
    text_put(&text, envelope->oob ? "{\"exec-oob\": \"" : "{\"execute\": \"");
    text_add_content(&text, name);
    text_put(&text, "\"");
    if (envelope->arguments >= 0) {
        text_put(&text, ", \"arguments\": ");
        text_add_value(&text, json_span(doc, envelope->arguments));
    }
    size_t length = text_length(&text);
    text_add_value(&text, envelope->id);
    struct request *request = text.failed ? NULL : malloc(sizeof *request + text_length(&text));
    if (request != NULL) {
        *request = (struct request){.client = client,
                                    .since = since,
                                    .oob = envelope->oob,
                                    .cancel = envelope_is(envelope, "agent-cancel"),
                                    .length = length,
                                    .id_length = text_length(&text) - length};
        memcpy(request->text, text_bytes(&text), text_length(&text));
    }
    text_free(&text);
    return request;
}

/* What is wrong with a message, without regard to the board. */
static struct refusal look(struct bridge *bridge, const struct client *client,
                           const struct message *message, struct envelope *envelope)
{
    const struct json_span text = {message->text, message->length};
    *envelope = (struct envelope){.execute = -1};
    if (message->fault != JSON_FAULT_NONE)
        return (struct refusal){"GenericError", json_fault_format(message->fault), text};
    struct refusal refusal = envelope_read(envelope, text, client->oob, bridge->tokens);
    if (refusal.error_class == NULL && !client->negotiated && !own_is(envelope))
        refusal = (struct refusal){
            "CommandNotFound", "Expecting capabilities negotiation with 'qmp_capabilities'", text};
    return refusal;
}

static void refuse_message(struct bridge *bridge, struct client *client,
                           const struct envelope *envelope, const struct refusal *refusal)
{
    struct text id = {.bytes = NULL};
    text_add_value(&id, envelope->id);
    struct json_span span = {id.bytes, (uint32_t)text_length(&id)};
    say_refusal(bridge, client, span, refusal);
    text_free(&id);
}

/* Returns false when the message has to wait.  A request with exec-oob is here if it came before
 * that was negotiated: it has kept its place until now, but the board is not bound to. */
static bool take(struct bridge *bridge, struct client *client, const struct message *message)
{
    struct envelope envelope;
    struct refusal refusal = look(bridge, client, message, &envelope);
    bool own = refusal.error_class == NULL && own_is(&envelope);
    bool urgent = refusal.error_class == NULL && !own && envelope.oob;
    if (urgent ? !client_takes_urgent(client)
               : (own || refusal.error_class != NULL) && client->in_flight > 0)
        return false;
    log_message(bridge, client, message);
    if (own) {
        own_run(bridge, client, &envelope);
    } else if (refusal.error_class != NULL) {
        refuse_message(bridge, client, &envelope, &refusal);
    } else {
        struct request **place = urgent ? &client->urgent : &client->ready;
        *place = compose(client, &envelope, message->since);
        client->broken |= *place == NULL;
    }
    return true;
}

void turn_run(struct bridge *bridge, struct client *client)
{
    client_frame(bridge, client);
    while (client->greeted && client->first != NULL && client->ready == NULL && !client->broken &&
           client_keeps_up(client) && take(bridge, client, client->first)) {
        free(client_next(client));
        client_frame(bridge, client);
    }
}

void turn_urgent(struct bridge *bridge, struct client *client, const struct message *message)
{
    struct envelope envelope;
    struct refusal refusal = look(bridge, client, message, &envelope);
    log_message(bridge, client, message);
    if (refusal.error_class == NULL && own_is(&envelope))
        refusal = (struct refusal){"GenericError", "The command %t does not support OOB",
                                   json_span(&envelope.doc, envelope.execute)};
    if (refusal.error_class != NULL) {
        refuse_message(bridge, client, &envelope, &refusal);
        return;
    }
    client->urgent = compose(client, &envelope, message->since);
    client->broken |= client->urgent == NULL;
}

void turn_greet(struct bridge *bridge, struct client *client)
{
    size_t mark;
    if (client->greeted || bridge->board.version.end == 0 || !client_begin(bridge, client, &mark))
        return;
    text_put(&client->out, "{\"QMP\": {\"version\": ");
    text_add(&client->out, text_bytes(&bridge->board.version), text_length(&bridge->board.version));
    text_format(&client->out, ", \"capabilities\": [%s]}}\r\n", bridge->board.oob ? "\"oob\"" : "");
    client_end(bridge, client, mark);
    client->greeted = true;
}
