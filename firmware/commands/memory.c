/* memory.c - agent-memory-read and agent-memory-write.
 *
 * A read of any size is streamed; a fault found on its way (memory that is announced but not
 * there) ends it with what was carried: bytes are never made up.
 *
 * SPDX-License-Identifier: MIT */
#include "memory_access.h"

/* Positions of arguments in the schema. */
enum { READ_ADDRESS, READ_SIZE, READ_FORMAT };
enum { WRITE_ADDRESS, WRITE_DATA, WRITE_FORMAT };

/* --------------------------------------------------------------------- read */

/* The cursor of a read, in struct qmp_stream's at[]. */
enum { AT_PHASE, AT_ADDRESS, AT_LEFT, AT_CARRIED, AT_FORMAT, AT_FAULT };
enum { PHASE_HEAD, PHASE_DATA, PHASE_FAULTED };

static void write_data_head(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "address", stream->at[AT_ADDRESS]);
    json_write_string(w, "format", qmp_type_AgentMemoryFormat.values[stream->at[AT_FORMAT]]);
    json_write_key(w, "data");
    json_write_bytes(w, "\"", 1);
    stream->at[AT_PHASE] = PHASE_DATA;
}

static void write_data_end(struct qmp_stream *stream, struct json_writer *w)
{
    stream->cancellable = false;
    json_write_bytes(w, "\"", 1);
    json_write_uint(w, "size", stream->at[AT_CARRIED]);
    if (stream->at[AT_PHASE] == PHASE_FAULTED)
        json_write_uint(w, "fault", stream->at[AT_FAULT]);
    else if (stream->at[AT_LEFT])
        json_write_bool(w, "cancelled", true);
    json_write_end(w, '}');
}

/* How many bytes the next piece is to have; 0: there is no room.  As many as the buffer takes now
 * as text, in whole words and groups of base64: a piece that were always of full size would wait
 * for an empty buffer. */
static uint32_t next_piece(const struct qmp_stream *stream, const struct json_writer *w)
{
    uint32_t text = QMP_SMALL || stream->at[AT_FORMAT] == QMP_FORMAT_HEX ? 48 : 32;
    uint32_t want = (w->size - w->length) / text * 24;

    if (want > MEMORY_PIECE)
        want = MEMORY_PIECE;
    /* Whole groups up to where the address is that of a word: copying and encoding are fast from
     * there on. */
    if (!QMP_SMALL && want) {
        uint32_t head = 3 * (-3 * stream->at[AT_ADDRESS] % sizeof(uintptr_t));

        want = head ? head : want;
    }
    return want > stream->at[AT_LEFT] ? (uint32_t)stream->at[AT_LEFT] : want;
}

static void write_data(struct qmp_stream *stream, struct json_writer *w)
{
    _Alignas(uintptr_t) uint8_t bytes[MEMORY_PIECE];
    uint32_t want = next_piece(stream, w);
    char *text = w->buffer + w->length;
    size_t got;

    if (want == 0) {
        w->overflow = true;
        return;
    }
    got = memory_read(stream->context, stream->at[AT_ADDRESS], bytes, want);
    w->length +=
        (uint32_t)(stream->at[AT_FORMAT] == QMP_FORMAT_HEX ? bytes_to_hex(text, bytes, got)
                                                           : bytes_to_base64(text, bytes, got));
    stream->at[AT_ADDRESS] += got;
    stream->at[AT_LEFT] -= got;
    stream->at[AT_CARRIED] += got;
    if (got < want) {
        stream->at[AT_PHASE] = PHASE_FAULTED;
        stream->at[AT_FAULT] = stream->at[AT_ADDRESS];
    }
}

static bool emit_data(struct qmp_stream *stream, struct json_writer *w)
{
    if (stream->at[AT_PHASE] == PHASE_HEAD) {
        write_data_head(stream, w);
        return true;
    }
    if (stream->at[AT_PHASE] == PHASE_DATA && stream->at[AT_LEFT] && !stream->cancelled) {
        write_data(stream, w);
        return true;
    }
    write_data_end(stream, w);
    return false;
}

int agent_memory_read(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, READ_ADDRESS), size = qmp_uint(call, READ_SIZE);

    if (memory_check_range(call, address, size, false) < 0)
        return -1;
    call->stream->emit = emit_data;
    call->stream->cancellable = true;
    /* What is memory fits a word. */
    call->stream->at[AT_ADDRESS] = (uintptr_t)address;
    call->stream->at[AT_LEFT] = (uintptr_t)size;
    call->stream->at[AT_FORMAT] =
        qmp_enum(call, READ_FORMAT, &qmp_type_AgentMemoryFormat, QMP_FORMAT_HEX);
    return 0;
}

/* -------------------------------------------------------------------- write */

static bool emit_written(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "size", stream->at[0]);
    json_write_end(w, '}');
    return false;
}

/* Decodes and writes TEXT, which is known to be good.  Returns the bytes written. */
static uint64_t write_text(struct agent *agent, uint64_t address, struct json_span text,
                           bytes_decoder *decode)
{
    _Alignas(uintptr_t) uint8_t bytes[MEMORY_PIECE];
    uint64_t total = 0;

    while (text.length) {
        uint32_t part = text.length < MEMORY_PIECE ? text.length : MEMORY_PIECE;
        size_t wrong, done;
        size_t size = (size_t)decode(bytes, text.text, part, &wrong);

        done = memory_write(agent, (uintptr_t)(address + total), bytes, size);
        total += done;
        if (done < size)
            break;
        text.text += part;
        text.length -= part;
    }
    return total;
}

int agent_memory_write(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, WRITE_ADDRESS), written;
    struct json_span text = qmp_string(call, WRITE_DATA);
    bytes_decoder *decode = memory_decoder(call, WRITE_FORMAT);
    size_t wrong = 0;
    ptrdiff_t size = decode(NULL, text.text, text.length, &wrong);

    if (size < 0)
        return memory_fail_position(call, wrong, MEMORY_WRONG_CHARACTER("data"));
    if (memory_check_range(call, address, (uint64_t)size, true) < 0)
        return -1;
    written = write_text(call->context, address, text, decode);
    if (written < (uint64_t)size)
        return qmp_fail_number(call, address + written,
                               "Memory at %w could not be written; what is below it was");
    call->stream->emit = emit_written;
    call->stream->at[0] = (uintptr_t)written;
    return 0;
}
