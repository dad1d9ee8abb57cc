/* framer.c - finds the messages in what arrives.
 *
 * What is complete and valid is for the firmware's framer to say; this file decides where a
 * message may begin and end.  A QMP server writes one message a line, or lays it out over many, of
 * which the first and the last alone begin with a brace.  A serial line may carry more: boot text,
 * the tail of a message that began before we came, an echo of what we sent.  So
 *   - a message begins at the beginning of a line, and ends where a line ends;
 *   - one that begins later, behind noise, must end on the same line: see framer_search.c;
 *   - one of many lines ends with a brace that begins a line;
 *   - a brace at the beginning of a line begins anew, as the message before it was cut off.
 * Everything else is skipped and counted.  The tail of a message is never mistaken for one: it
 * closes more braces than it opens, and none of those inside it begins a line.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum {
    DELIMITER = 0xFF,
    FIRST_ROOM = 4096,
    /* A line may be longer than the message in it, by CR and a little noise. */
    LINE_SLACK = 64,
    /* A buffer that was needed for one long message is not kept. */
    KEEP_ROOM = 1 << 20,
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\0';
}

/* ----------------------------------------------------------- the candidate */

static void begin_candidate(struct qmpc_framer *framer, bool spans)
{
    framer->state = QMPC_FRAMER_OPEN;
    framer->spans = spans;
    framer->delimited = framer->after_ff;
    json_framer_init(&framer->json);
    json_framer_output(&framer->json, framer->canonical, framer->room);
}

/* It was noise, or cut off.  What is on the running line is searched and counted when that ends. */
static void drop_candidate(struct qmpc *line)
{
    struct qmpc_framer *framer = &line->framer;
    framer->state = QMPC_FRAMER_NONE;
    line->counts.skipped_bytes += framer->held_bytes;
    line->counts.skipped_lines += framer->held_lines;
    framer->held_bytes = 0;
    framer->held_lines = 0;
}

size_t qmpc_framer_grown(size_t room, size_t needed, size_t first, size_t limit)
{
    size_t grown = room < first ? first : room * 4;
    if (grown > limit && limit >= needed)
        grown = limit;
    return grown > needed ? grown : needed;
}

bool qmpc_framer_room(struct qmpc_framer *framer, size_t needed, size_t limit)
{
    if (needed <= framer->room)
        return true;
    size_t room = qmpc_framer_grown(framer->room, needed, FIRST_ROOM, limit);
    char *bytes = realloc(framer->canonical, room);
    if (bytes == NULL)
        return false;
    framer->canonical = bytes;
    framer->room = (uint32_t)room;
    return true;
}

/* Whoever waits hears of it at once, as the end of the line may never come. */
static void give_up(struct qmpc *line, int fault)
{
    line->fault = fault;
    drop_candidate(line);
}

/* Gives the framer more room; false when there may be no more. */
static bool grow(struct qmpc *line)
{
    struct qmpc_framer *framer = &line->framer;
    /* One byte over the limit shows that it is over. */
    size_t most = line->options.message_limit + 1 + JSON_FRAMER_SLACK;
    if (framer->room >= most)
        give_up(line, QMPC_E_PROTOCOL);
    else if (!qmpc_framer_room(framer, (size_t)framer->room + 1, most))
        give_up(line, QMPC_E_MEMORY);
    else
        json_framer_output(&framer->json, framer->canonical, framer->room);
    return framer->state == QMPC_FRAMER_OPEN;
}

/* Feeds the candidate; returns how many bytes belong to it. */
static size_t feed_candidate(struct qmpc *line, const char *bytes, size_t length)
{
    struct qmpc_framer *framer = &line->framer;
    size_t at = 0;
    while (framer->state == QMPC_FRAMER_OPEN && at < length) {
        size_t used;
        int result = json_framer_feed(&framer->json, bytes + at, length - at, &used);
        at += used;
        if (result == JSON_NO_ROOM)
            grow(line);
        else if (result == JSON_MESSAGE)
            framer->state = QMPC_FRAMER_WHOLE;
        else if (result == JSON_REFUSED || framer->json.fault != JSON_FAULT_NONE)
            drop_candidate(line);
        else if (json_framer_pending(&framer->json) > line->options.message_limit)
            give_up(line, QMPC_E_PROTOCOL);
    }
    return at;
}

/* ----------------------------------------------------------------- the line */

static void begin_line(struct qmpc_framer *framer)
{
    framer->length = 0;
    framer->kept = 0;
    framer->leading = 0;
    framer->spaces = 0;
    framer->after_ff = false;
    if (framer->state == QMPC_FRAMER_NONE && framer->room > KEEP_ROOM) {
        free(framer->canonical);
        framer->canonical = NULL;
        framer->room = 0;
    }
    if (framer->line_room > KEEP_ROOM) {
        free(framer->line);
        framer->line = NULL;
        framer->line_room = 0;
    }
}

/* Blanks at the beginning of a line, and what begins there.  Returns how many bytes of a message
 * do not matter. */
static size_t take_beginning(struct qmpc *line, const char *bytes, size_t length)
{
    struct qmpc_framer *framer = &line->framer;
    size_t at = 0;
    for (; at < length && is_blank(bytes[at]); at++)
        framer->spaces += bytes[at] == ' ';
    bool spans = framer->length == 0 && at == 0;
    framer->leading += at;
    if (framer->state == QMPC_FRAMER_OPEN && spans && bytes[0] == '{')
        drop_candidate(line);
    if (framer->state == QMPC_FRAMER_NONE && at < length && bytes[at] == '{')
        begin_candidate(framer, spans);
    return at;
}

