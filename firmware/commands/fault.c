/* fault.c - agent-last-crash: the record of the last crash.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "debug/crash.h"

#if QMP_GROUP_DEBUG

enum { CLEAR }; /* argument of agent-last-crash */

static void write_message(const char *message, struct json_writer *w)
{
    if (message[0] != '\0')
        json_write_string(w, "message", message);
}

static void write_numbers(const struct crash_record *crash, struct json_writer *w)
{
    json_write_uint(w, "clock", crash->clock);
    json_write_uint(w, "count", crash->count);
    json_write_uint(w, "resets", crash->resets);
}

static void write_register(const struct crash_record *crash, unsigned n, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_string(w, "name", board_debug.registers[n].name);
    json_write_uint(w, "size", board_debug.registers[n].size);
    json_write_uint(w, "value", crash->registers[n]);
    json_write_end(w, '}');
}

/* The first piece at its longest: each byte of the message leaves as up to six. */
_Static_assert(QMP_OUT_SIZE >= 6 * AGENT_PANIC_TEXT + 400, "a crash fits the output");

/* Another crash while the reply is under way ends it, and is not forgotten with it. */
static const struct crash_record *same_record(const struct qmp_stream *stream)
{
    const struct crash_record *crash = crash_record();

    return crash != NULL && crash->count == stream->at[2] ? crash : NULL;
}

/* at[0]: registers written; at[1]: clear; at[2]: the record's count. */
static bool emit_registers(struct qmp_stream *stream, struct json_writer *w)
{
    const struct crash_record *crash = same_record(stream);
    unsigned count = crash != NULL ? crash->register_count : 0;

    if (count > board_debug.general_count)
        count = board_debug.general_count;
    while (stream->at[0] < count && !(crash->known >> stream->at[0] & 1))
        stream->at[0]++;
    if (stream->at[0] < count) {
        write_register(crash, (unsigned)stream->at[0]++, w);
        return true;
    }
    json_write_end(w, ']');
    json_write_end(w, '}');
    json_write_end(w, '}');
    if (stream->at[1] && crash != NULL && !w->overflow)
        crash_clear();
    return false;
}

static bool emit_crash(struct qmp_stream *stream, struct json_writer *w)
{
    const struct crash_record *crash = crash_record();

    json_write_begin(w, NULL, '{');
    json_write_bool(w, "present", crash != NULL);
    if (crash == NULL) {
        json_write_end(w, '}');
        return false;
    }
    json_write_begin(w, "crash", '{');
    json_write_string(w, "place", crash->in_agent ? "agent" : "application");
    crash_write(crash, w);
    write_message(crash->message, w);
    write_numbers(crash, w);
    json_write_begin(w, "registers", '[');
    stream->at[2] = crash->count;
    stream->emit = emit_registers;
    return true;
}

int agent_last_crash(struct qmp_call *call)
{
    call->stream->at[1] = qmp_has(call, CLEAR) && qmp_bool(call, CLEAR);
    call->stream->emit = emit_crash;
    return 0;
}

#endif
