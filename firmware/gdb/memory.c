/* memory.c - reading and writing memory for gdb: m, M, X.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "debug/debug.h"

/* Most pieces of one turn: memory that is all the same takes hardly any room. */
#define TURN 16

/* Reads the next bytes into the second half of the room; they become digits in the whole of it.
 * Returns whether there is more. */
static bool put_piece(struct agent *agent, uintptr_t *at)
{
    size_t half = gdb_room(agent) / 2 & ~(size_t)7;
    size_t wanted = half < at[1] ? half : at[1];
    char *out = gdb_place(agent);
    uint8_t *in = (uint8_t *)out + half, sum;
    size_t size = debug_memory_read(agent, at[0], in, wanted),
           length = hex_pack(out, in, size, &sum);

    gdb_placed(agent, length, sum);
    at[0] += size;
    at[1] -= size;
    at[2] |= size > 0;
    return size == wanted && at[1] > 0;
}

/* at[0]: the next address, at[1]: bytes left, at[2]: something was read.  Where memory ends in
 * the middle, so does the reply. */
static bool emit_memory(struct agent *agent, uintptr_t *at)
{
    bool more = true;

    for (unsigned i = 0; i < TURN && more && gdb_room(agent) >= AGENT_GDB_OUT / 2; i++)
        more = put_piece(agent, at);
    if (!at[2])
        gdb_put(agent, GDB_E_MEMORY);
    return more;
}

void gdb_read_memory(struct agent *agent, struct gdb_text *text)
{
    uintptr_t address;
    size_t length;

    if (!gdb_range(text, &address, &length) || gdb_left(text) || length == 0)
        gdb_reply_text(agent, GDB_E_WRONG);
    else if (gdb_permits(agent, GDB_READ_MEMORY))
        gdb_reply_with(agent, emit_memory, address, length);
    else
        gdb_reply_text(agent, GDB_E_PERM); /* "E." would be taken for digits */
}

static void write_memory(struct agent *agent, uintptr_t address, const void *bytes, size_t size)
{
    size_t done = debug_memory_write(agent, address, bytes, size);

    /* It may be code. */
    if (done > 0)
        board_code_written(address, done);
    gdb_reply_text(agent, done == size ? "OK" : GDB_E_MEMORY);
}

/* Reads the head of a packet that writes. */
static bool begin(struct agent *agent, struct gdb_text *text, uintptr_t *address, size_t *length)
{
    if (!gdb_range(text, address, length) || !gdb_pass_char(text, ':')) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return false;
    }
    return gdb_may(agent, GDB_WRITE_MEMORY);
}

void gdb_write_memory(struct agent *agent, struct gdb_text *text)
{
    uintptr_t address;
    size_t length;

    if (!begin(agent, text, &address, &length))
        return;
    /* The bytes take the place of the packet's beginning. */
    if (gdb_left(text) % 2 == 0 && gdb_left(text) / 2 == length &&
        gdb_bytes(text, agent->gdb.packet, length))
        write_memory(agent, address, agent->gdb.packet, length);
    else
        gdb_reply_text(agent, GDB_E_WRONG);
}

void gdb_write_binary(struct agent *agent, struct gdb_text *text)
{
    uintptr_t address;
    size_t length;

    if (!begin(agent, text, &address, &length))
        return;
    if (gdb_left(text) == length)
        write_memory(agent, address, text->at, length);
    else
        gdb_reply_text(agent, GDB_E_WRONG);
}

#endif
