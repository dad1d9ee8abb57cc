/* search.c - agent-memory-search.
 *
 * Memory is looked at in pieces that overlap by the pattern, so that a match which lies across
 * two is found.  After each the other sessions and the application have their turn.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect.h"

#if QMP_GROUP_INSPECT

_Static_assert(2 * AGENT_PATTERN_MAX <= MEMORY_PIECE, "a piece is longer than its overlap");

enum { ADDRESS, SIZE, DATA, FORMAT, MASK, ALIGN, MAX };

#define MATCHES_DEFAULT 100

/* The cursor.  NEXT is the first address at which no match was looked for, LEFT the bytes from
 * there on. */
enum { AT_PLACE, AT_PHASE, AT_NEXT, AT_LEFT, AT_FOUND, AT_FAULT };
enum { PHASE_HEAD, PHASE_SEARCH, PHASE_FAULTED };

/* Room for a match: a comma, a space and the digits of 2^64 - 1. */
#define MATCH_MAX 22u

static bool matches(const uint8_t *bytes, const struct inspect *place)
{
    const struct inspect_pattern *pattern = &place->search.pattern, *mask = &place->search.mask;

    for (size_t i = 0; i < pattern->length; i++)
        if ((bytes[i] ^ pattern->bytes[i]) & mask->bytes[i])
            return false;
    return true;
}

static void move_on(struct qmp_stream *stream, uint64_t bytes)
{
    if (bytes > stream->at[AT_LEFT])
        bytes = stream->at[AT_LEFT];
    stream->at[AT_NEXT] += (uintptr_t)bytes;
    stream->at[AT_LEFT] -= (uintptr_t)bytes;
}

static bool has_room(const struct json_writer *w)
{
    return w->size - w->length >= MATCH_MAX;
}

/* Looks through the GOT bytes at NEXT, as far as matches can be told and are wanted. */
static uint64_t look_through(struct qmp_stream *stream, struct json_writer *w, const uint8_t *bytes,
                             size_t got)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];
    uint64_t i = 0;

    for (; i + place->search.pattern.length <= got; i += place->search.align) {
        if (!matches(bytes + i, place))
            continue;
        if (!has_room(w))
            break;
        json_write_uint(w, NULL, stream->at[AT_NEXT] + (uintptr_t)i);
        if (++stream->at[AT_FOUND] == place->search.max)
            return i + place->search.align;
    }
    return i;
}

static void search_piece(struct qmp_stream *stream, struct json_writer *w)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];
    uint8_t bytes[MEMORY_PIECE];
    uintptr_t base = stream->at[AT_NEXT];
    size_t length = place->search.pattern.length, want = MEMORY_PIECE, got;

    if (!has_room(w)) {
        w->overflow = true;
        return;
    }
    if (place->search.align >= MEMORY_PIECE)
        want = length; /* the next place is in none of the rest */
    if (want > stream->at[AT_LEFT])
        want = stream->at[AT_LEFT];
    got = memory_read(stream->context, base, bytes, want);
    if (got < want && got < length) {
        stream->at[AT_PHASE] = PHASE_FAULTED;
        stream->at[AT_FAULT] = base + got;
        return;
    }
    move_on(stream, look_through(stream, w, bytes, got));
    stream->pause = true;
}

static void write_head(struct qmp_stream *stream, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_begin(w, "matches", '[');
    stream->at[AT_PHASE] = PHASE_SEARCH;
}

static void write_end(struct qmp_stream *stream, struct json_writer *w, bool ended, bool complete)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];
    bool faulted = stream->at[AT_PHASE] == PHASE_FAULTED;
    uintptr_t size = stream->at[AT_NEXT] - place->address;

    if (faulted)
        size = stream->at[AT_FAULT] - place->address;
    else if (complete)
        size = place->size;
    stream->cancellable = false;
    json_write_end(w, ']');
    json_write_uint(w, "size", size);
    if (ended)
        json_write_bool(w, "more", true);
    inspect_write_end(stream, w, faulted, stream->at[AT_FAULT], complete || ended);
}

static bool emit_found(struct qmp_stream *stream, struct json_writer *w)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];
    bool complete = stream->at[AT_LEFT] < place->search.pattern.length;
    bool ended = !complete && stream->at[AT_FOUND] == place->search.max;

    if (stream->at[AT_PHASE] == PHASE_HEAD) {
        write_head(stream, w);
        return true;
    }
    if (stream->at[AT_PHASE] == PHASE_SEARCH && !complete && !ended && !stream->cancelled) {
        search_piece(stream, w);
        return true;
    }
    write_end(stream, w, ended, complete);
    return false;
}

/* Takes what is to be found and where. */
static int take_arguments(struct qmp_call *call, struct inspect *place)
{
    int64_t align = qmp_has(call, ALIGN) ? qmp_int(call, ALIGN) : 1;
    int64_t max = qmp_has(call, MAX) ? qmp_int(call, MAX) : MATCHES_DEFAULT;
    struct inspect_pattern *pattern = &place->search.pattern, *mask = &place->search.mask;

    if (inspect_take_pattern(call, DATA, FORMAT, pattern, MEMORY_WRONG_CHARACTER("data")) < 0)
        return -1;
    mask->length = pattern->length;
    for (size_t i = 0; i < mask->length; i++)
        mask->bytes[i] = 0xFF;
    if (qmp_has(call, MASK) &&
        inspect_take_pattern(call, MASK, FORMAT, mask, MEMORY_WRONG_CHARACTER("mask")) < 0)
        return -1;
    if (mask->length != pattern->length)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'mask' is not as long as 'data'");
    if (align < 1 || (align & (align - 1)))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'align' expects a power of two");
    if (max < 1)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'max' expects at least 1");
    place->search.align = (uint64_t)align;
    place->search.max = (uint64_t)max;
    return 0;
}

int agent_memory_search(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, ADDRESS), size = qmp_uint(call, SIZE);
    struct inspect *place = inspect_of(call);
    struct qmp_stream *stream = call->stream;

    if (take_arguments(call, place) < 0 || memory_check_range(call, address, size, false) < 0)
        return -1;
    place->address = (uintptr_t)address;
    place->size = (uintptr_t)size;
    stream->emit = emit_found;
    stream->cancellable = true;
    stream->at[AT_PLACE] = (uintptr_t)place;
    stream->at[AT_NEXT] = (uintptr_t)address;
    stream->at[AT_LEFT] = (uintptr_t)size;
    move_on(stream, -address & (place->search.align - 1));
    return 0;
}

#endif
