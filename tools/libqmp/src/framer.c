/* framer.c - finds the messages in what arrives.
 *
 * A QMP server sends one message a line.  A serial line may carry more: boot text, the tail of a
 * message that began before we came, an echo of what we sent.  So a line is searched for a
 * message that ends where the line ends, and everything else is skipped and counted.
 * The tail of a message is never mistaken for one: it closes more braces than it opens.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum {
    DELIMITER = 0xFF,
    /* A line may be longer than the message in it, by 0xFF and CR and a little noise. */
    LINE_SLACK = 64,
    /* Braces in the noise before a message: so many are tried. */
    TRIES = 16,
    /* A buffer that was needed for one long message is not kept. */
    KEEP_ROOM = 1 << 20,
};

static int kind_of(struct qmpc_json value, enum qmpc_kind *kind)
{
    static const struct {
        const char *member;
        enum qmpc_kind kind;
    } kinds[] = {
        {"return", QMPC_RETURN},
        {"error", QMPC_ERROR},
        {"event", QMPC_EVENT},
        {"QMP", QMPC_GREETING},
    };
    struct qmpc_json key;
    struct qmpc_json_iter walk = qmpc_json_iterate(value);
    while (qmpc_json_next(&walk, &key, NULL)) {
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            if (qmpc_json_string_is(key, kinds[i].member)) {
                *kind = kinds[i].kind;
                return QMPC_OK;
            }
        }
    }
    return QMPC_E_MISSING;
}

static void deliver(struct qmpc *line, struct qmpc_json value, enum qmpc_kind kind, bool delimited)
{
    if (value.length > line->options.message_limit) {
        line->counts.skipped_bytes += value.length;
        line->fault = QMPC_E_PROTOCOL;
        return;
    }
    struct qmpc_message *message = malloc(sizeof *message + value.length + 1);
    if (message == NULL) {
        line->fault = QMPC_E_MEMORY;
        return;
    }
    message->next = NULL;
    message->kind = kind;
    message->delimited = delimited;
    message->length = value.length;
    memcpy(message->text, value.text, value.length);
    message->text[value.length] = '\0';
    message->json = (struct qmpc_json){message->text, value.length};
    qmpc_inbox_put(line, message);
}

/* Delivers the message that ends at `end`; returns what stands before it, or everything if there
 * is none. */
static size_t take_message(struct qmpc *line, const char *begin, const char *end, bool after_ff)
{
    const char *brace = begin;
    for (int i = 0; i < TRIES && brace < end; i++, brace++) {
        brace = memchr(brace, '{', (size_t)(end - brace));
        if (brace == NULL)
            break;
        struct qmpc_json value;
        enum qmpc_kind kind;
        if (qmpc_json_parse(brace, (size_t)(end - brace), &value, NULL) == QMPC_OK &&
            kind_of(value, &kind) == QMPC_OK) {
            deliver(line, value, kind, after_ff && brace == begin);
            return (size_t)(brace - begin);
        }
    }
    return (size_t)(end - begin);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\0';
}

static size_t count_noise(const char *begin, const char *end)
{
    size_t count = 0;
    for (; begin < end; begin++)
        count += (unsigned char)*begin != DELIMITER;
    return count;
}

static void finish_line(struct qmpc *line)
{
    const char *begin = line->framer.bytes;
    const char *end = begin + line->framer.length;
    while (end > begin && is_blank(end[-1]))
        end--;
    size_t noise = 0;
    const char *mark = begin == end ? NULL : memrchr(begin, DELIMITER, (size_t)(end - begin));
    if (mark != NULL) {
        noise = count_noise(begin, mark);
        begin = mark + 1;
    }
    while (begin < end && is_blank(*begin))
        begin++;
    if (begin < end) {
        size_t rest = take_message(line, begin, end, mark != NULL);
        noise += rest;
        line->counts.skipped_lines += rest == (size_t)(end - begin);
    }
    line->counts.skipped_bytes += noise;
}

static void begin_line(struct qmpc_framer *framer)
{
    framer->length = 0;
    framer->overlong = false;
    if (framer->room > KEEP_ROOM) {
        free(framer->bytes);
        framer->bytes = NULL;
        framer->room = 0;
    }
}

static int make_room(struct qmpc_framer *framer, size_t needed)
{
    if (needed <= framer->room)
        return QMPC_OK;
    size_t room = framer->room > 0 ? framer->room : 4096;
    while (room < needed)
        room *= 2;
    char *bytes = realloc(framer->bytes, room);
    if (bytes == NULL)
        return QMPC_E_MEMORY;
    framer->bytes = bytes;
    framer->room = room;
    return QMPC_OK;
}

/* From here to the end of the line everything is skipped; whoever waits hears of it at once, as
 * that end may never come. */
static void give_up_line(struct qmpc *line, size_t length, int fault)
{
    struct qmpc_framer *framer = &line->framer;
    line->fault = fault;
    line->counts.skipped_bytes += framer->length + length;
    line->counts.skipped_lines++;
    begin_line(framer);
    framer->overlong = true;
}

static void append(struct qmpc *line, const char *bytes, size_t length)
{
    struct qmpc_framer *framer = &line->framer;
    if (framer->overlong) {
        line->counts.skipped_bytes += length;
    } else if (length > line->options.message_limit + LINE_SLACK - framer->length) {
        give_up_line(line, length, QMPC_E_PROTOCOL);
    } else if (make_room(framer, framer->length + length) != QMPC_OK) {
        give_up_line(line, length, QMPC_E_MEMORY);
    } else if (length > 0) {
        memcpy(framer->bytes + framer->length, bytes, length);
        framer->length += length;
    }
}

/* Part of a line; what a sink is to have passes by.  Until its string begins, each byte may be
 * the last before it. */
static void append_part(struct qmpc *line, const char *bytes, size_t length)
{
    while (length > 0) {
        size_t taken = qmpc_sink_take(line, bytes, length);
        if (taken == 0) {
            bool ahead = line->diversion.sink != NULL && line->diversion.state == QMPC_SINK_AHEAD;
            taken = ahead ? 1 : length;
            append(line, bytes, taken);
            if (ahead)
                qmpc_sink_look(line);
        }
        bytes += taken;
        length -= taken;
    }
}

void qmpc_framer_feed(struct qmpc *line, const char *bytes, size_t length)
{
    while (length > 0) {
        const char *stop = memchr(bytes, '\n', length);
        size_t part = stop != NULL ? (size_t)(stop - bytes) : length;
        append_part(line, bytes, part);
        bytes += part;
        length -= part;
        if (stop != NULL) {
            if (!line->framer.overlong)
                finish_line(line);
            begin_line(&line->framer);
            qmpc_sink_end_line(line);
            bytes++;
            length--;
        }
    }
}

void qmpc_framer_clear(struct qmpc *line)
{
    free(line->framer.bytes);
    line->framer = (struct qmpc_framer){.bytes = NULL};
    line->fault = QMPC_OK;
}
