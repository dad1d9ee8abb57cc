/* record.c - keeps what happened at a trace point; apart from the rest of what traces, so that
 * what has trace points can be linked without it.
 *
 * SPDX-License-Identifier: MIT */
#include "trace/trace.h"

#if QMP_GROUP_MONITOR

void trace_record(struct agent *agent, enum trace_point point, const char *text, uintptr_t number)
{
    struct agent_trace *trace = &agent->trace;

    trace->entries[trace->count++ % AGENT_TRACE_ENTRIES] =
        (struct agent_trace_entry){agent->server.host->clock(agent), text, number, (uint8_t)point};
}

#endif
