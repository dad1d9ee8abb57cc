/* history.c - the lines that were typed at a terminal, and info history.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/history.h"

#include "monitor/terminal/edit.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* As many as QEMU remembers. */
#define LINES_MAX 64

/* Bytes of the line at PLACE, its end included. */
static uint16_t size_at(const struct monitor_history *history, uint16_t place)
{
    return (uint16_t)(text_length(history->text + place) + 1);
}

static void forget(struct monitor_history *history, uint16_t place)
{
    uint16_t size = size_at(history, place);

    history->length = (uint16_t)(history->length - size);
    memmove(history->text + place, history->text + place + size, (size_t)(history->length - place));
}

/* Forgets the line if it is there, and counts the others. */
static unsigned forget_equal(struct monitor_history *history, const char *line, uint16_t size)
{
    unsigned lines = 0;

    for (uint16_t place = 0; place < history->length;) {
        uint16_t length = size_at(history, place);

        if (length == size + 1 && memcmp(history->text + place, line, size) == 0) {
            forget(history, place);
        } else {
            place = (uint16_t)(place + length);
            lines++;
        }
    }
    return lines;
}

void history_add(struct monitor_history *history, const char *line, uint16_t size)
{
    unsigned lines;

    if (size == 0 || size >= AGENT_MONITOR_HISTORY / 2)
        return;
    lines = forget_equal(history, line, size);
    while (lines >= LINES_MAX || size + 1u > sizeof history->text - history->length) {
        forget(history, 0);
        lines--;
    }
    memcpy(history->text + history->length, line, size);
    history->text[history->length + size] = '\0';
    history->length = (uint16_t)(history->length + size + 1);
}

static void recall(struct monitor_edit *edit, uint16_t place)
{
    struct monitor_history *history = &edit->history;
    uint16_t size = 0;

    history->recalled = place;
    if (place < history->length)
        size = (uint16_t)(size_at(history, place) - 1);
    edit_replace(edit, history->text + place, size);
}

void history_up(struct monitor_edit *edit)
{
    struct monitor_history *history = &edit->history;
    uint16_t place = history->recalled;

    if (place == 0)
        return;
    do
        place--;
    while (place > 0 && history->text[place - 1] != '\0');
    recall(edit, place);
}

void history_down(struct monitor_edit *edit)
{
    struct monitor_history *history = &edit->history;

    if (history->recalled < history->length)
        recall(edit, (uint16_t)(history->recalled + size_at(history, history->recalled)));
}

/* --------------------------------------------------------------- info history */

#if AGENT_TERMINALS_MAX

/* The cursor: the history, the lines said, what is left of the one under way. */
enum { AT_HISTORY, AT_NUMBER, AT_REST, AT_REST_LENGTH };

static bool emit_line(struct monitor_run *run);

static bool emit_next(struct monitor_run *run)
{
    const struct monitor_history *history = (const struct monitor_history *)run->at[AT_HISTORY];
    const char *line = (const char *)run->at[AT_REST];

    if (line == history->text + history->length)
        return false;
    say(run, "%zu: '", run->at[AT_NUMBER]++);
    run->at[AT_REST_LENGTH] = text_length(line);
    run->emit = emit_line;
    return true;
}

static bool emit_line(struct monitor_run *run)
{
    struct json_span rest = {(const char *)run->at[AT_REST], (uint32_t)run->at[AT_REST_LENGTH]};

    if (rest.length > 0) {
        (void)say_some(run, &rest);
    } else {
        say_text(run, "'\n");
        rest.text++;
        run->emit = emit_next;
    }
    run->at[AT_REST] = (uintptr_t)rest.text;
    run->at[AT_REST_LENGTH] = rest.length;
    return true;
}

/* Whoever has no terminal has typed nothing. */
int hmp_info_history(struct monitor_run *run)
{
    const struct monitor_history *history;

    if (run->reader != MONITOR_TERMINAL)
        return 0;
    history = (const struct monitor_history *)((const char *)run -
                                               offsetof(struct monitor_terminal, run) +
                                               offsetof(struct monitor_terminal, edit.history));
    run->at[AT_HISTORY] = (uintptr_t)history;
    run->at[AT_REST] = (uintptr_t)history->text;
    run->emit = emit_next;
    return 0;
}

#else

int hmp_info_history(struct monitor_run *run)
{
    (void)run;
    return 0;
}

#endif
#endif
