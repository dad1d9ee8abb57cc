/* trace.c - trace-event-get-state and trace-event-set-state.
 *
 * SPDX-License-Identifier: MIT */
#include "trace/trace.h"

#include "board/debug.h"
#include "commands.h"
#include "guard/pattern.h"

#if QMP_GROUP_MONITOR

/* Which points a request is about. */
struct choice {
    char name[TRACE_NAME_MAX + 1];
    bool pattern;
    uint32_t points; /* bits */
};

static void take_name(struct choice *choice, struct json_span text)
{
    unsigned size = 0;

    for (int byte; (byte = json_string_byte(&text)) >= 0; size++) {
        if (byte == '\0' || size == TRACE_NAME_MAX) {
            size = 0; /* no point is called so, and no pattern is so long */
            break;
        }
        choice->name[size] = (char)byte;
    }
    choice->name[size] = '\0';
    choice->pattern = trace_is_pattern(choice->name);
}

/* All that VCPU may be about: no point has a state of its own for a processor. */
static int check_vcpu(struct qmp_call *call, unsigned argument)
{
    int64_t cpu = qmp_int(call, argument);

    if (cpu >= 0 && cpu < (int64_t)board_cpu_count())
        return 0;
    json_format_uint(call->where, (uint32_t)cpu); /* as QEMU shows one below 0 */
    return qmp_fail(call, QMP_GENERIC_ERROR, "invalid vCPU index %w");
}

/* Below 0: there is no such point, or the processor is not one. */
static int take_choice(struct qmp_call *call, unsigned name, unsigned vcpu, struct choice *choice)
{
    if (qmp_has(call, vcpu) && check_vcpu(call, vcpu) < 0)
        return -1;
    take_name(choice, qmp_string(call, name));
    choice->points = 0;
    for (unsigned point = 0; point < TRACE_POINT_COUNT; point++)
        if (pattern_fits(choice->name, trace_names[point]))
            choice->points |= 1u << point;
    call->error_text = qmp_string(call, name);
    if (!choice->pattern && !choice->points)
        return qmp_fail(call, QMP_GENERIC_ERROR, "unknown event \"%t\"");
    if (!qmp_has(call, vcpu))
        return 0;
    choice->points = 0;
    return choice->pattern ? 0
                           : qmp_fail(call, QMP_GENERIC_ERROR, "event \"%t\" is not vCPU-specific");
}

/* ------------------------------------------------------------------ get-state */

enum { AT_POINT, AT_POINTS }; /* the cursor */

static void write_point(const struct agent *agent, unsigned point, struct json_writer *w)
{
    bool on = agent->trace.events >> point & 1;

    json_write_begin(w, NULL, '{');
    json_write_string(w, "name", trace_names[point]);
    json_write_bool(w, "vcpu", false);
    json_write_string(w, "state",
                      !trace_is_available((enum trace_point)point) ? "unavailable"
                      : on                                         ? "enabled"
                                                                   : "disabled");
    json_write_end(w, '}');
}

/* A point a piece. */
static bool emit_points(struct qmp_stream *stream, struct json_writer *w)
{
    uintptr_t point = stream->at[AT_POINT]++;

    if (point == 0)
        json_write_begin(w, NULL, '[');
    if (point == TRACE_POINT_COUNT) {
        json_write_end(w, ']');
        return false;
    }
    if (stream->at[AT_POINTS] >> point & 1)
        write_point(stream->context, (unsigned)point, w);
    return true;
}

int agent_trace_event_get_state(struct qmp_call *call)
{
    enum { NAME, VCPU };
    struct choice choice;

    if (take_choice(call, NAME, VCPU, &choice) < 0)
        return -1;
    call->stream->at[AT_POINT] = 0;
    call->stream->at[AT_POINTS] = choice.points;
    call->stream->emit = emit_points;
    return 0;
}

/* ------------------------------------------------------------------ set-state */

int agent_trace_event_set_state(struct qmp_call *call)
{
    enum { NAME, ENABLE, IGNORE_UNAVAILABLE, VCPU };
    bool ignore = qmp_has(call, IGNORE_UNAVAILABLE) && qmp_bool(call, IGNORE_UNAVAILABLE);
    struct choice choice;

    if (take_choice(call, NAME, VCPU, &choice) < 0)
        return -1;
    for (unsigned point = 0; point < TRACE_POINT_COUNT; point++) {
        if (!(choice.points >> point & 1) || trace_is_available((enum trace_point)point))
            continue;
        if (!choice.pattern && !ignore)
            return qmp_fail(call, QMP_GENERIC_ERROR, "event \"%t\" is not available");
        choice.points &= ~(1u << point);
    }
    for (unsigned point = 0; point < TRACE_POINT_COUNT; point++)
        if (choice.points >> point & 1)
            trace_set(call->context, (enum trace_point)point, qmp_bool(call, ENABLE));
    return 0;
}

#endif
