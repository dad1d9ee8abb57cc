/* inspect.c - what the commands of the group inspect have in common.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect.h"

#if QMP_GROUP_INSPECT

/* The sessions', then those of the human monitor: its terminals' and gdb's. */
static struct inspect places[AGENT_SESSIONS_MAX + AGENT_TERMINALS_MAX + QMP_GROUP_MONITOR];

struct inspect *inspect_of(const struct qmp_call *call)
{
    const struct agent *agent = call->context;
    unsigned i = 0;

    while (i + 1 < AGENT_SESSIONS_MAX && call->session != &agent->links[i].session)
        i++;
#if QMP_GROUP_MONITOR
    if (!call->session)
        i = AGENT_SESSIONS_MAX + AGENT_TERMINALS_MAX;
#endif
#if AGENT_TERMINALS_MAX
    for (unsigned n = 0; n < agent->terminal_count; n++)
        if (call->stream == &agent->terminals[n].monitor.run.stream)
            i = AGENT_SESSIONS_MAX + n;
#endif
    return &places[i];
}

int inspect_take_pattern(struct qmp_call *call, unsigned data, unsigned format,
                         struct inspect_pattern *pattern, const char *position)
{
    struct json_span text = qmp_string(call, data);
    bytes_decoder *decode = memory_decoder(call, format);
    size_t wrong = 0;
    ptrdiff_t length = decode(NULL, text.text, text.length, &wrong);

    if (length < 0)
        return memory_fail_position(call, wrong, position);
    if (length == 0 || length > AGENT_PATTERN_MAX) {
        json_format_uint(call->where, AGENT_PATTERN_MAX);
        return qmp_fail(call, QMP_GENERIC_ERROR, "A pattern has 1 to %w bytes");
    }
    pattern->length = (size_t)decode(pattern->bytes, text.text, text.length, &wrong);
    return 0;
}

void inspect_write_end(const struct qmp_stream *stream, struct json_writer *w, bool faulted,
                       uintptr_t fault, bool complete)
{
    if (faulted)
        json_write_uint(w, "fault", fault);
    else if (!complete && stream->cancelled)
        json_write_bool(w, "cancelled", true);
    json_write_end(w, '}');
}

#endif
