/* registers.c - reading and writing registers for gdb: g, G, p, P.
 *
 * A register's number is the board's, and so is its place in g: the general registers.  gdb asks
 * for the others one by one.  Values are in the processor's byte order, lowest byte first.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

/* Those of another processor than the agent's are there only when it is held. */
static bool is_held(const struct agent *agent)
{
    return agent->gdb.cpu == 0 || !gdb_runs(agent);
}

/* Puts a register, as x where it cannot be known. */
static void put_register(struct agent *agent, unsigned number)
{
    size_t size = board_debug.registers[number].size;
    uint64_t value;

    if (is_held(agent) && board_register_read(agent->gdb.cpu, number, &value)) {
        uint8_t bytes[8];

        for (unsigned i = 0; i < 8; i++)
            bytes[i] = (uint8_t)(value >> 8 * i);
        gdb_put_bytes(agent, bytes, size);
        return;
    }
    for (size_t i = 0; i < 2 * size; i++)
        gdb_put_char(agent, 'x');
}

/* at[0]: the next register. */
static bool emit_registers(struct agent *agent, uintptr_t *at)
{
    while (at[0] < board_debug.general_count && gdb_room(agent) >= 16)
        put_register(agent, (unsigned)at[0]++);
    return at[0] < board_debug.general_count;
}

void gdb_read_registers(struct agent *agent, struct gdb_text *text)
{
    if (gdb_left(text))
        gdb_reply_text(agent, GDB_E_WRONG);
    else if (gdb_may(agent, GDB_READ_REGISTERS))
        gdb_reply_with(agent, emit_registers, 0, 0);
}

static bool emit_register(struct agent *agent, uintptr_t *at)
{
    put_register(agent, (unsigned)at[0]);
    return false;
}

void gdb_read_register(struct agent *agent, struct gdb_text *text)
{
    uint64_t number;

    if (!gdb_number(text, &number) || gdb_left(text) || number >= board_debug.register_count)
        gdb_reply_text(agent, GDB_E_WRONG);
    else if (gdb_may(agent, GDB_READ_REGISTERS))
        gdb_reply_with(agent, emit_register, (uintptr_t)number, 0);
}

/* ------------------------------------------------------------------- writing */

/* Reads the value of a register of SIZE bytes; x, which is not to be written, is *GIVEN false. */
static bool read_value(struct gdb_text *text, size_t size, uint64_t *value, bool *given)
{
    uint8_t bytes[8];

    *given = !gdb_pass_char(text, 'x');
    if (!*given) {
        for (size_t i = 1; i < 2 * size; i++)
            if (!gdb_pass_char(text, 'x'))
                return false;
        return true;
    }
    if (!gdb_bytes(text, bytes, size))
        return false;
    *value = 0;
    for (size_t i = size; i-- > 0;)
        *value = *value << 8 | bytes[i];
    return true;
}

/* Writes a register; one that has this value already need not be writable.  NULL, or why not. */
static const char *write_register(struct agent *agent, unsigned number, uint64_t value)
{
    uint64_t now;

    if (gdb_runs(agent))
        return "The application runs";
    if (!board_register_read(agent->gdb.cpu, number, &now))
        return "This register is not known now";
    if (now == value)
        return NULL;
    if (!board_debug.registers[number].writable ||
        !board_register_write(agent->gdb.cpu, number, value))
        return "This register cannot be written";
    return NULL;
}

void gdb_write_register(struct agent *agent, struct gdb_text *text)
{
    uint64_t number, value;
    bool given;

    if (!gdb_number(text, &number) || number >= board_debug.register_count ||
        !gdb_pass_char(text, '=') ||
        !read_value(text, board_debug.registers[number].size, &value, &given) || gdb_left(text))
        gdb_reply_text(agent, GDB_E_WRONG);
    else if (gdb_may(agent, GDB_WRITE_REGISTERS))
        gdb_reply_outcome(agent, given ? write_register(agent, (unsigned)number, value) : NULL);
}

/* Reads all; WRITE: writes them too, and says what came of it. */
static const char *write_all(struct agent *agent, struct gdb_text text, bool write, bool *wrong)
{
    const char *refusal = NULL;

    *wrong = false;
    for (unsigned i = 0; i < board_debug.general_count && !*wrong; i++) {
        uint64_t value;
        bool given;

        *wrong = !read_value(&text, board_debug.registers[i].size, &value, &given);
        if (write && given && !*wrong && refusal == NULL)
            refusal = write_register(agent, i, value);
    }
    *wrong |= gdb_left(&text) != 0;
    return refusal;
}

void gdb_write_registers(struct agent *agent, struct gdb_text *text)
{
    bool wrong;

    (void)write_all(agent, *text, false, &wrong);
    if (wrong)
        gdb_reply_text(agent, GDB_E_WRONG);
    else if (gdb_may(agent, GDB_WRITE_REGISTERS))
        gdb_reply_outcome(agent, write_all(agent, *text, true, &wrong));
}

#endif
