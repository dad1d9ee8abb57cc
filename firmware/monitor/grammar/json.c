/* json.c - JSON that a command of the monitor reads, and that it says.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/json.h"

#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "qmp/framer.h"
#include "qmp/memory.h"

/* -------------------------------------------------------------------- reading */

static bool is_blank(struct json_span text)
{
    while (text.length > 0 && text_find(" \t\r\n", (uint8_t)text.text[0]) >= 0)
        text.text++, text.length--;
    return text.length == 0;
}

static int fail(struct monitor_run *run, const struct json_framer *f, unsigned fault,
                uint32_t length)
{
    run->quoted = (struct json_span){f->out, length};
    return monitor_error(run, json_fault_format(fault));
}

/* TEXT ends within a value, or behind a number or a word.  Returns 0 when it is a value. */
static int end_value(struct monitor_run *run, struct json_framer *f)
{
    size_t used;

    switch (json_framer_feed(f, "\n", 1, &used)) {
    case JSON_MESSAGE:
        return 0;
    case JSON_REFUSED:
        if (used == 0 || f->fault != JSON_FAULT_STRAY)
            return fail(run, f, f->fault, f->text_length);
        /* A string without an end: the end of the line is no part of it. */
        return fail(run, f, f->fault, f->text_length - 1);
    default: /* what is wrong is told when the brackets balance, which they never do */
        if (f->fault != JSON_FAULT_NONE)
            return fail(run, f, f->fault, f->text_length);
        return monitor_error(run, "JSON parse error, premature EOI");
    }
}

/* Reads TEXT into the request.  Returns 0 even if there is no room: then the request is full. */
static int read_value(struct monitor_run *run, struct json_framer *f, struct json_span text)
{
    size_t used;
    int result = json_framer_feed(f, text.text, text.length, &used);

    text.text += used;
    text.length -= (uint32_t)used;
    if (result == JSON_NO_ROOM || (result == JSON_REFUSED && f->fault == JSON_FAULT_SIZE)) {
        run->request_full = true;
        return 0;
    }
    if (result == JSON_REFUSED)
        return fail(run, f, f->fault, f->text_length);
    if (result == JSON_MORE)
        return end_value(run, f);
    return is_blank(text) ? 0 : monitor_error(run, "Expecting at most one JSON value");
}

int json_request(struct monitor_run *run, const char *key, struct json_span text)
{
    struct json_framer framer;
    uint32_t at;

    if (key)
        request_json(run, key, "");
    at = key ? run->request_length : 0;
    json_framer_init(&framer);
    /* The bracket at the end of the request has its room. */
    json_framer_output(&framer, run->request + at, sizeof run->request - at - (key != NULL));
    if (read_value(run, &framer, text) < 0)
        return -1;
    if (!run->request_full)
        run->request_length = (uint16_t)(at + framer.length - (key == NULL));
    return 0;
}

/* --------------------------------------------------------------------- saying */

/* The cursor: of the part of the return that is in the line, how much is said, and how much there
 * is; whether it is the last; where its text stands (below); what the writer remembers. */
enum { AT_SAID, AT_LENGTH, AT_LAST, AT_LAYOUT, AT_COMMA };

/* A text that is laid out: these, and how deep it is. */
enum { IN_STRING = 1, ESCAPED = 2, BREAK_DUE = 4, LEVEL = 8 };

/* Bytes of the return in a piece. */
#define PART 32

#define INDENT 4

/* The next part of the return goes to the line: nothing that was typed is needed any more. */
static void take_part(struct monitor_run *run)
{
    static const char too_long[] = "...";
    struct json_writer w;

    json_writer_init(&w, run->line, run->line_size);
    w.comma = run->at[AT_COMMA];
    run->at[AT_LAST] = !run->stream.emit(&run->stream, &w);
    if (w.overflow) {
        memcpy(run->line, too_long, sizeof too_long);
        w.length = sizeof too_long - 1;
        run->at[AT_LAST] = true;
    }
    run->at[AT_COMMA] = w.comma;
    run->at[AT_LENGTH] = w.length;
    run->at[AT_SAID] = 0;
}

static void say_break(struct monitor_run *run)
{
    say_char(run, '\n');
    for (uintptr_t i = run->at[AT_LAYOUT] / LEVEL * INDENT; i > 0; i--)
        say_char(run, ' ');
}

static void say_in_string(struct monitor_run *run, char c)
{
    uintptr_t *layout = &run->at[AT_LAYOUT];

    say_char(run, c);
    if (c == '"' && !(*layout & ESCAPED))
        *layout -= IN_STRING;
    if (c == '\\')
        *layout ^= ESCAPED;
    else
        *layout &= ~(uintptr_t)ESCAPED;
}

/* A line for each member and element, and one for the bracket behind them. */
static void say_laid_out(struct monitor_run *run, char c)
{
    uintptr_t *layout = &run->at[AT_LAYOUT];
    bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';

    if (*layout & IN_STRING) {
        say_in_string(run, c);
        return;
    }
    if (c == ' ' && *layout & BREAK_DUE)
        return;
    if (closes)
        *layout -= LEVEL;
    if (closes || *layout & BREAK_DUE)
        say_break(run);
    *layout &= ~(uintptr_t)BREAK_DUE;
    say_char(run, c);
    if (opens)
        *layout += LEVEL;
    if (opens || c == ',')
        *layout |= BREAK_DUE;
    if (c == '"')
        *layout |= IN_STRING;
}

static bool emit_return(struct monitor_run *run)
{
    if (run->at[AT_SAID] == run->at[AT_LENGTH] && !run->at[AT_LAST]) {
        take_part(run);
        return true;
    }
    for (unsigned i = 0; i < PART && run->at[AT_SAID] < run->at[AT_LENGTH]; i++)
        say_laid_out(run, run->line[run->at[AT_SAID]++]);
    if (run->at[AT_SAID] < run->at[AT_LENGTH] || !run->at[AT_LAST])
        return true;
    say_char(run, '\n');
    return false;
}

int json_say_return(struct monitor_run *run)
{
    memset(run->at, 0, sizeof run->at);
    run->emit = emit_return;
    return 0;
}

#endif
