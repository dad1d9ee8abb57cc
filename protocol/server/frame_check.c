/* frame_check.c - lines with a frame check, where a session's client has enabled that.
 *
 * A request ends where its braces balance, as always; but here the end of a line ends it, too, and
 * what is left of a line behind a fault is skipped.  So each damaged line costs one error, and the
 * line behind it is at a message's beginning whatever the damage was.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

#if QMP_FRAME_CHECK

/* The byte that clients send to find the beginning of a message; see docs/protocol.md. */
#define DELIMITER 0xFFu

static bool ends_line(char c)
{
    return c == '\n' || (uint8_t)c == DELIMITER;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The check of a message that is complete.  It is cut off, as nobody else knows of it. */
static int judge(struct qmp_session *s)
{
    struct json_framer *f = &s->framer;

    s->frame.begun = false;
    switch (json_check_canonical(s->frame.in, f->out, f->length)) {
    case JSON_CHECK_RIGHT:
        f->length -= JSON_CHECK_CANONICAL;
        f->out[f->length++] = '}';
        return JSON_MESSAGE;
    case JSON_CHECK_ABSENT:
        s->frame.bare = true;
        return JSON_MESSAGE;
    default:
        s->frame.skip = true;
        json_framer_refuse(f, JSON_FAULT_CHECK);
        return JSON_REFUSED;
    }
}

/* The end of a line came, as byte 0. */
static int end_line(struct qmp_session *s, size_t *used)
{
    bool cut = s->frame.begun;

    *used = 1;
    s->frame.begun = s->frame.skip = false;
    if (!cut) {
        json_framer_reset(&s->framer);
        return JSON_MORE;
    }
    json_framer_refuse(&s->framer, JSON_FAULT_CUT);
    return JSON_REFUSED;
}

/* Part of a line, in which something other than blanks has come. */
static int feed_message(struct qmp_session *s, const char *bytes, size_t size, size_t *used)
{
    int result;

    if (!s->frame.begun)
        s->frame.in = JSON_CHECK_BEGIN;
    s->frame.begun = true;
    result = json_framer_feed(&s->framer, bytes, size, used);
    s->frame.in = json_check_add(s->frame.in, bytes, *used);
    if (result == JSON_MESSAGE)
        return judge(s);
    if (result == JSON_REFUSED) {
        s->frame.begun = false;
        s->frame.skip = true;
    }
    return result;
}

int qmp_frame_feed(struct qmp_session *s, const char *bytes, size_t size, size_t *used)
{
    size_t end = 0, at = 0;
    int result = JSON_MORE;

    while (end < size && !ends_line(bytes[end]))
        end++;
    if (end == 0)
        return end_line(s, used);
    while (at < end && !s->frame.begun && is_blank(bytes[at]))
        at++;
    *used = 0;
    if (s->frame.skip)
        at = end;
    else if (at < end)
        result = feed_message(s, bytes + at, end - at, used);
    *used += at;
    return result;
}

bool qmp_frame_is_offered(const struct qmp_session *s)
{
#if QMP_PRETTY
    return !s->writer.layout.on;
#else
    (void)s;
    return true;
#endif
}

bool qmp_frame_permits(struct qmp_session *s, const struct qmp_command *command)
{
    if (!s->frame.unchecked)
        return true;
    if (!command || !(command->flags & QMP_ALLOW_EARLY))
        return false;
    s->checked = s->frame.skip = false;
    return true;
}

/* -------------------------------------------------------------------- output */

static struct qmp_session *session_of(struct json_writer *w)
{
    return (struct qmp_session *)(void *)((char *)w - offsetof(struct qmp_session, writer));
}

void qmp_frame_begin(struct json_writer *w)
{
    struct qmp_session *s = session_of(w);

    s->frame.line = s->checked;
    s->frame.out = JSON_CHECK_BEGIN;
    s->frame.from = w->length;
}

void qmp_frame_step(struct qmp_session *s)
{
    s->frame.from = s->writer.length;
}

/* A step takes back what did not fit; what is there now will be sent as it is. */
void qmp_frame_stepped(struct qmp_session *s)
{
    struct qmp_frame_check *frame = &s->frame;

    if (frame->line)
        frame->out =
            json_check_add(frame->out, s->out + frame->from, s->writer.length - frame->from);
}

void qmp_write_object_end(struct json_writer *w)
{
    const struct qmp_session *s = session_of(w);
    char tail[JSON_CHECK_TAIL];

    if (s->frame.line) {
        json_check_tail(
            json_check_add(s->frame.out, w->buffer + s->frame.from, w->length - s->frame.from),
            tail);
        json_write_bytes(w, tail, sizeof tail);
    } else {
        json_write_text(w, "}");
    }
    qmp_write_line_end(w);
}

#endif
