/* checksum.c - agent-memory-checksum.
 * Source of crc32: RFC 1952, section 8; of SHA-256: guard/sha256.h.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect.h"

#if QMP_GROUP_INSPECT

enum { ADDRESS, SIZE, ALGORITHM };
enum { CRC32, SHA256 };

enum { AT_PLACE, AT_NEXT, AT_LEFT, AT_FAULTED };

/* What four bits make of a remainder: the polynomial 0xedb88320, its lowest bit first. */
static const uint32_t remainders[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

static uint32_t crc32_add(uint32_t crc, const uint8_t *bytes, size_t size)
{
    while (size--) {
        crc ^= *bytes++;
        crc = crc >> 4 ^ remainders[crc & 15];
        crc = crc >> 4 ^ remainders[crc & 15];
    }
    return crc;
}

static void begin(struct inspect *place)
{
    if (place->checksum.sha256)
        sha256_begin(&place->checksum.hash);
    else
        place->checksum.crc = UINT32_MAX;
}

static void add(struct inspect *place, const uint8_t *bytes, size_t size)
{
    if (place->checksum.sha256)
        sha256_add(&place->checksum.hash, bytes, size);
    else
        place->checksum.crc = crc32_add(place->checksum.crc, bytes, size);
}

static void end(struct inspect *place)
{
    uint32_t crc = ~place->checksum.crc;

    if (place->checksum.sha256) {
        place->checksum.length = SHA256_SIZE;
        sha256_end(&place->checksum.hash, place->checksum.digest);
        return;
    }
    place->checksum.length = sizeof crc;
    for (size_t i = 0; i < sizeof crc; i++)
        place->checksum.digest[i] = (uint8_t)(crc >> (24 - 8 * i));
}

static void sum_up_piece(struct qmp_stream *stream)
{
    struct inspect *place = (struct inspect *)stream->at[AT_PLACE];
    _Alignas(uintptr_t) uint8_t bytes[MEMORY_PIECE];
    size_t want = stream->at[AT_LEFT] < MEMORY_PIECE ? stream->at[AT_LEFT] : MEMORY_PIECE;
    size_t got = memory_read(stream->context, stream->at[AT_NEXT], bytes, want);

    add(place, bytes, got);
    stream->at[AT_NEXT] += got;
    stream->at[AT_LEFT] -= got;
    stream->at[AT_FAULTED] = got < want;
    if (stream->at[AT_LEFT] == 0)
        end(place);
}

static void write_digest(const struct inspect *place, struct json_writer *w)
{
    char text[2 * SHA256_SIZE + 1];

    text[bytes_to_hex(text, place->checksum.digest, place->checksum.length)] = '\0';
    json_write_string(w, "checksum", text);
}

static bool emit_checksum(struct qmp_stream *stream, struct json_writer *w)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];

    if (stream->at[AT_LEFT] && !stream->at[AT_FAULTED] && !stream->cancelled) {
        sum_up_piece(stream);
        stream->pause = true;
        return true;
    }
    stream->cancellable = false;
    json_write_begin(w, NULL, '{');
    json_write_string(w, "algorithm", qmp_type_AgentChecksum.values[place->checksum.sha256]);
    json_write_uint(w, "size", place->size - stream->at[AT_LEFT]);
    if (stream->at[AT_LEFT] == 0)
        write_digest(place, w);
    inspect_write_end(stream, w, stream->at[AT_FAULTED], stream->at[AT_NEXT],
                      stream->at[AT_LEFT] == 0);
    return false;
}

int agent_memory_checksum(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, ADDRESS), size = qmp_uint(call, SIZE);
    bool sha256 = qmp_enum(call, ALGORITHM, &qmp_type_AgentChecksum, CRC32) == SHA256;
    struct inspect *place = inspect_of(call);
    struct qmp_stream *stream = call->stream;

    if (memory_check_range(call, address, size, false) < 0)
        return -1;
    if (sha256 && size > UINT32_MAX)
        return qmp_fail(call, QMP_GENERIC_ERROR, "sha256 is for less than 4 GiB");
    place->address = (uintptr_t)address;
    place->size = (uintptr_t)size;
    place->checksum.sha256 = sha256;
    begin(place);
    if (size == 0)
        end(place);
    stream->emit = emit_checksum;
    stream->cancellable = true;
    stream->at[AT_PLACE] = (uintptr_t)place;
    stream->at[AT_NEXT] = (uintptr_t)address;
    stream->at[AT_LEFT] = (uintptr_t)size;
    return 0;
}

#endif
