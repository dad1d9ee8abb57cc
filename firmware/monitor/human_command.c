/* human_command.c - the monitor by QMP: human-monitor-command, and commands whose return is a
 * human-readable text.
 *
 * The line is copied, so the request's place in the store is free before anything is said, and
 * the tokens are free for a command of QMP that the line turns out to be.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* The session's own cursor. */
enum { AT_RUN, AT_PHASE, AT_FAILED };
enum { BEGINNING, TEXT, END };

static struct monitor_run *run_of(const struct qmp_stream *stream)
{
    return (struct monitor_run *)stream->at[AT_RUN];
}

static const char *work(struct qmp_stream *stream, char *where)
{
    struct monitor_run *run = run_of(stream);
    bool works = run->stream.work != NULL;

    (void)where;
    run->cancelled = stream->cancelled;
    stream->pause = monitor_work(run);
    stream->at[AT_FAILED] = works && stream->cancelled && run->emit;
    return NULL;
}

static bool emit(struct qmp_stream *stream, struct json_writer *w)
{
    struct monitor_run *run = run_of(stream);
    bool object = run->reader == MONITOR_TEXT;

    switch (stream->at[AT_PHASE]) {
    case BEGINNING:
        json_write_text(w, object ? "{\"human-readable-text\": \"" : "\"");
        stream->at[AT_PHASE] = TEXT;
        return true;
    case TEXT:
        /* That work was cancelled is said. */
        run->cancelled = stream->cancelled && !stream->at[AT_FAILED];
        if (!monitor_next(run, w))
            stream->at[AT_PHASE] = END;
        stream->pause = run->pause;
        return true;
    default:
        json_write_text(w, object ? "\"}" : "\"");
        run->row = NULL;
        return false;
    }
}

static struct monitor_run *begin(struct qmp_call *call, enum monitor_reader reader)
{
    struct agent *agent = call->context;
    struct monitor_run *run;
    unsigned i = 0;

    while (i + 1 < agent->link_count && &agent->links[i].session != call->session)
        i++;
    run = &agent->links[i].monitor;
    run->session = call->session;
    run->reader = (uint8_t)reader;
    call->stream->at[AT_RUN] = (uintptr_t)run;
    call->stream->at[AT_PHASE] = BEGINNING;
    call->stream->at[AT_FAILED] = false;
    call->stream->emit = emit;
    call->stream->work = work;
    call->stream->cancellable = true;
    return run;
}

/* Copies the line, its escapes undone.  False: it is too long. */
static bool take_line(struct monitor_run *run, struct json_span rest)
{
    uint16_t length = 0;
    int byte;

    while ((byte = json_string_byte(&rest)) >= 0) {
        if (length + 1u >= run->line_size)
            return false;
        run->line[length++] = (char)byte;
    }
    run->line[length] = '\0';
    return true;
}

int agent_human_monitor_command(struct qmp_call *call)
{
    enum { LINE, CPU };
    int64_t cpu = qmp_has(call, CPU) ? qmp_int(call, CPU) : 0;
    struct monitor_run *run;
    bool fits;

    if (cpu < 0 || cpu >= (int64_t)board_cpu_count())
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'cpu-index' expects a CPU number");
    run = begin(call, MONITOR_QMP);
    run->cpu = (uint8_t)cpu;
    fits = take_line(run, qmp_string(call, LINE));
    if (!fits)
        run->line[0] = '\0';
    (void)monitor_begin(run);
    if (!fits)
        (void)monitor_fail(run, "command line too long");
    return 0;
}

int monitor_human_readable(struct qmp_call *call, const char *name)
{
    static const char info[] = "info ";
    struct monitor_run *run = begin(call, MONITOR_TEXT);

    memcpy(run->line, info, sizeof info - 1);
    memcpy(run->line + sizeof info - 1, name, text_length(name) + 1);
    run->cpu = 0;
    if (monitor_begin(run) == 0)
        return 0;
    call->stream->work = NULL;
    call->error_text = run->quoted;
    memcpy(call->where, run->where, sizeof call->where);
    return qmp_fail(call, QMP_GENERIC_ERROR, run->message);
}

#endif
