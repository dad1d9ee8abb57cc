/* registers.c - agent-read-registers and agent-write-registers.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "debug/debug.h"
#include "processor.h"

#if QMP_GROUP_DEBUG

#define TEXT(number)  TEXT_(number)
#define TEXT_(number) #number

enum { READ_CPU, READ_NAMES, READ_SYSTEM };
enum { WRITE_CPU, WRITE_REGISTERS };

/* A register as JSON at its longest: a name is at most 16 characters. */
#define REGISTER_MAX 96

/* --------------------------------------------------------------------------- read */

/* The cursor.  LINK: 1 + that with the list of registers, 0: all from the first on. */
enum { AT_CPU, AT_LINK, AT_NEXT, AT_COUNT, AT_BEGUN };

static unsigned next_register(struct qmp_stream *stream)
{
    const struct agent *agent = stream->context;
    uintptr_t place = stream->at[AT_NEXT]++;

    return stream->at[AT_LINK] ? agent->links[stream->at[AT_LINK] - 1].registers[place]
                               : (unsigned)place;
}

static void write_register(struct json_writer *w, unsigned cpu, unsigned number)
{
    const struct board_register *r = &board_debug.registers[number];
    uint64_t value;

    if (!board_register_read(cpu, number, &value))
        return;
    json_write_begin(w, NULL, '{');
    json_write_string(w, "name", r->name);
    json_write_uint(w, "size", r->size);
    json_write_uint(w, "value", value & processor_ones(r->size));
    json_write_end(w, '}');
}

/* As many at once as there is room for: they are to be of one moment. */
static bool emit_registers(struct qmp_stream *stream, struct json_writer *w)
{
    if (!stream->at[AT_BEGUN]) {
        json_write_begin(w, NULL, '{');
        json_write_uint(w, "cpu-index", stream->at[AT_CPU]);
        json_write_begin(w, "registers", '[');
        stream->at[AT_BEGUN] = true;
    }
    do {
        if (stream->at[AT_NEXT] == stream->at[AT_COUNT]) {
            json_write_end(w, ']');
            json_write_end(w, '}');
            return false;
        }
        write_register(w, (unsigned)stream->at[AT_CPU], next_register(stream));
    } while (!w->overflow && w->size - w->length >= REGISTER_MAX);
    return true;
}

static unsigned find_link(const struct agent *agent, const struct qmp_session *session)
{
    unsigned i = 0;

    while (i < agent->link_count && &agent->links[i].session != session)
        i++;
    return i;
}

/* Takes the numbers of those that are named. */
static int take_names(struct qmp_call *call, int names)
{
    struct agent *agent = call->context;
    const struct json_doc *doc = &call->doc;
    unsigned link = find_link(agent, call->session), count = 0;

    for (int name = json_first(names); name < json_end(doc, names); name = json_next(doc, name)) {
        int number = processor_register(call, name);

        if (number < 0)
            return -1;
        if (count == AGENT_REGISTER_NAMES_MAX)
            return qmp_fail(
                call, QMP_GENERIC_ERROR,
                "Parameter 'names' has more than " TEXT(AGENT_REGISTER_NAMES_MAX) " names");
        agent->links[link].registers[count++] = (uint8_t)number;
    }
    call->stream->at[AT_LINK] = 1 + link;
    call->stream->at[AT_COUNT] = count;
    return 0;
}

int agent_read_registers(struct qmp_call *call)
{
    int cpu = processor_that_stands(call, READ_CPU);
    bool system = qmp_has(call, READ_SYSTEM) && qmp_bool(call, READ_SYSTEM);

    if (cpu < 0)
        return -1;
    call->stream->at[AT_COUNT] = system ? board_debug.register_count : board_debug.general_count;
    if (qmp_has(call, READ_NAMES) && take_names(call, call->argument[READ_NAMES]) < 0)
        return -1;
    call->stream->at[AT_CPU] = (uintptr_t)cpu;
    call->stream->emit = emit_registers;
    return 0;
}

/* -------------------------------------------------------------------------- write */

static int fail_value(struct qmp_call *call, int name, const char *format)
{
    call->error_text = json_span(&call->doc, name);
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

/* Of one that is to be written: its number and its value, which can be. */
static int take_register(struct qmp_call *call, unsigned cpu, int entry, uint64_t *value)
{
    int name = json_member(&call->doc, entry, "name");
    int number = processor_register(call, name);
    uint64_t now;

    if (number < 0)
        return -1;
    (void)json_uint64(&call->doc, json_member(&call->doc, entry, "value"), value);
    if (!board_debug.registers[number].writable)
        return fail_value(call, name, "Register '%t' cannot be written");
    if (*value & ~processor_ones(board_debug.registers[number].size))
        return fail_value(call, name, "The value is too large for register '%t'");
    if (!board_register_read(cpu, (unsigned)number, &now))
        return fail_value(call, name, "Register '%t' is not known now");
    return number;
}

int agent_write_registers(struct qmp_call *call)
{
    const struct agent *agent = call->context;
    int cpu = processor_argument(call, WRITE_CPU), list = call->argument[WRITE_REGISTERS];
    const struct json_doc *doc = &call->doc;
    uint64_t value = 0;

    if (cpu < 0)
        return -1;
    if (agent->state == QMP_RUN_RUNNING)
        return qmp_fail(call, QMP_GENERIC_ERROR, debug_runs);
    for (int entry = json_first(list); entry < json_end(doc, list); entry = json_next(doc, entry))
        if (take_register(call, (unsigned)cpu, entry, &value) < 0)
            return -1;
    for (int entry = json_first(list); entry < json_end(doc, list); entry = json_next(doc, entry)) {
        int number = take_register(call, (unsigned)cpu, entry, &value);

        if (number < 0 || !board_register_write((unsigned)cpu, (unsigned)number, value))
            return fail_value(call, json_member(doc, entry, "name"),
                              "Register '%t' could not be written; those before it were");
    }
    return 0;
}

#endif
