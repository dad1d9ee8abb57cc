/* fill.c - agent-memory-fill.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect.h"

#if QMP_GROUP_INSPECT

enum { ADDRESS, SIZE, DATA, FORMAT };

enum { AT_PLACE, AT_NEXT, AT_LEFT, AT_FAULTED };

/* Each piece has the pattern in it a whole number of times, so the next one begins with it. */
static void fill_piece(struct qmp_stream *stream)
{
    const struct inspect_pattern *pattern = &((const struct inspect *)stream->at[AT_PLACE])->fill;
    _Alignas(uintptr_t) uint8_t bytes[MEMORY_PIECE];
    size_t size = MEMORY_PIECE / pattern->length * pattern->length, done;

    if (size > stream->at[AT_LEFT])
        size = stream->at[AT_LEFT];
    for (size_t i = 0, k = 0; i < size; i++) {
        bytes[i] = pattern->bytes[k++];
        if (k == pattern->length)
            k = 0;
    }
    done = memory_write(stream->context, stream->at[AT_NEXT], bytes, size);
    stream->at[AT_NEXT] += done;
    stream->at[AT_LEFT] -= done;
    stream->at[AT_FAULTED] = done < size;
}

static bool emit_filled(struct qmp_stream *stream, struct json_writer *w)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];

    if (stream->at[AT_LEFT] && !stream->at[AT_FAULTED] && !stream->cancelled) {
        fill_piece(stream);
        stream->pause = true;
        return true;
    }
    stream->cancellable = false;
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "size", place->size - stream->at[AT_LEFT]);
    inspect_write_end(stream, w, stream->at[AT_FAULTED], stream->at[AT_NEXT],
                      stream->at[AT_LEFT] == 0);
    return false;
}

int agent_memory_fill(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, ADDRESS), size = qmp_uint(call, SIZE);
    struct inspect *place = inspect_of(call);
    struct qmp_stream *stream = call->stream;

    if (inspect_take_pattern(call, DATA, FORMAT, &place->fill, MEMORY_WRONG_CHARACTER("data")) <
            0 ||
        memory_check_range(call, address, size, true) < 0)
        return -1;
    place->address = (uintptr_t)address;
    place->size = (uintptr_t)size;
    stream->emit = emit_filled;
    stream->cancellable = true;
    stream->at[AT_PLACE] = (uintptr_t)place;
    stream->at[AT_NEXT] = (uintptr_t)address;
    stream->at[AT_LEFT] = (uintptr_t)size;
    return 0;
}

#endif
