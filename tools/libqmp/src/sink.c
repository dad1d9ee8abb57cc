/* sink.c - a long string of a reply, handed on while it arrives.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

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

/* The message ends with "MEMBER":" and has "return" before that.  Inside a string the canonical
 * form has a backslash before each quote, so that nothing there looks like this. */
static bool is_beginning(const struct qmpc_framer *framer, const char *member)
{
    static const char first[] = "\"return\":";
    static const char before[] = "\":\"";
    const char *begin = framer->canonical;
    const char *end = begin + json_framer_pending(&framer->json);
    size_t length = strlen(member);
    if (framer->state != QMPC_FRAMER_OPEN || (size_t)(end - begin) < length + sizeof before)
        return false;
    const char *name = end - (sizeof before - 1) - length;
    return memcmp(end - (sizeof before - 1), before, sizeof before - 1) == 0 && name[-1] == '"' &&
           memcmp(name, member, length) == 0 &&
           memmem(begin, (size_t)(name - begin), first, sizeof first - 1) != NULL;
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
    if (!is_beginning(&line->framer, line->diversion.sink->member))
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

/* Waits as long as the string grows. */
static int await_reply(struct qmpc *line, const char *id, int64_t patience_ms,
                       struct qmpc_message **reply)
{
    int64_t deadline = qmpc_deadline(patience_ms);
    for (;;) {
        uint64_t before = line->diversion.bytes;
        int status = qmpc_wait_reply(line, id, QMPC_NOW, reply);
        if (status != QMPC_E_TIMEOUT)
            return status;
        if (line->diversion.bytes == before && qmpc_clock() >= deadline)
            return status;
        status = qmpc_transport_read(line, deadline);
        if (status != QMPC_OK)
            return status;
        if (line->diversion.bytes != before)
            deadline = qmpc_deadline(patience_ms);
    }
}

int qmpc_command_into(struct qmpc *line, const char *command, const char *arguments,
                      const struct qmpc_sink *sink, struct qmpc_message **reply)
{
    struct qmpc_request request = {.command = command, .arguments = arguments};
    struct qmpc_message *found = NULL;
    char id[QMPC_ID_SIZE];
    line->diversion = (struct qmpc_diversion){.sink = sink};
    int status = qmpc_send(line, &request, qmpc_deadline(sink->patience_ms), id);
    if (status == QMPC_OK)
        status = await_reply(line, id, sink->patience_ms, &found);
    line->diversion.sink = NULL;
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
