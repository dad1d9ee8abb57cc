/* log_file.c - the file of the host that what is traced is written to.
 *
 * A little at a time, as the host may take milliseconds for each.  What the ring has no longer
 * when its turn comes is lost, and the file says how much.
 *
 * SPDX-License-Identifier: MIT */
#include "board/services.h"
#include "trace/trace.h"

#if QMP_GROUP_MONITOR

/* Bytes written at a time. */
#define PIECE (3 * TRACE_LINE)

void trace_write_to(struct agent *agent, int file)
{
    struct agent_trace *trace = &agent->trace;

    if (trace->file > 0)
        (void)board_services.files->close(trace->file - 1);
    trace->file = file + 1;
    trace->written = trace->count;
}

bool trace_is_written(const struct agent *agent)
{
    return agent->trace.file == 0 || agent->trace.written == agent->trace.count;
}

/* A line instead of those that the ring has no longer. */
static uint32_t tell_lost(struct agent_trace *trace, char *line)
{
    static const char end[] = " lines are lost\n";
    uint32_t lost = trace->count - trace->written - AGENT_TRACE_ENTRIES, size;

    trace->written += lost;
    size = json_format_uint(line, lost);
    for (const char *from = end; *from != '\0'; from++)
        line[size++] = *from;
    return size;
}

static uint32_t take_lines(struct agent *agent, char *piece)
{
    struct agent_trace *trace = &agent->trace;
    uint32_t size = 0;

    if (trace->count - trace->written > AGENT_TRACE_ENTRIES)
        size = tell_lost(trace, piece);
    while (trace->written != trace->count && size + TRACE_LINE <= PIECE)
        size += trace_line(agent, trace->written++, piece + size);
    return size;
}

static void write_piece(struct agent *agent)
{
    struct agent_trace *trace = &agent->trace;
    char piece[PIECE];
    uint32_t size = take_lines(agent, piece);

    /* Nobody would see what is wrong with a log but in the log. */
    if (board_services.files->write(trace->file - 1, piece, size) < 0)
        trace_write_to(agent, -1);
}

uint64_t trace_tick(struct agent *agent)
{
    struct agent_trace *trace = &agent->trace;

    if (trace->state != agent->state) {
        trace->state = (uint8_t)agent->state;
        TRACE(agent, app_state, qmp_type_RunState.values[agent->state], 0);
    }
    if (trace_is_written(agent))
        return UINT64_MAX;
    write_piece(agent);
    return trace_is_written(agent) ? UINT64_MAX : board_clock();
}

#endif
