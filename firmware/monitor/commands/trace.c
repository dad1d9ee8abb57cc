/* trace.c - trace-event and info trace-events.
 *
 * SPDX-License-Identifier: MIT */
#include "trace/trace.h"

#include "guard/pattern.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

int hmp_trace_event(struct monitor_run *run)
{
    request_arguments(run);
    return monitor_try(run, QMP_CMD_trace_event_set_state) == 0 ? 0
                                                                : monitor_fail(run, run->message);
}

/* Ends the string in the line: behind it stands a blank or a quote, or it ends with the line. */
static const char *name_of(struct monitor_run *run)
{
    struct monitor_text text = run->argument[0].text;

    if (!monitor_has(run, 0))
        return "*";
    run->line[text.at + text.size] = '\0';
    return run->line + text.at;
}

/* A point a piece.  No point has a state of its own for a processor. */
static bool emit_points(struct monitor_run *run)
{
    uintptr_t point = run->at[0]++;

    if (point == TRACE_POINT_COUNT)
        return false;
    if (!pattern_fits((const char *)run->at[1], trace_names[point]))
        return true;
    say(run, "%s : state %u\n", trace_names[point],
        (unsigned)(run->agent->trace.events >> point & 1));
    return true;
}

int hmp_info_trace_events(struct monitor_run *run)
{
    enum { NAME, VCPU };
    static const struct json_span all = {"*", 1};

    request_arguments(run);
    if (!monitor_has(run, NAME))
        request_text(run, "name", all);
    if (monitor_try(run, QMP_CMD_trace_event_get_state) < 0)
        return monitor_fail(run, run->message);
    if (monitor_has(run, VCPU))
        return 0;
    run->at[0] = 0;
    run->at[1] = (uintptr_t)name_of(run);
    run->emit = emit_points;
    return 0;
}

#endif
