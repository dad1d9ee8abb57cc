/* framer_search.c - making messages of what was found, and searching a line of noise for one.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "json_scan.h"

enum {
    /* Braces in the noise before a message: so many are tried. */
    TRIES = 16,
    /* Of a line, at least its last WINDOW bytes are kept to be searched. */
    WINDOW = 1 << 16,
};

/* By the keys alone: the value of the one that tells is most of the message. */
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
    const char *at = value.text + 1;
    const char *end = value.text + value.length - 1;
    for (;;) {
        at = qmpc_scan_space(at, end);
        const char *behind = qmpc_scan_string(at, end);
        if (behind == NULL)
            return QMPC_E_MISSING;
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            if (qmpc_json_string_is((struct qmpc_json){at, (size_t)(behind - at)},
                                    kinds[i].member)) {
                *kind = kinds[i].kind;
                return QMPC_OK;
            }
        }
        at = qmpc_scan_space(behind, end) + 1; /* the colon */
        at = qmpc_scan_value(qmpc_scan_space(at, end), end);
        at = qmpc_scan_space(at, end) + 1; /* the comma, or beyond the end */
        if (at >= end)
            return QMPC_E_MISSING;
    }
}

/* TEXT is a malloc()ed value of LENGTH bytes that goes over to the message, or is freed. */
static bool put_message(struct qmpc *line, char *text, size_t length, bool delimited)
{
    struct qmpc_json json = {text, length};
    enum qmpc_kind kind;
    if (kind_of(json, &kind) != QMPC_OK) {
        free(text);
        return false;
    }
    struct qmpc_message *message = malloc(sizeof *message);
    if (message == NULL) {
        free(text);
        line->fault = QMPC_E_MEMORY;
        return true;
    }
    *message = (struct qmpc_message){.kind = kind, .delimited = delimited, .json = json};
    qmpc_inbox_put(line, message);
    return true;
}

/* What cannot be handed out is skipped. */
static bool refuse(struct qmpc *line, int fault)
{
    line->fault = fault;
    line->counts.skipped_bytes += line->framer.length + line->framer.held_bytes;
    return true;
}

/* The message as QEMU would have spelled it. */
static bool put_spelled(struct qmpc *line, bool delimited)
{
    struct json_writer text;
    json_writer_init(&text, NULL, 0);
    int status = qmpc_text_canonical(&text, line->framer.canonical, line->framer.json.length,
                                     line->options.message_limit);
    if (status == QMPC_OK && !qmpc_text_room(&text, 1))
        status = QMPC_E_MEMORY;
    if (status != QMPC_OK) {
        free(text.buffer);
        return refuse(line, status);
    }
    text.buffer[text.length] = '\0';
    return put_message(line, text.buffer, text.length, delimited);
}

/* A long line becomes the message itself. */
static char *take_line(struct qmpc_framer *framer, const char *at, size_t length)
{
    char *text = framer->line;
    memmove(text, at, length);
    text[length] = '\0'; /* see qmpc_framer_keep() */
    framer->line = NULL;
    framer->kept = 0;
    framer->line_room = 0;
    char *smaller = realloc(text, length + 1);
    return smaller != NULL ? smaller : text;
}

static char *copy_line(const char *at, size_t length)
{
    char *text = malloc(length + 1);
    if (text != NULL) {
        memcpy(text, at, length);
        text[length] = '\0';
    }
    return text;
}

/* The message that stands in [at, end) of the running line, as it came if that is JSON: the framer
 * also knows QMP's extensions, and NUL as the two bytes C0 80. */
static bool put_line(struct qmpc *line, const char *at, const char *end, bool delimited)
{
    size_t length = (size_t)(end - at);
    if (length > line->options.message_limit)
        return refuse(line, QMPC_E_PROTOCOL);
    if (memchr(at, 0xC0, length) != NULL || qmpc_find_extension(at, end) != end)
        return put_spelled(line, delimited);
    char *text = length > WINDOW ? take_line(&line->framer, at, length) : copy_line(at, length);
    return text != NULL ? put_message(line, text, length, delimited) : refuse(line, QMPC_E_MEMORY);
}

/* ------------------------------------------------------- the running line */

bool qmpc_framer_keep(struct qmpc_framer *framer, const char *bytes, size_t length, size_t limit)
{
    size_t needed = framer->kept + length + 1; /* and a NUL, for take_line() */
    if (needed > framer->line_room) {
        size_t room = qmpc_framer_grown(framer->line_room, needed, 2 * (size_t)WINDOW, limit);
        char *line = realloc(framer->line, room);
        if (line == NULL)
            return false;
        framer->line = line;
        framer->line_room = room;
    }
    memcpy(framer->line + framer->kept, bytes, length);
    framer->kept += length;
    return true;
}

void qmpc_framer_roll(struct qmpc_framer *framer, const char *bytes, size_t length)
{
    if (length >= WINDOW) {
        bytes += length - WINDOW;
        length = WINDOW;
        framer->kept = 0;
    } else if (framer->kept + length >= 2 * (size_t)WINDOW) {
        memmove(framer->line, framer->line + framer->kept - WINDOW, WINDOW);
        framer->kept = WINDOW;
    }
    /* Without memory for it the line is not searched: an answer is asked for again. */
    qmpc_framer_keep(framer, bytes, length, 0);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\0';
}

bool qmpc_framer_deliver(struct qmpc *line)
{
    struct qmpc_framer *framer = &line->framer;
    if (!qmpc_check_message(line)) {
        line->counts.skipped_bytes += framer->length + framer->held_bytes;
        return true;
    }
    if (framer->held_bytes > 0)
        return put_spelled(line, framer->delimited);
    const char *end = framer->line + framer->kept;
    while (is_blank(end[-1]))
        end--;
    return put_line(line, framer->line, end, framer->delimited);
}

/* True if a message begins at `at` and ends at `end`: then it was delivered. */
static bool take_message(struct qmpc *line, const char *at, const char *end, bool delimited)
{
    struct qmpc_framer *framer = &line->framer;
    size_t used;
    json_framer_init(&framer->json);
    json_framer_output(&framer->json, framer->canonical, framer->room);
    return json_framer_feed(&framer->json, at, (size_t)(end - at), &used) == JSON_MESSAGE &&
           at + used == end && (!line->checked || qmpc_check_is_greeting(line)) &&
           put_line(line, at, end, delimited);
}

void qmpc_framer_search(struct qmpc *line)
{
    struct qmpc_framer *framer = &line->framer;
    const char *begin = framer->line != NULL ? framer->line : ""; /* an empty first line */
    const char *end = begin + framer->kept;
    uint64_t behind = 0;
    while (end > begin && is_blank(end[-1])) {
        end--;
        behind++;
    }
    uint64_t noise = framer->length - behind;
    if (noise <= framer->leading)
        return; /* an empty line */
    noise -= framer->leading;
    bool room = qmpc_framer_room(framer, framer->kept + JSON_FRAMER_SLACK, 0);
    const char *brace = begin;
    for (int i = 0; room && i < TRIES && brace < end; i++, brace++) {
        brace = memchr(brace, '{', (size_t)(end - brace));
        if (brace == NULL)
            break;
        uint64_t before = noise - (uint64_t)(end - brace);
        if (take_message(line, brace, end, framer->after_ff && before == 0)) {
            line->counts.skipped_bytes += before;
            return;
        }
    }
    line->counts.skipped_bytes += noise;
    line->counts.skipped_lines++;
    qmpc_check_skipped(line);
}
