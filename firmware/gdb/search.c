/* search.c - looking through memory for gdb: qCRC (compare-sections) and qSearch:memory (find).
 *
 * Both work in turns of a few kilobytes; others are looked at in between.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "debug/debug.h"

#define PIECE 256u /* bytes looked at at a time, on the stack */
#define TURN  32u  /* pieces */

/* Bytes compared in one turn at most, where nearly everything is like the pattern. */
#define LONG_WORK (PIECE * PIECE)

/* ----------------------------------------------------------------------- crc */

/* CRC-32 as gdb has it: polynomial 0x04c11db7, highest bit first, from all ones. */
static uint32_t crc_add(uint32_t crc, const uint8_t *bytes, size_t size)
{
    static const uint32_t nibbles[16] = {
        0x00000000, 0x04c11db7, 0x09823b6e, 0x0d4326d9, 0x130476dc, 0x17c56b6b,
        0x1a864db2, 0x1e475005, 0x2608edb8, 0x22c9f00f, 0x2f8ad6d6, 0x2b4bcb61,
        0x350c9b64, 0x31cd86d3, 0x3c8ea00a, 0x384fbdbd,
    };

    for (size_t i = 0; i < size; i++) {
        crc ^= (uint32_t)bytes[i] << 24;
        crc = crc << 4 ^ nibbles[crc >> 28];
        crc = crc << 4 ^ nibbles[crc >> 28];
    }
    return crc;
}

/* at[0]: the next address, at[1]: bytes left, at[2]: the complement of the sum so far. */
static bool emit_crc(struct agent *agent, uintptr_t *at)
{
    uint8_t piece[PIECE];

    for (unsigned i = 0; i < TURN && at[1] > 0; i++) {
        size_t size = at[1] < sizeof piece ? at[1] : sizeof piece;

        if (debug_memory_read(agent, at[0], piece, size) != size) {
            gdb_put(agent, GDB_E_MEMORY);
            return false;
        }
        at[2] = (uint32_t)~crc_add(~(uint32_t)at[2], piece, size);
        at[0] += size;
        at[1] -= size;
    }
    if (at[1] > 0) {
        gdb_pause(agent);
        return true;
    }
    gdb_put_char(agent, 'C');
    gdb_put_number(agent, (uint32_t) ~(uint32_t)at[2]);
    return false;
}

void gdb_crc(struct agent *agent, struct gdb_text *text)
{
    uintptr_t address;
    size_t length;

    if (!gdb_range(text, &address, &length) || gdb_left(text))
        gdb_reply_text(agent, GDB_E_WRONG);
    else if (gdb_may(agent, GDB_READ_MEMORY))
        gdb_reply_with(agent, emit_crc, address, length);
}

/* -------------------------------------------------------------------- search */

/* 1: the SIZE bytes at PATTERN are at ADDRESS; 0: they are not; -1: that is not memory. */
static int is_at(struct agent *agent, uintptr_t address, const char *pattern, size_t size)
{
    uint8_t piece[64];

    for (size_t i = 0; i < size; i += sizeof piece) {
        size_t part = size - i < sizeof piece ? size - i : sizeof piece;

        if (debug_memory_read(agent, address + i, piece, part) != part)
            return -1;
        for (size_t j = 0; j < part; j++)
            if (piece[j] != (uint8_t)pattern[i + j])
                return 0;
    }
    return 1;
}

/* Looks for the pattern's first byte at the next addresses, at most a piece of them; true when
 * the reply is there. */
static bool search_piece(struct agent *agent, uintptr_t *at)
{
    const char *pattern = (const char *)at[2];
    size_t places = at[1] - at[3] + 1;
    size_t most = at[3] > PIECE ? LONG_WORK / at[3] + 1 : PIECE;
    size_t size = places < most ? places : most;
    uint8_t piece[PIECE];
    int found = 0;
    size_t i;

    if (debug_memory_read(agent, at[0], piece, size) != size)
        found = -1;
    for (i = 0; i < size && found == 0; i++)
        if (piece[i] == (uint8_t)pattern[0])
            found = is_at(agent, at[0] + i, pattern, at[3]);
    if (found < 0) {
        gdb_put(agent, GDB_E_MEMORY);
    } else if (found > 0) {
        gdb_put(agent, "1,");
        gdb_put_number(agent, at[0] + i - 1);
    }
    at[0] += size;
    at[1] -= size;
    return found != 0;
}

/* at[0]: the next address, at[1]: bytes left, at[2]: the pattern, at[3]: its size. */
static bool emit_search(struct agent *agent, uintptr_t *at)
{
    for (unsigned i = 0; i < (at[3] > 16 ? 1 : TURN) && at[1] >= at[3]; i++)
        if (search_piece(agent, at))
            return false;
    if (at[1] >= at[3]) {
        gdb_pause(agent);
        return true;
    }
    gdb_put_char(agent, '0');
    return false;
}

void gdb_search(struct agent *agent, struct gdb_text *text)
{
    uintptr_t address, length;

    if (!gdb_address(text, &address) || !gdb_pass_char(text, ';') || !gdb_address(text, &length) ||
        !gdb_pass_char(text, ';') || gdb_left(text) == 0 ||
        (length > 0 && length - 1 > UINTPTR_MAX - address)) {
        gdb_reply_text(agent, GDB_E_WRONG);
    } else if (gdb_may(agent, GDB_READ_MEMORY)) {
        gdb_reply_with(agent, emit_search, address, length);
        agent->gdb.reply.at[2] = (uintptr_t)text->at;
        agent->gdb.reply.at[3] = gdb_left(text);
    }
}

#endif
