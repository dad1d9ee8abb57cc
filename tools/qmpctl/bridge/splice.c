/* splice.c - the reply to one of the bridge's requests made into the reply to a client's.
 *
 * The text is not looked at beyond the id, which e2kmon writes first: a reply may have a hundred
 * megabytes.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/splice.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A server may lay out its messages over several lines.  In valid JSON a line end is never in a
 * string. */
static void add_part(struct text *text, const char *from, const char *to)
{
    while (from < to) {
        const char *lf = memchr(from, '\n', (size_t)(to - from));
        const char *stop = lf != NULL ? lf : to;
        const char *end = lf != NULL && stop > from && stop[-1] == '\r' ? stop - 1 : stop;
        text_add(text, from, (size_t)(end - from));
        if (lf != NULL) {
            text_put(text, " ");
            stop++;
        }
        from = stop;
    }
}

void splice_line(struct text *text, struct qmpc_json message)
{
    add_part(text, message.text, message.text + message.length);
    text_put(text, "\r\n");
}

/* Finds the member "id"; *BEFORE becomes the end of the member before it, or of the brace. */
static bool find_id(struct qmpc_json reply, const char **before, struct qmpc_json *value)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(reply);
    struct qmpc_json key;
    *before = reply.text + 1;
    while (qmpc_json_next(&walk, &key, value)) {
        if (qmpc_json_string_is(key, "id"))
            return true;
        *before = value->text + value->length;
    }
    return false;
}

void splice_reply(struct text *text, struct qmpc_json reply, struct qmpc_json id)
{
    const char *end = reply.text + reply.length;
    const char *before;
    struct qmpc_json value;
    if (!find_id(reply, &before, &value)) {
        splice_line(text, reply);
        return;
    }
    const char *behind = value.text + value.length;
    if (id.text != NULL) {
        add_part(text, reply.text, value.text);
        text_add(text, id.text, id.length);
    } else {
        /* With the comma before it or, of the first member, behind it. */
        add_part(text, reply.text, before);
        while (before == reply.text + 1 && behind < end && (is_blank(*behind) || *behind == ','))
            behind++;
    }
    add_part(text, behind, end);
    text_put(text, "\r\n");
}
