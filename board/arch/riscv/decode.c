/* decode.c - where an instruction of RV64IMAC leads to.
 * Source: The RISC-V Instruction Set Manual, volume I: sections "Control Transfer Instructions",
 * "Load-Reserved/Store-Conditional Instructions", "Control Transfer Instructions" of "C".
 *
 * SPDX-License-Identifier: MIT */
#include "decode.h"

#include "fields.h"

/* Instructions of a constrained sequence (section "Eventual Success of Store-Conditional
 * Instructions"), the load-reserved included. */
#define SEQUENCE_MAX 16

enum flow { ON, BRANCH, JUMP, JUMP_REGISTER, TRAP_RETURN };

struct control {
    enum flow flow;
    uint8_t link;          /* JUMP, JUMP_REGISTER: where the return address goes */
    uint8_t first, second; /* registers compared; JUMP_REGISTER: the first is the base */
    uint8_t condition;     /* BRANCH: funct3 */
    int64_t offset;
};

unsigned decode_fetch(const struct decode_state *state, uint64_t address, uint32_t *instruction)
{
    uint16_t low, high;

    if ((address & 1) || !state->fetch(address, &low))
        return 0;
    *instruction = low;
    if ((low & 3) != 3)
        return 2;
    if ((low & 0x1f) == 0x1f || !state->fetch(address + 2, &high))
        return 0;
    *instruction |= (uint32_t)high << 16;
    return 4;
}

static uint64_t value_of(const struct decode_state *state, unsigned number)
{
    return number == 0 ? 0 : state->x[number];
}

/* ------------------------------------------------------------------ encodings */

static struct control compressed(uint32_t i)
{
    switch ((i & 3) << 3 | bits(i, 15, 13)) {
    case 1 << 3 | 5: /* c.j */
        return (struct control){
            .flow = JUMP,
            .offset =
                extend(bit(i, 12) << 11 | bit(i, 11) << 4 | bits(i, 10, 9) << 8 | bit(i, 8) << 10 |
                           bit(i, 7) << 6 | bit(i, 6) << 7 | bits(i, 5, 3) << 1 | bit(i, 2) << 5,
                       12)};
    case 1 << 3 | 6: /* c.beqz */
    case 1 << 3 | 7: /* c.bnez */
        return (struct control){.flow = BRANCH,
                                .first = short_register(i, 7),
                                .condition = bit(i, 13),
                                .offset = extend(bit(i, 12) << 8 | bits(i, 11, 10) << 3 |
                                                     bits(i, 6, 5) << 6 | bits(i, 4, 3) << 1 |
                                                     bit(i, 2) << 5,
                                                 9)};
    case 2 << 3 | 4: /* c.jr, c.jalr; c.mv, c.add and c.ebreak have the rest of it */
        if (bits(i, 6, 2) == 0 && bits(i, 11, 7) != 0)
            return (struct control){.flow = JUMP_REGISTER,
                                    .first = (uint8_t)bits(i, 11, 7),
                                    .link = (uint8_t)bit(i, 12)};
        break;
    default:
        break;
    }
    return (struct control){.flow = ON};
}

static struct control full(uint32_t i)
{
    struct control c = {.flow = ON};

    switch (i & 0x7f) {
    case 0x6f: /* jal */
        c.flow = JUMP;
        c.link = (uint8_t)bits(i, 11, 7);
        c.offset = extend(
            bit(i, 31) << 20 | bits(i, 30, 21) << 1 | bit(i, 20) << 11 | bits(i, 19, 12) << 12, 21);
        break;
    case 0x67: /* jalr */
        c.flow = JUMP_REGISTER;
        c.link = (uint8_t)bits(i, 11, 7);
        c.first = (uint8_t)bits(i, 19, 15);
        c.offset = extend(bits(i, 31, 20), 12);
        break;
    case 0x63: /* beq, bne, blt, bge, bltu, bgeu */
        c.flow = BRANCH;
        c.condition = (uint8_t)bits(i, 14, 12);
        c.first = (uint8_t)bits(i, 19, 15);
        c.second = (uint8_t)bits(i, 24, 20);
        c.offset = extend(
            bit(i, 31) << 12 | bits(i, 30, 25) << 5 | bits(i, 11, 8) << 1 | bit(i, 7) << 11, 13);
        break;
    case 0x73: /* mret, sret */
        if (i == 0x30200073 || i == 0x10200073)
            c.flow = TRAP_RETURN;
        break;
    default:
        break;
    }
    return c;
}

