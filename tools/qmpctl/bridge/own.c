/* own.c - the commands that concern a client's session and not the board.
 *
 * Texts are QEMU's; those of guest-sync are what QEMU's checks give for its arguments.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/own.h"

#include <inttypes.h>
#include <stdio.h>

#include "bridge/bridge.h"
#include "bridge/turn.h"

/* Executes and adds to the client's output, behind the id, or refuses. */
typedef struct refusal own_command(struct bridge *bridge, struct client *client,
                                   const struct envelope *envelope);

static const struct refusal done;

static struct refusal refuse(const char *format, struct json_span text)
{
    return (struct refusal){"GenericError", format, text};
}

/* The argument NAME, the only one allowed: its token, -1 if there is none.  NULL: none at all. */
static struct refusal find_argument(const struct envelope *envelope, const char *name, int *value)
{
    const struct json_doc *doc = &envelope->doc;
    int arguments = envelope->arguments;
    *value = -1;
    for (int key = arguments >= 0 ? json_first(arguments) : 0;
         arguments >= 0 && key < json_end(doc, arguments); key = json_next(doc, key)) {
        if (name != NULL && json_equals(doc, key, name))
            *value = key + 1;
        else
            return refuse("Parameter '%t' is unexpected", json_span(doc, key));
    }
    return done;
}

static void begin_return(struct client *client, const struct envelope *envelope)
{
    text_put(&client->out, "{");
    if (envelope->id.length > 0) {
        text_put(&client->out, "\"id\": ");
        text_add_value(&client->out, envelope->id);
        text_put(&client->out, ", ");
    }
    text_put(&client->out, "\"return\": ");
}

/* ------------------------------------------------------------- capabilities */

static struct refusal check_enabled(const struct json_doc *doc, int list, bool *oob)
{
    static char index[12]; /* the refusal points to it until it is told */
    unsigned count = 0;
    for (int at = json_first(list); at < json_end(doc, list); at = json_next(doc, at), count++) {
        if (json_type(doc, at) != JSON_STRING) {
            int length = snprintf(index, sizeof index, "%u", count);
            return refuse("Invalid parameter type for 'enable[%t]', expected: string",
                          (struct json_span){index, (uint32_t)length});
        }
        /* QEMU names an element of an array "null" here. */
        if (!json_equals(doc, at, "oob"))
            return refuse("Parameter 'null' does not accept value '%t'", json_span(doc, at));
        *oob = true;
    }
    return done;
}

static struct refusal capabilities(struct bridge *bridge, struct client *client,
                                   const struct envelope *envelope)
{
    const struct json_doc *doc = &envelope->doc;
    int enable;
    bool oob = false;
    struct refusal refusal = find_argument(envelope, "enable", &enable);
    if (refusal.error_class == NULL && enable >= 0 && json_type(doc, enable) != JSON_ARRAY)
        refusal =
            refuse("Invalid parameter type for 'enable', expected: array", json_span(doc, enable));
    if (refusal.error_class == NULL && enable >= 0)
        refusal = check_enabled(doc, enable, &oob);
    if (refusal.error_class != NULL)
        return refusal;
    if (client->negotiated)
        return (struct refusal){"CommandNotFound",
                                "Capabilities negotiation is already complete, command ignored",
                                json_span(doc, envelope->execute)};
    if (oob && !bridge->board.oob)
        return refuse("Capability 'oob' not available", json_span(doc, envelope->execute));
    client->negotiated = true;
    client->oob = oob;
    begin_return(client, envelope);
    text_put(&client->out, "{}}\r\n");
    return done;
}

/* ----------------------------------------------------------- other commands */

static struct refusal sync_number(const struct envelope *envelope, int64_t *number)
{
    int id;
    struct refusal refusal = find_argument(envelope, "id", &id);
    const struct json_span name = json_span(&envelope->doc, envelope->execute);
    if (refusal.error_class != NULL)
        return refusal;
    if (id < 0)
        return refuse("Parameter 'id' is missing", name);
    if (json_type(&envelope->doc, id) != JSON_NUMBER || json_int64(&envelope->doc, id, number) < 0)
        return refuse("Invalid parameter type for 'id', expected: integer", name);
    return done;
}

static struct refusal sync(struct client *client, const struct envelope *envelope, bool delimited)
{
    int64_t number = 0;
    struct refusal refusal = sync_number(envelope, &number);
    if (refusal.error_class != NULL)
        return refusal;
    if (delimited)
        text_put(&client->out, "\xFF");
    begin_return(client, envelope);
    text_format(&client->out, "%" PRId64 "}\r\n", number);
    return done;
}

static struct refusal guest_sync(struct bridge *bridge, struct client *client,
                                 const struct envelope *envelope)
{
    (void)bridge;
    return sync(client, envelope, false);
}

static struct refusal guest_sync_delimited(struct bridge *bridge, struct client *client,
                                           const struct envelope *envelope)
{
    (void)bridge;
    return sync(client, envelope, true);
}

/* The greeting follows the return, and is greeted with. */
static struct refusal reset_session(struct bridge *bridge, struct client *client,
                                    const struct envelope *envelope)
{
    int none;
    struct refusal refusal = find_argument(envelope, NULL, &none);
    if (refusal.error_class != NULL)
        return refusal;
    (void)bridge;
    begin_return(client, envelope);
    text_put(&client->out, "{}}\r\n");
    client->negotiated = client->oob = false;
    client->greeted = false;
    client->dropped = 0;
    return done;
}

/* -------------------------------------------------------------------- table */

static const struct {
    const char *name;
    own_command *run;
} commands[] = {
    {"qmp_capabilities", capabilities},
    {"guest-sync", guest_sync},
    {"guest-sync-delimited", guest_sync_delimited},
    {"agent-reset-session", reset_session},
};

static own_command *find(const struct envelope *envelope)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (envelope_is(envelope, commands[i].name))
            return commands[i].run;
    return NULL;
}

bool own_is(const struct envelope *envelope)
{
    return find(envelope) != NULL;
}

void own_run(struct bridge *bridge, struct client *client, const struct envelope *envelope)
{
    size_t mark;
    if (!client_begin(bridge, client, &mark))
        return;
    struct refusal refusal = find(envelope)(bridge, client, envelope);
    if (refusal.error_class != NULL) {
        struct text id = {.bytes = NULL};
        text_add_value(&id, envelope->id);
        envelope_refuse(&client->out, (struct json_span){id.bytes, (uint32_t)text_length(&id)},
                        &refusal);
        text_free(&id);
    }
    client_end(bridge, client, mark);
    turn_greet(bridge, client);
}
