/* trace.c - which trace points are enabled, and what happened at them as lines of text.
 *
 * SPDX-License-Identifier: MIT */
#include "trace/trace.h"

#if QMP_GROUP_MONITOR

#include "board/debug.h"
#include "qmp/memory.h"
#include "trace/samples.h"

enum number { NONE, DECIMAL, HEX };

const char *const trace_names[] = {
#define TRACE_POINT(name, number) #name,
#include "trace/trace.def"
#undef TRACE_POINT
};

static const uint8_t numbers[] = {
#define TRACE_POINT(name, number) number,
#include "trace/trace.def"
#undef TRACE_POINT
};

void trace_init(struct agent *agent)
{
    memset(&agent->trace, 0, sizeof agent->trace);
}

/* ------------------------------------------------------------------- enabling */

bool trace_is_available(enum trace_point point)
{
    return point != TRACE_profile_sample || samples_are_possible();
}

static void enable(struct agent *agent)
{
    struct agent_trace *trace = &agent->trace;
    uint32_t before = trace->enabled;

    trace->enabled = trace->items | trace->events;
    if (trace->enabled & ~before & TRACE_BIT(profile_sample))
        samples_begin(agent);
    if (trace->enabled & ~before & TRACE_BIT(app_state))
        trace->state = (uint8_t)agent->state;
}

void trace_set_items(struct agent *agent, uint32_t points)
{
    agent->trace.items = points;
    enable(agent);
}

void trace_set(struct agent *agent, enum trace_point point, bool on)
{
    if (on)
        agent->trace.events |= 1u << point;
    else
        agent->trace.events &= ~(1u << point);
    enable(agent);
}

bool trace_is_pattern(const char *name)
{
    while (*name != '\0' && *name != '*')
        name++;
    return *name == '*';
}

/* ----------------------------------------------------------------------- text */

/* Most bytes of an entry's text that are told. */
#define TEXT_MAX 80

/* Seconds, a dot and six digits. */
static void write_clock(struct json_writer *w, uint64_t clock)
{
    char digits[21];
    uint32_t size = json_format_uint(digits, clock);
    uint32_t whole = size > 6 ? size - 6 : 0;

    json_write_bytes(w, whole ? digits : "0", whole ? whole : 1);
    json_write_bytes(w, ".", 1);
    json_write_bytes(w, "000000", 6 - (size - whole));
    json_write_bytes(w, digits + whole, size - whole);
}

static void write_text(struct json_writer *w, const char *text)
{
    uint32_t size = text_length(text);

    json_write_bytes(w, " ", 1);
    json_write_bytes(w, text, size < TEXT_MAX ? size : TEXT_MAX);
}

static void write_hex(struct json_writer *w, uintptr_t number)
{
    char digits[2 * sizeof number];
    unsigned at = sizeof digits;

    do
        digits[--at] = "0123456789abcdef"[number & 15];
    while ((number >>= 4) != 0);
    json_write_bytes(w, " 0x", 3);
    json_write_bytes(w, digits + at, (uint32_t)sizeof digits - at);
}

static void write_decimal(struct json_writer *w, uintptr_t number)
{
    char digits[21];

    json_write_bytes(w, " ", 1);
    json_write_bytes(w, digits, json_format_uint(digits, number));
}

uint32_t trace_line(const struct agent *agent, uint32_t number, char line[TRACE_LINE])
{
    const struct agent_trace *trace = &agent->trace;
    const struct agent_trace_entry *entry = &trace->entries[number % AGENT_TRACE_ENTRIES];
    struct json_writer w;

    if (trace->count - number > AGENT_TRACE_ENTRIES)
        return 0;
    json_writer_init(&w, line, TRACE_LINE);
    write_clock(&w, entry->clock);
    json_write_bytes(&w, ":", 1);
    json_write_text(&w, trace_names[entry->point]);
    if (entry->text)
        write_text(&w, entry->text);
    if (numbers[entry->point] == HEX)
        write_hex(&w, entry->number);
    else if (numbers[entry->point] == DECIMAL)
        write_decimal(&w, entry->number);
    json_write_bytes(&w, "\n", 1);
    return w.length;
}

#endif
