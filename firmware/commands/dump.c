/* dump.c - agent-dump: a core dump as a part of the reply.
 *
 * The application stands from its first to its last byte, as a dump of one that runs would tell
 * of no moment there ever was.  It goes on when the reply is complete, and also when the host
 * leaves before that.
 *
 * SPDX-License-Identifier: MIT */
#include "dump.h"

#include "debug/core_file.h"
#include "debug/debug.h"
#include "memory_access.h"

#if QMP_GROUP_DUMP

/* Bytes of the file in one piece of the reply. */
#define PIECE_MAX AGENT_MEMORY_PIECE
_Static_assert(PIECE_MAX % 3 == 0, "pieces are whole groups of base64");

/* ------------------------------------------------------------------ holding */

int dump_check_none(struct qmp_call *call)
{
    const struct agent *agent = call->context;

    if (agent->dump.active)
        return qmp_fail(call, QMP_GENERIC_ERROR, "There is a dump in process, please wait.");
    return 0;
}

int dump_check_range(struct qmp_call *call, unsigned begin, unsigned length)
{
    if (qmp_has(call, begin) == qmp_has(call, length))
        return 0;
    return qmp_fail(call, QMP_GENERIC_ERROR,
                    qmp_has(call, begin) ? "Parameter 'length' is missing"
                                         : "Parameter 'begin' is missing");
}

void dump_begin(struct agent *agent, const struct core_file *file)
{
    struct agent_dump *dump = &agent->dump;

    dump->file = *file;
    dump->active = true;
    dump->resumes = agent->state == QMP_RUN_RUNNING;
    dump->gave_up = agent->debug.given_up;
    agent_stop_in(agent, QMP_RUN_SAVE_VM);
    debug_let_run(agent, false);
    core_file_plan(&dump->file, agent);
}

void dump_end(struct agent *agent)
{
    /* One that starts afresh has not given up. */
    bool gave_up = agent->dump.gave_up && agent->state == QMP_RUN_SAVE_VM;

    agent->dump.active = false;
    /* A reset meanwhile (then it is `prelaunch`) changes nothing in that, as in QEMU. */
    if (!agent->dump.resumes || agent->ending ||
        (agent->state != QMP_RUN_SAVE_VM && agent->state != QMP_RUN_PRELAUNCH))
        return;
    agent_go_on(agent);
    agent->debug.given_up = gave_up;
}

bool dump_has_session(const struct agent *agent,
                      bool (*emit)(struct qmp_stream *stream, struct json_writer *w),
                      const char *(*work)(struct qmp_stream *stream, char *where))
{
    for (unsigned i = 0; i < agent->link_count; i++) {
        const struct qmp_reply *reply = &agent->links[i].session.reply;

        if (reply->phase != QMP_REPLY_NONE && reply->phase != QMP_REPLY_END &&
            ((emit && reply->stream.emit == emit) || (work && reply->stream.work == work)))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------- stream */

/* The cursor, in struct qmp_stream's at[].  What is dumped fits the address space. */
enum { AT_PHASE, AT_OFFSET, AT_FAULT };
enum { PHASE_HEAD, PHASE_DATA, PHASE_FAULTED };

static void write_head(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_string(w, "format", qmp_type_AgentMemoryFormat.values[QMP_FORMAT_BASE64]);
    json_write_key(w, "data");
    json_write_bytes(w, "\"", 1);
    stream->at[AT_PHASE] = PHASE_DATA;
}

/* Makes WANT bytes of the file, fewer only where memory faults. */
static size_t make(struct qmp_stream *stream, uint8_t *bytes, size_t want)
{
    struct agent *agent = stream->context;
    size_t got = 0, piece;
    uintptr_t fault = 0;

    while (got < want) {
        piece = core_file_read(&agent->dump.file, agent, memory_read, stream->at[AT_OFFSET] + got,
                               bytes + got, want - got, &fault);
        if (piece == 0) {
            stream->at[AT_PHASE] = PHASE_FAULTED;
            stream->at[AT_FAULT] = fault;
            break;
        }
        got += piece;
    }
    stream->at[AT_OFFSET] += got;
    return got;
}

static void write_data(struct qmp_stream *stream, struct json_writer *w, uint64_t left)
{
    uint8_t bytes[PIECE_MAX];
    uint32_t want = (w->size - w->length) / 4 * 3;
    size_t got;

    if (want == 0) {
        w->overflow = true;
        return;
    }
    if (want > PIECE_MAX)
        want = PIECE_MAX;
    if (want > left)
        want = (uint32_t)left;
    got = make(stream, bytes, want);
    /* Straight into the output, as it is as long as the memory is. */
    w->length += (uint32_t)bytes_to_base64(w->buffer + w->length, bytes, got);
}

static void write_end(struct qmp_stream *stream, struct json_writer *w, uint64_t left)
{
    stream->cancellable = false;
    json_write_bytes(w, "\"", 1);
    json_write_uint(w, "size", stream->at[AT_OFFSET]);
    if (stream->at[AT_PHASE] == PHASE_FAULTED)
        json_write_uint(w, "fault", stream->at[AT_FAULT]);
    else if (left > 0)
        json_write_bool(w, "cancelled", true);
    json_write_end(w, '}');
}

static bool emit_dump(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;
    uint64_t left = core_file_size(&agent->dump.file) - stream->at[AT_OFFSET];

    if (stream->at[AT_PHASE] == PHASE_HEAD) {
        write_head(stream, w);
        return true;
    }
    if (stream->at[AT_PHASE] == PHASE_DATA && left > 0 && !stream->cancelled) {
        write_data(stream, w, left);
        return true;
    }
    write_end(stream, w, left);
    return false;
}

bool dump_work(struct agent *agent)
{
    if (!agent->dump.active)
        return false;
    if (!agent->dump.streamed)
        return dump_file_work(agent);
    if (!dump_has_session(agent, emit_dump, NULL))
        dump_end(agent);
    return true;
}

/* ------------------------------------------------------------------ command */

/* Finds the memory that is asked for; all of it must be there. */
static int find_memory(struct qmp_call *call, struct core_file *file)
{
    enum { BEGIN, LENGTH };
    uint64_t begin = (uintptr_t)board_debug.used;
    uint64_t length = (uintptr_t)board_debug.used_end - begin;

    if (dump_check_range(call, BEGIN, LENGTH) < 0)
        return -1;
    if (qmp_has(call, BEGIN)) {
        begin = qmp_uint(call, BEGIN);
        length = qmp_uint(call, LENGTH);
    }
    if (length == 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Invalid parameter 'length'");
    if (memory_check_range(call, begin, length, false) < 0)
        return -1;
    core_file_of(file, (uintptr_t)begin, (uintptr_t)(begin + (length - 1)), false);
    return 0;
}

int agent_dump(struct qmp_call *call)
{
    struct agent *agent = call->context;
    struct core_file file;

    (void)dump_work(agent); /* that of a host that has just left has ended */
    if (dump_check_none(call) < 0)
        return -1;
    if (!core_file_possible())
        return qmp_fail(call, QMP_GENERIC_ERROR, "Core dumps cannot be made on this board");
    if (find_memory(call, &file) < 0)
        return -1;
    agent->dump.streamed = true;
    dump_begin(agent, &file);
    call->stream->emit = emit_dump;
    call->stream->cancellable = true;
    return 0;
}

#endif
