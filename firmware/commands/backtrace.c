/* backtrace.c - agent-backtrace.
 *
 * Without symbols nobody knows how large a function's part of the stack is.  What is told are the
 * words of the stack behind whose address a call stands, the innermost first; some of them may be
 * left over.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "debug/debug.h"
#include "processor.h"
#include "qmp/memory.h"

#if QMP_GROUP_DEBUG

enum { CPU, DEPTH };

#define DEPTH_DEFAULT 16
#define DEPTH_MAX     64
#define STACK_MAX     4096 /* bytes that are looked at */

/* Words of the stack read at a time. */
#define WORDS_MAX 64

/* The cursor.  STACK: where the next word is; LEFT: words still to be looked at. */
enum { AT_SOURCE, AT_CPU, AT_PC, AT_STACK, AT_LEFT, AT_DEPTH };
enum { SOURCE_PC, SOURCE_LINK, SOURCE_STACK };

static bool read_register(unsigned cpu, unsigned number, uintptr_t *value)
{
    uint64_t wide;

    if (!board_register_read(cpu, number, &wide))
        return false;
    *value = (uintptr_t)wide;
    return true;
}

static void write_frame(struct qmp_stream *stream, struct json_writer *w, uintptr_t pc,
                        uintptr_t at)
{
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "pc", pc);
    json_write_string(w, "source", qmp_type_AgentFrameSource.values[stream->at[AT_SOURCE]]);
    json_write_bool(w, "certain", stream->at[AT_SOURCE] == SOURCE_PC);
    if (stream->at[AT_SOURCE] == SOURCE_STACK)
        json_write_uint(w, "at", at);
    json_write_end(w, '}');
    stream->at[AT_DEPTH]--;
}

static void write_registers(struct qmp_stream *stream, struct json_writer *w)
{
    uintptr_t link;

    json_write_begin(w, NULL, '[');
    write_frame(stream, w, stream->at[AT_PC], 0);
    stream->at[AT_SOURCE] = SOURCE_LINK;
    if (stream->at[AT_DEPTH] &&
        read_register((unsigned)stream->at[AT_CPU], board_debug.link, &link) &&
        debug_is_return_address(stream->context, link))
        write_frame(stream, w, link, 0);
    stream->at[AT_SOURCE] = SOURCE_STACK;
}

/* Looks through some words, up to the next that is a return address. */
static void write_stack(struct qmp_stream *stream, struct json_writer *w)
{
    struct agent *agent = stream->context;
    uintptr_t words[WORDS_MAX];
    size_t want = stream->at[AT_LEFT] < WORDS_MAX ? stream->at[AT_LEFT] : WORDS_MAX, got;

    got =
        debug_memory_read(agent, stream->at[AT_STACK], words, want * sizeof *words) / sizeof *words;
    for (size_t i = 0; i < got; i++) {
        uintptr_t at = stream->at[AT_STACK];

        stream->at[AT_STACK] += sizeof *words;
        stream->at[AT_LEFT]--;
        if (debug_is_return_address(agent, words[i])) {
            write_frame(stream, w, words[i], at);
            return;
        }
    }
    if (got < want)
        stream->at[AT_LEFT] = 0; /* the end of memory */
}

static bool emit_frames(struct qmp_stream *stream, struct json_writer *w)
{
    if (stream->at[AT_SOURCE] == SOURCE_PC) {
        write_registers(stream, w);
    } else if (stream->at[AT_LEFT] && stream->at[AT_DEPTH]) {
        write_stack(stream, w);
    } else {
        json_write_end(w, ']');
        return false;
    }
    return true;
}

int agent_backtrace(struct qmp_call *call)
{
    int cpu = processor_that_stands(call, CPU);
    int64_t depth = qmp_has(call, DEPTH) ? qmp_int(call, DEPTH) : DEPTH_DEFAULT;
    uintptr_t sp;

    if (cpu < 0)
        return -1;
    if (depth < 1 || depth > DEPTH_MAX)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'depth' expects 1 to 64");
    if (board_debug.register_count == 0 ||
        !read_register((unsigned)cpu, board_debug.pc, &call->stream->at[AT_PC]))
        return qmp_fail(call, QMP_GENERIC_ERROR, "It is not known where the application stands");
    if (read_register((unsigned)cpu, board_debug.sp, &sp)) {
        call->stream->at[AT_STACK] = sp & ~(uintptr_t)(sizeof sp - 1);
        call->stream->at[AT_LEFT] = STACK_MAX / sizeof(uintptr_t);
    }
    call->stream->at[AT_CPU] = (uintptr_t)cpu;
    call->stream->at[AT_DEPTH] = (uintptr_t)depth;
    call->stream->emit = emit_frames;
    return 0;
}

#endif