static struct control control_of(uint32_t instruction)
{
    return (instruction & 3) == 3 ? full(instruction) : compressed(instruction);
}

bool decode_is_call(uint32_t instruction)
{
    struct control c = control_of(instruction);

    return (c.flow == JUMP || c.flow == JUMP_REGISTER) && (c.link == 1 || c.link == 5);
}

bool decode_is_break(uint32_t instruction)
{
    return instruction == 0x00100073 || instruction == 0x9002;
}

/* ------------------------------------------------------------------- sequences */

static bool is_load_reserved(uint32_t i)
{
    return (i & 0x7f) == 0x2f && bits(i, 31, 27) == 2;
}

static bool is_store_conditional(uint32_t i)
{
    return (i & 0x7f) == 0x2f && bits(i, 31, 27) == 3;
}

/* What may trap, and so end the reservation. */
static bool is_system(uint32_t i)
{
    return (i & 0x7f) == 0x73 || decode_is_break(i);
}

/* True when ADDRESS is not within the sequence, or already among the COUNT in NEXT. */
static bool is_new_exit(uint64_t address, uint64_t begin, uint64_t end, const uint64_t *next,
                        unsigned count)
{
    if (address >= begin && address < end)
        return false;
    for (unsigned n = 0; n < count; n++)
        if (next[n] == address)
            return false;
    return true;
}

/* The sequence that begins with the load-reserved at STATE's pc ends behind its
 * store-conditional; 0: it is none that can be followed. */
static uint64_t sequence_end(const struct decode_state *state)
{
    uint64_t at = state->pc;
    uint32_t instruction;

    for (unsigned n = 0; n < SEQUENCE_MAX; n++) {
        unsigned length = decode_fetch(state, at, &instruction);

        if (length == 0 || is_system(instruction) || control_of(instruction).flow == JUMP_REGISTER)
            return 0;
        at += length;
        if (is_store_conditional(instruction))
            return at;
    }
    return 0;
}

/* Where it may be left: behind its end, and where a branch in it leads out.  Returns 0 when
 * these are too many. */
static unsigned sequence_exits(const struct decode_state *state, uint64_t end,
                               uint64_t next[DECODE_NEXT_MAX])
{
    unsigned count = 0, length;
    uint32_t instruction;

    next[count++] = end;
    for (uint64_t at = state->pc; at < end; at += length) {
        struct control c;

        length = decode_fetch(state, at, &instruction);
        if (length == 0)
            return 0;
        c = control_of(instruction);
        if ((c.flow != BRANCH && c.flow != JUMP) ||
            !is_new_exit(at + (uint64_t)c.offset, state->pc, end, next, count))
            continue;
        if (count == DECODE_NEXT_MAX)
            return 0;
        next[count++] = at + (uint64_t)c.offset;
    }
    return count;
}

/* ------------------------------------------------------------------------ next */

static bool holds(unsigned condition, uint64_t a, uint64_t b)
{
    bool result;

    switch (condition >> 1) {
    case 0:
        result = a == b;
        break;
    case 2:
        result = (int64_t)a < (int64_t)b;
        break;
    default:
        result = a < b;
        break;
    }
    return result != (condition & 1);
}

unsigned decode_next(const struct decode_state *state, uint64_t next[DECODE_NEXT_MAX])
{
    uint32_t instruction;
    unsigned length = decode_fetch(state, state->pc, &instruction);
    struct control c;

    if (length == 0)
        return 0;
    if (is_load_reserved(instruction)) {
        uint64_t end = sequence_end(state);
        unsigned count = end != 0 ? sequence_exits(state, end, next) : 0;

        if (count > 0)
            return count;
    }
    c = control_of(instruction);
    next[0] = state->pc + length;
    if (c.flow == TRAP_RETURN)
        return 0;
    if (c.flow == JUMP_REGISTER)
        next[0] = (value_of(state, c.first) + (uint64_t)c.offset) & ~UINT64_C(1);
    else if (c.flow == JUMP || (c.flow == BRANCH && holds(c.condition, value_of(state, c.first),
                                                          value_of(state, c.second))))
        next[0] = state->pc + (uint64_t)c.offset;
    return 1;
}
