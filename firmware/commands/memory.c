/* memory.c - agent-memory-read and agent-memory-write.
 *
 * Only what board_info calls memory is touched.  A read of any size is streamed;
 * a fault found on its way (memory that is announced but not there) ends it with
 * what was carried: bytes are never made up.  Memory given to the host (board/services.h) is
 * treated like memory that is not there.
 *
 * SPDX-License-Identifier: MIT */
#include "board/services.h"
#include "bytes.h"
#include "commands.h"

/* Positions of arguments in the schema. */
enum { READ_ADDRESS, READ_SIZE, READ_FORMAT };
enum { WRITE_ADDRESS, WRITE_DATA, WRITE_FORMAT };

/* Bytes of memory in one piece of a reply, or of a write. */
#define PIECE_MAX AGENT_MEMORY_PIECE
_Static_assert(PIECE_MAX % 12 == 0, "pieces are whole groups of hex and base64, both ways");

static const struct board_region *find_region(uint64_t address)
{
    const struct board_region *r = board_info.regions;

    if (address > UINTPTR_MAX)
        return NULL;
    for (size_t i = 0; i < board_info.region_count; i++, r++)
        if ((uintptr_t)address - r->base < r->size)
            return r;
    return NULL;
}

/* True when part of the memory is with the host at the moment. */
static bool is_given(uint64_t address, uint64_t size)
{
#if QMP_GROUP_DEVICES
    const struct board_balloon *balloon = board_services.balloon;

    return balloon != NULL && size != 0 && balloon->is_active() &&
           balloon->has_given((uintptr_t)address, (size_t)size);
#else
    (void)address;
    (void)size;
    return false;
#endif
}

/* Checks that SIZE bytes from ADDRESS on are memory, writable if WRITE. */
static int check_range(struct qmp_call *call, uint64_t address, uint64_t size, bool write)
{
    do {
        const struct board_region *region = find_region(address);
        uintptr_t here;

        if (!region)
            return qmp_fail_number(call, address, "Address %w is not memory");
        if (write && !region->writable)
            return qmp_fail_number(call, address, "Memory at %w is not writable");
        here = region->size - ((uintptr_t)address - region->base);
        if (is_given(address, here < size ? here : size))
            return qmp_fail_number(call, address, "Memory from %w on is given to the host");
        if (here >= size)
            return 0;
        address += here;
        size -= here;
    } while (true);
}

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

static void write_data(struct qmp_stream *stream, struct json_writer *w)
{
    uint8_t bytes[PIECE_MAX];
    char text[PIECE_MAX * 2];
    /* As much as the buffer takes now, in whole groups: a piece that were always
     * of full size would wait for an empty buffer. */
    uint32_t want = (w->size - w->length) / 12 * 6;
    size_t got = 0, length;

    if (want > PIECE_MAX)
        want = PIECE_MAX;
    if (want > stream->at[AT_LEFT])
        want = (uint32_t)stream->at[AT_LEFT];
    else if (want == 0)
        w->overflow = true;
    if (!is_given(stream->at[AT_ADDRESS], want))
        got = board_memory_read(stream->at[AT_ADDRESS], bytes, want);
    length = stream->at[AT_FORMAT] == QMP_FORMAT_HEX ? bytes_to_hex(text, bytes, got)
                                                     : bytes_to_base64(text, bytes, got);
    json_write_bytes(w, text, (uint32_t)length);
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

    if (check_range(call, address, size, false) < 0)
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

typedef ptrdiff_t decoder(uint8_t *bytes, const char *text, size_t length, size_t *wrong);

static int fail_position(struct qmp_call *call, size_t position)
{
    json_format_uint(call->where, position);
    return qmp_fail(call, QMP_GENERIC_ERROR,
                    "Parameter 'data' is not of its format at character %w");
}

/* Decodes and writes TEXT, which is known to be good.  Returns the bytes written. */
static uint64_t write_text(uint64_t address, struct json_span text, decoder *decode)
{
    uint8_t bytes[PIECE_MAX];
    uint64_t total = 0;

    while (text.length) {
        uint32_t part = text.length < PIECE_MAX ? text.length : PIECE_MAX;
        size_t wrong, done;
        size_t size = (size_t)decode(bytes, text.text, part, &wrong);

        done = board_memory_write((uintptr_t)(address + total), bytes, size);
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
    bool hex =
        qmp_enum(call, WRITE_FORMAT, &qmp_type_AgentMemoryFormat, QMP_FORMAT_HEX) == QMP_FORMAT_HEX;
    decoder *decode = hex ? bytes_from_hex : bytes_from_base64;
    size_t wrong = 0;
    ptrdiff_t size = decode(NULL, text.text, text.length, &wrong);

    if (size < 0)
        return fail_position(call, wrong);
    if (check_range(call, address, (uint64_t)size, true) < 0)
        return -1;
    written = write_text(address, text, decode);
    if (written < (uint64_t)size)
        return qmp_fail_number(call, address + written,
                               "Memory at %w could not be written; what is below it was");
    call->stream->emit = emit_written;
    call->stream->at[0] = (uintptr_t)written;
    return 0;
}