/* A message of one line is handed out as it came, so all of that is kept; of anything else, what
 * is searched.  The blanks before it are not. */
static void keep(struct qmpc *line, const char *bytes, size_t length)
{
    struct qmpc_framer *framer = &line->framer;
    size_t most = line->options.message_limit + LINE_SLACK;
    if (framer->state == QMPC_FRAMER_NONE || framer->held_bytes > 0)
        qmpc_framer_roll(framer, bytes, length);
    else if (framer->kept + length > most)
        give_up(line, QMPC_E_PROTOCOL);
    else if (!qmpc_framer_keep(framer, bytes, length, most + 1))
        give_up(line, QMPC_E_MEMORY);
}

/* Part of a line. */
static void take_part(struct qmpc *line, const char *bytes, size_t length)
{
    struct qmpc_framer *framer = &line->framer;
    size_t at = framer->leading == framer->length ? take_beginning(line, bytes, length) : 0;
    uint64_t before = framer->length;
    framer->length += length;
    keep(line, bytes + at, length - at);
    if (framer->state == QMPC_FRAMER_OPEN) {
        at += feed_candidate(line, bytes + at, length - at);
        /* One of many lines ends with a brace where a line begins; what is inside it does not. */
        if (framer->state == QMPC_FRAMER_WHOLE && framer->held_bytes > 0 && before + at != 1)
            drop_candidate(line);
    }
    if (framer->state == QMPC_FRAMER_WHOLE) {
        while (at < length && is_blank(bytes[at]))
            at++;
        if (at < length)
            drop_candidate(line);
    }
}

/* What a sink is to have passes by.  Until its string begins, each byte may be the last before
 * it. */
static void take_bytes(struct qmpc *line, const char *bytes, size_t length)
{
    qmpc_check_take(line, bytes, length);
    while (length > 0) {
        size_t taken = qmpc_sink_take(line, bytes, length);
        if (taken == 0) {
            bool ahead = line->diversion.sink != NULL && line->diversion.state == QMPC_SINK_AHEAD;
            taken = ahead ? 1 : length;
            take_part(line, bytes, taken);
            if (ahead)
                qmpc_sink_look(line);
        }
        bytes += taken;
        length -= taken;
    }
}

static void end_line(struct qmpc *line)
{
    struct qmpc_framer *framer = &line->framer;
    qmpc_sink_end_line(line);
    if (framer->state == QMPC_FRAMER_OPEN)
        feed_candidate(line, "\n", 1); /* ends a number, and a string that was cut off */
    /* One with a check is on one line: it was cut off, which whoever waits is to hear of now. */
    if (framer->state == QMPC_FRAMER_OPEN && framer->spans && !line->checked) {
        framer->held_bytes += framer->length;
        framer->held_lines += framer->length > 0;
        begin_line(framer);
        return;
    }
    if (framer->state == QMPC_FRAMER_WHOLE && qmpc_framer_deliver(line)) {
        framer->state = QMPC_FRAMER_NONE;
        framer->held_bytes = 0;
        framer->held_lines = 0;
    } else {
        drop_candidate(line);
        qmpc_framer_search(line);
    }
    begin_line(framer);
}

/* Nothing of a message: it says that what came before it has ended. */
static void cut_off(struct qmpc *line)
{
    qmpc_sink_end_line(line);
    drop_candidate(line);
    qmpc_check_skipped(line);
    line->counts.skipped_bytes += line->framer.length;
    begin_line(&line->framer);
    line->framer.after_ff = true;
}

void qmpc_framer_feed(struct qmpc *line, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    while (bytes < end) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        const char *part = stop != NULL ? stop : end;
        const char *mark;
        while ((mark = memchr(bytes, DELIMITER, (size_t)(part - bytes))) != NULL) {
            take_bytes(line, bytes, (size_t)(mark - bytes));
            cut_off(line);
            qmpc_check_begin(line);
            bytes = mark + 1;
        }
        take_bytes(line, bytes, (size_t)(part - bytes));
        bytes = part;
        if (stop != NULL) {
            end_line(line);
            qmpc_check_begin(line);
            bytes++;
        }
    }
}

/* Events begin otherwise: "event" or "timestamp". */
size_t qmpc_arriving(const struct qmpc *line)
{
    static const char *const beginnings[] = {"{\"return\":", "{\"id\":", "{\"error\":"};
    size_t length = json_framer_pending(&line->framer.json);
    if (line->framer.length == line->framer.leading && line->framer.state == QMPC_FRAMER_NONE)
        return line->framer.spaces;
    if (line->framer.state != QMPC_FRAMER_OPEN)
        return 0;
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        size_t begin = strlen(beginnings[i]);
        if (length > begin && memcmp(line->framer.canonical, beginnings[i], begin) == 0)
            return length;
    }
    return 0;
}

void qmpc_framer_clear(struct qmpc *line)
{
    free(line->framer.canonical);
    free(line->framer.line);
    line->framer = (struct qmpc_framer){.canonical = NULL};
    line->fault = QMPC_OK;
}
