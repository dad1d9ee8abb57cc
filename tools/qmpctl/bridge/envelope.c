/* envelope.c - what a message of a client asks for.
 *
 * Order of checks and texts are QEMU's, as in the agent (protocol/server/dispatch.c).
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/envelope.h"

#include "qmp/config.h"
#include "qmp/framer.h"

static const struct refusal accepted;

static struct refusal refuse(const char *format, struct json_span text)
{
    return (struct refusal){"GenericError", format, text};
}

static struct json_span with_quotes(const struct json_doc *doc, int value)
{
    struct json_span span = json_span(doc, value);
    if (json_type(doc, value) == JSON_STRING) {
        span.text--;
        span.length += 2;
    }
    return span;
}

static struct refusal take_execute(struct envelope *envelope, int key)
{
    const struct json_doc *doc = &envelope->doc;
    if (json_type(doc, key + 1) != JSON_STRING)
        return refuse("QMP input member '%t' must be a string", json_span(doc, key));
    if (envelope->execute >= 0)
        return refuse("QMP input member 'execute' clashes with 'exec-oob'", json_span(doc, key));
    envelope->execute = key + 1;
    return accepted;
}

static struct refusal take_member(struct envelope *envelope, int key, bool oob)
{
    const struct json_doc *doc = &envelope->doc;
    if (json_equals(doc, key, "id")) /* it was looked up already */
        return accepted;
    if (json_equals(doc, key, "execute"))
        return take_execute(envelope, key);
    if (json_equals(doc, key, "arguments")) {
        envelope->arguments = key + 1;
        if (json_type(doc, key + 1) == JSON_OBJECT)
            return accepted;
        return refuse("QMP input member 'arguments' must be an object", json_span(doc, key));
    }
    if (oob && json_equals(doc, key, "exec-oob")) {
        envelope->oob = true;
        return take_execute(envelope, key);
    }
    return refuse("QMP input member '%t' is unexpected", json_span(doc, key));
}

struct refusal envelope_read(struct envelope *envelope, struct json_span message, bool oob,
                             jsmntok_t *tokens)
{
    struct json_doc *doc = &envelope->doc;
    const struct json_span none = {NULL, 0};
    *envelope = (struct envelope){.execute = -1, .arguments = -1};
    int result = json_read(doc, message.text, message.length, tokens, QMP_TOKENS_MAX);
    if (result < 0)
        return refuse(json_fault_format(result == JSON_READ_DUPLICATE ? JSON_FAULT_DUPLICATE
                                                                      : JSON_FAULT_TOKENS),
                      none);
    if (json_type(doc, 0) != JSON_OBJECT)
        return refuse("QMP input must be a JSON object", none);
    int id = json_member(doc, 0, "id");
    if (id >= 0)
        envelope->id = with_quotes(doc, id);
    for (int key = json_first(0); key < json_end(doc, 0); key = json_next(doc, key)) {
        struct refusal refusal = take_member(envelope, key, oob);
        if (refusal.error_class != NULL)
            return refusal;
    }
    if (envelope->execute < 0)
        return refuse("QMP input lacks member 'execute'", none);
    return accepted;
}

bool envelope_is_oob(struct json_span message, jsmntok_t *tokens)
{
    struct json_doc doc;
    return json_read(&doc, message.text, message.length, tokens, QMP_TOKENS_MAX) == 0 &&
           json_type(&doc, 0) == JSON_OBJECT && json_member(&doc, 0, "exec-oob") >= 0;
}

bool envelope_is(const struct envelope *envelope, const char *command)
{
    return json_equals(&envelope->doc, envelope->execute, command);
}

void envelope_refuse(struct text *text, struct json_span id, const struct refusal *refusal)
{
    text_put(text, "{");
    if (id.length > 0) {
        text_put(text, "\"id\": ");
        text_add(text, id.text, id.length);
        text_put(text, ", ");
    }
    text_format(text, "\"error\": {\"class\": \"%s\", \"desc\": \"", refusal->error_class);
    for (const char *at = refusal->format; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 't')
            text_add_content(text, refusal->text);
        else if (at[0] == '%' && at[1] == 'r')
            text_add_escaped(text, refusal->text);
        else
            text_add_escaped(text, (struct json_span){at, 1});
        at += at[0] == '%' && (at[1] == 't' || at[1] == 'r');
    }
    text_put(text, "\"}}\r\n");
}
