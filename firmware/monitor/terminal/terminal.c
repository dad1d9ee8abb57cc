/* terminal.c - a human monitor at a terminal.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/terminal.h"

#if QMP_GROUP_MONITOR

#include "monitor/terminal/complete.h"
#include "monitor/terminal/edit.h"
#include "qmp/memory.h"

#define PROMPT    "(qemu) "
#define CONTROL_C 3

void terminal_init(struct monitor_terminal *t, struct agent *agent)
{
    monitor_init(&t->run, agent, MONITOR_TERMINAL, t->line, sizeof t->line);
    edit_init(&t->edit, t->line, AGENT_MONITOR_LINE);
    terminal_reset(t, true);
}

void terminal_reset(struct monitor_terminal *t, bool fresh_host)
{
    t->phase = fresh_host ? MONITOR_GREET : MONITOR_BEGIN;
    t->paused = false;
    t->sent = 0;
    monitor_reset(&t->run);
    edit_reset(&t->edit);
    json_writer_init(&t->writer, t->out, sizeof t->out);
}

/* What follows a typed byte. */
static enum monitor_phase phase_after(enum edit_event event)
{
    switch (event) {
    case EDIT_LINE:
        return MONITOR_LINE;
    case EDIT_CLEAR:
        return MONITOR_CLEAR;
    case EDIT_COMPLETE:
        return MONITOR_COMPLETE;
    default:
        return MONITOR_EDIT;
    }
}

size_t terminal_input(void *who, const char *bytes, size_t size)
{
    struct monitor_terminal *t = who;
    size_t taken = 0;

    /* The next thing typed, while a command speaks, can also be to stop it; the line feed of a
     * CR LF is not typed. */
    if (t->phase == MONITOR_WORK && size > 0 && edit_passes(&t->edit, bytes[0]))
        taken = 1;
    if (t->phase == MONITOR_WORK && taken < size && bytes[taken] == CONTROL_C) {
        t->run.cancelled = true;
        taken++;
    }
    while (taken < size && t->phase == MONITOR_EDIT)
        t->phase = (uint8_t)phase_after(edit_take(&t->edit, bytes[taken++]));
    return taken;
}

/* ---------------------------------------------------------------------- run */

/* What the port took is moved away.  Returns false when it took nothing. */
static bool make_room(struct monitor_terminal *t)
{
    uint32_t left = t->writer.length - t->sent;

    if (t->sent == 0)
        return false;
    memmove(t->out, t->out + t->sent, left);
    t->writer.length = left;
    t->sent = 0;
    return true;
}

static void begin_command(struct monitor_terminal *t)
{
    edit_end_line(&t->edit);
    (void)monitor_begin(&t->run);
    t->phase = MONITOR_WORK;
}

static void end_command(struct monitor_terminal *t)
{
    edit_reset(&t->edit);
    if (t->run.agent->ending)
        t->phase = MONITOR_ENDED;
    else
        t->phase = t->run.cancelled ? MONITOR_CUT : MONITOR_PROMPT;
}

/* Works, then says a piece.  Returns false when others are to have their turn. */
static bool carry_on(struct monitor_terminal *t)
{
    t->paused = monitor_work(&t->run);
    if (t->paused)
        return false;
    if (!monitor_next(&t->run, &t->writer) && !t->writer.overflow)
        end_command(t);
    t->paused = t->run.pause;
    return !t->paused;
}

/* Writes the next piece; false: there is none. */
static bool write_piece(struct monitor_terminal *t)
{
    struct json_writer *w = &t->writer;

    switch (t->phase) {
    case MONITOR_BEGIN:
        json_write_text(w, "\r\n");
        if (!w->overflow)
            t->phase = MONITOR_GREET;
        return true;
    case MONITOR_GREET:
        json_write_text(w,
                        "e2kmon " AGENT_VERSION " monitor - type 'help' for more information\r\n");
        if (!w->overflow)
            t->phase = MONITOR_PROMPT;
        return true;
    case MONITOR_PROMPT:
        json_write_text(w, PROMPT);
        if (!w->overflow) {
            edit_show_again(&t->edit);
            t->phase = MONITOR_EDIT;
        }
        return true;
    case MONITOR_EDIT:
        return edit_draw(&t->edit, w);
    case MONITOR_CLEAR:
        json_write_text(w, "\033[2J\033[1;1H");
        if (!w->overflow)
            t->phase = MONITOR_PROMPT;
        return true;
    case MONITOR_COMPLETE:
        if (!edit_draw(&t->edit, w))
            t->phase =
                complete_word(&t->completion, &t->edit, t->run.agent) ? MONITOR_LIST : MONITOR_EDIT;
        return true;
    case MONITOR_LIST:
        if (!complete_list(&t->completion, w) && !w->overflow)
            t->phase = MONITOR_PROMPT;
        return true;
    case MONITOR_LINE:
        if (edit_draw(&t->edit, w))
            return true;
        json_write_text(w, "\r\n");
        if (!w->overflow)
            begin_command(t);
        return true;
    case MONITOR_WORK:
        return carry_on(t);
    case MONITOR_CUT:
        json_write_text(w, "^C\r\n");
        if (!w->overflow)
            t->phase = MONITOR_PROMPT;
        return true;
    default:
        return false;
    }
}

bool terminal_run(void *who)
{
    struct monitor_terminal *t = who;
    struct json_mark mark = json_writer_mark(&t->writer);
    bool more;

    t->paused = false;
    more = write_piece(t);
    if (!t->writer.overflow)
        return more;
    json_writer_rewind(&t->writer, mark);
    return make_room(t);
}

/* ------------------------------------------------------------------- output */

size_t terminal_output(void *who, const char **bytes)
{
    const struct monitor_terminal *t = who;

    *bytes = t->out + t->sent;
    return t->writer.length - t->sent;
}

void terminal_sent(void *who, size_t size)
{
    struct monitor_terminal *t = who;

    t->sent += (uint32_t)size;
    if (t->sent == t->writer.length)
        t->sent = t->writer.length = 0;
}

bool terminal_is_idle(const struct monitor_terminal *t)
{
    return (t->phase == MONITOR_EDIT || t->phase == MONITOR_ENDED) && t->writer.length == 0;
}

#endif
