/* run.c - a command of the human monitor from its line to the last of what it says.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/arguments.h"
#include "monitor/grammar/grammar.h"

#if QMP_GROUP_MONITOR

#include "guard/lock.h"
#include "qmp/memory.h"
#include "trace/trace.h"

void monitor_init(struct monitor_run *run, struct agent *agent, enum monitor_reader reader,
                  char *line, size_t size)
{
    run->agent = agent;
    run->session = NULL;
    run->reader = (uint8_t)reader;
    run->line = line;
    run->line_size = (uint16_t)size;
    run->stream.work = NULL;
    monitor_reset(run);
}

void monitor_reset(struct monitor_run *run)
{
    /* What has a file of the host open closes it. */
    run->cancelled = true;
    (void)monitor_work(run);
    run->stream.work = NULL;
    run->row = NULL;
    run->emit = NULL;
    run->cpu = 0;
    run->last_format = 'x';
    run->last_size = 4;
}

/* ------------------------------------------------------------------- finding */

/* Passes a word, which ends at a blank or a slash. */
static struct json_span take_name(struct monitor_run *run)
{
    struct json_span name;

    grammar_skip_blanks(run);
    name.text = run->line + run->next;
    for (name.length = 0; name.text[name.length] != '\0' && name.text[name.length] != '/' &&
                          !grammar_is_blank(name.text[name.length]);)
        name.length++;
    run->next = (uint16_t)(run->next + name.length);
    return name;
}

static const struct monitor_row *find_in(struct monitor_run *run, const struct monitor_table *table)
{
    struct json_span name = take_name(run);
    const struct monitor_row *row = monitor_find(table, name.text, name.length);

    run->typed = run->next;
    if (row)
        run->row = row;
    else
        (void)monitor_fail(run, "unknown command: '%c'");
    return row;
}

static bool at_end(struct monitor_run *run)
{
    grammar_skip_blanks(run);
    return run->line[run->next] == '\0';
}

/* Finds the command; false: there is none, or nothing to do. */
static bool find(struct monitor_run *run)
{
    const struct monitor_row *row;

    if (at_end(run))
        return false;
    row = find_in(run, &monitor_commands);
    if (row && row->handler == hmp_info && !at_end(run))
        row = find_in(run, &monitor_infos);
    return row != NULL;
}

/* --------------------------------------------------------------- permission */

static int check_permission(struct monitor_run *run)
{
#if QMP_GROUP_LOCK
    const char *name = run->row->permission;

    if (!lock_permits(&run->agent->lock, name, monitor_only_reads(run->row))) {
        run->quoted = (struct json_span){name, text_length(name)};
        return monitor_error(run, "The command %t is locked");
    }
#else
    (void)run;
#endif
    return 0;
}

/* ---------------------------------------------------------------------- run */

int monitor_begin(struct monitor_run *run)
{
    run->row = NULL;
    run->next = run->typed = 0;
    run->given = 0;
    run->emit = NULL;
    run->pause = run->cancelled = run->wrong = false;
    run->quoted.length = 0;
    run->where[0] = '\0';
    run->stream = (struct qmp_stream){.context = run->agent};
    memset(run->at, 0, sizeof run->at);
    if (!find(run))
        return run->emit ? -1 : 0;
    TRACE(run->agent, hmp_command, run->row->names, 0);
    if (check_permission(run) < 0 || monitor_take_arguments(run) < 0)
        return -1;
    return run->row->handler(run);
}

bool monitor_work(struct monitor_run *run)
{
    struct qmp_stream *stream = &run->stream;
    const char *error;

    if (!stream->work)
        return false;
    stream->cancelled = run->cancelled;
    stream->pause = false;
    error = stream->work(stream, run->where);
    if (stream->pause)
        return true;
    stream->work = NULL;
    if (error)
        (void)monitor_error(run, error);
    return false;
}

bool monitor_next(struct monitor_run *run, struct json_writer *w)
{
    monitor_emit *emit = run->emit;
    uintptr_t at[sizeof run->at / sizeof run->at[0]];
    bool more;

    run->pause = false;
    if (!emit || run->cancelled)
        return false;
    memcpy(at, run->at, sizeof at);
    run->w = w;
    more = emit(run);
    if (w->overflow) {
        run->emit = emit;
        memcpy(run->at, at, sizeof at);
        run->pause = false;
        return true;
    }
    if (!more)
        run->emit = NULL;
    return more;
}

#endif
