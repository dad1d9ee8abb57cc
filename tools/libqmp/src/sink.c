/* sink.c - a long string of a reply, handed on while it arrives.
 *
 * SPDX-License-Identifier: MIT */
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
        struct qmpc_json head = {line->framer.bytes, line->framer.length};
        diversion->refused = !diversion->sink->take(diversion->sink->context, head, bytes, part);
    }
    diversion->bytes += part;
    return part;
}

static const char *skip_blanks_back(const char *begin, const char *at)
{
    while (at > begin && at[-1] == ' ')
        at--;
    return at;
}

/* The line ends with "MEMBER": " and has "return" before that. */
static bool is_beginning(const struct qmpc_framer *framer, const char *member)
{
    static const char first[] = "\"return\"";
    const char *begin = framer->bytes;
    const char *at = begin + framer->length;
    size_t length = strlen(member);
    if (framer->length == 0 || *--at != '"')
        return false;
    at = skip_blanks_back(begin, at);
    if (at == begin || *--at != ':')
        return false;
    at = skip_blanks_back(begin, at);
    if ((size_t)(at - begin) < length + 2 || at[-1] != '"')
        return false;
    at -= length + 2;
    return *at == '"' && memcmp(at + 1, member, length) == 0 &&
           memmem(begin, (size_t)(at - begin), first, sizeof first - 1) != NULL;
}

void qmpc_sink_look(struct qmpc *line)
{
    if (is_beginning(&line->framer, line->diversion.sink->member))
        line->diversion.state = QMPC_SINK_INSIDE;
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
    if (status == QMPC_OK && line->diversion.refused)
        status = qmpc_fail(line, QMPC_E_ARGUMENT, "a part of the string was not taken");
    if (reply != NULL)
        *reply = found;
    else
        qmpc_message_free(found);
    return status;
}
