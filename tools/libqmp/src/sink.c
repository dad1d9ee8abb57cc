/* sink.c - a long string of a reply, handed on while it arrives.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "json_scan.h"

size_t qmpc_sink_take(struct qmpc *line, const char *bytes, size_t length)
{
    struct qmpc_diversion *diversion = &line->diversion;
    size_t part = 0;
    if (diversion->sink == NULL || diversion->state != QMPC_SINK_INSIDE)
        return 0;
    while (part < length && (diversion->escaped || bytes[part] != '"')) {
        diversion->escaped = !diversion->escaped && bytes[part] == '\\';
        part++;
    }
    if (part < length)
        diversion->state = QMPC_SINK_BEHIND;
    if (part > 0 && !diversion->refused) {
        struct qmpc_json head = {diversion->head, diversion->head_length};
        diversion->refused = !diversion->sink->take(diversion->sink->context, head, bytes, part);
    }
    diversion->bytes += part;
    return part;
}

/* In [at, end), an object that breaks off inside of a member: what stands behind that one's colon,
 * NULL if its name is another.  *id becomes the value of a member "id" before it. */
static const char *find_open_member(const char *at, const char *end, const char *name,
                                    struct qmpc_json *id)
{
    struct qmpc_json_iter walk = {at + 1, end, true};
    struct qmpc_json key;
    struct qmpc_json value;
    if (at >= end || *at != '{')
        return NULL;
    while (qmpc_json_next(&walk, &key, &value)) {
        if (qmpc_json_string_is(key, "id"))
            *id = value;
    }
    at = walk.at < end && *walk.at == ',' ? walk.at + 1 : walk.at;
    const char *behind = qmpc_scan_string(at, end);
    if (behind == NULL || behind == end || *behind != ':')
        return NULL;
    return qmpc_json_string_is((struct qmpc_json){at, (size_t)(behind - at)}, name) ? behind + 1
                                                                                    : NULL;
}

/* The last byte of the message so far begins the string: in the return of a reply that, as far as
 * it is known yet, is to our request. */
static bool is_beginning(const struct qmpc *line)
{
    const struct qmpc_diversion *diversion = &line->diversion;
    const char *begin = line->framer.canonical;
    size_t length = json_framer_pending(&line->framer.json);
    struct qmpc_json id = {NULL, 0};
    struct qmpc_json inner_id;
    /* What is looked at is so from the beginning, each time. */
    if (line->framer.state != QMPC_FRAMER_OPEN || length > QMPC_SINK_HEAD || length < 2 ||
        memcmp(begin + length - 2, ":\"", 2) != 0)
        return false;
    const char *end = begin + length;
    const char *object = find_open_member(begin, end, "return", &id);
    return object != NULL &&
           find_open_member(object, end, diversion->sink->member, &inner_id) == end - 1 &&
           (id.text == NULL || qmpc_is_id(id, diversion->id));
}

static void keep_head(struct qmpc *line)
{
    struct qmpc_diversion *diversion = &line->diversion;
    struct json_writer text;
    json_writer_init(&text, NULL, 0);
    if (qmpc_text_canonical(&text, line->framer.canonical, json_framer_pending(&line->framer.json),
                            line->options.message_limit) != QMPC_OK)
        text.length = 0; /* whoever wants it will find it missing */
    free(diversion->head);
    diversion->head = text.buffer;
    diversion->head_length = text.length;
}

void qmpc_sink_look(struct qmpc *line)
{
    if (!is_beginning(line))
        return;
    line->diversion.state = QMPC_SINK_INSIDE;
    keep_head(line);
}

/* A string does not reach over the end of a line; this one was cut off. */
void qmpc_sink_end_line(struct qmpc *line)
{
    if (line->diversion.state == QMPC_SINK_INSIDE)
        line->diversion.state = QMPC_SINK_BEHIND;
}

/* Waits as long as the string grows, or what is around it. */
static int await_reply(struct qmpc *line, const char *id, int64_t patience_ms,
                       struct qmpc_message **reply)
{
    int64_t deadline = qmpc_deadline(patience_ms);
    for (;;) {
        uint64_t before = line->diversion.bytes;
        size_t around = qmpc_arriving(line);
        int status = qmpc_wait_reply(line, id, QMPC_NOW, reply);
        if (status != QMPC_E_TIMEOUT)
            return status;
        if (line->diversion.bytes == before && qmpc_clock() >= deadline)
            return status;
        status = qmpc_transport_read(line, deadline);
        if (status != QMPC_OK)
            return status;
        size_t now_around = qmpc_arriving(line);
        if (line->diversion.bytes != before || (now_around > 0 && now_around != around))
            deadline = qmpc_deadline(patience_ms);
    }
}

int qmpc_command_into(struct qmpc *line, const char *command, const char *arguments,
                      const struct qmpc_sink *sink, struct qmpc_message **reply)
{
    struct qmpc_request request = {.command = command, .arguments = arguments};
    struct qmpc_message *found = NULL;
    char id[QMPC_ID_SIZE] = "";
    line->diversion = (struct qmpc_diversion){.sink = sink, .id = id};
    int status = qmpc_send(line, &request, qmpc_deadline(sink->patience_ms), id);
    if (status == QMPC_OK)
        status = await_reply(line, id, sink->patience_ms, &found);
    line->diversion.sink = NULL;
    line->diversion.id = NULL;
    free(line->diversion.head);
    line->diversion.head = NULL;
    if (status == QMPC_OK && line->diversion.refused)
        status = qmpc_fail(line, QMPC_E_ARGUMENT, "a part of the string was not taken");
    if (reply != NULL)
        *reply = found;
    else
        qmpc_message_free(found);
    return status;
}
