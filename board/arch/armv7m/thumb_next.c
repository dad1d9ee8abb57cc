/* thumb_next.c - where an instruction of ARMv7-M leads.
 * Source: ARMv7-M Architecture Reference Manual, A5 (encodings), A7 (instructions), B1.5.8
 * (what returns from an exception).
 *
 * Only instructions whose effect on pc is defined are looked for: a 32-bit one that computes
 * cannot have pc as its result.
 *
 * SPDX-License-Identifier: MIT */
#include "thumb.h"

#define SP 13
#define PC 15

/* Instructions looked at behind an LDREX for its STREX. */
#define EXCLUSIVE_MAX 16

/* What an instruction is, as far as pc is concerned. */
enum flow {
    FLOW_ON,        /* goes on behind itself */
    FLOW_BRANCH,    /* to `target`, an address in the instruction */
    FLOW_CONDITION, /* to `target`, or on */
    FLOW_VALUE,     /* to `target`, computed */
    FLOW_INTERWORK, /* the same, and it may be a return from an exception */
    FLOW_UNKNOWN,   /* its operands cannot be read */
};

struct step {
    enum flow flow;
    bool taken; /* CONDITION */
    uint32_t target;
};

static bool holds(unsigned condition, uint32_t xpsr)
{
    bool n = xpsr >> 31 & 1, z = xpsr >> 30 & 1, c = xpsr >> 29 & 1, v = xpsr >> 28 & 1;
    const bool positive[] = {z, c, n, v, c && !z, n == v, !z && n == v, true};

    return condition >= 14 || positive[condition >> 1] == !(condition & 1);
}

static uint32_t sign_extend(uint32_t value, unsigned bits)
{
    uint32_t sign = 1u << (bits - 1);

    return (value ^ sign) - sign;
}

static unsigned count_bits(uint32_t value)
{
    unsigned count = 0;

    for (; value != 0; value &= value - 1)
        count++;
    return count;
}

/* pc as an operand. */
static uint32_t operand(const struct thumb_state *state, unsigned number)
{
    return number == PC ? state->r[PC] + 4 : state->r[number];
}

static struct step branch(uint32_t target)
{
    return (struct step){.flow = FLOW_BRANCH, .target = target};
}

static struct step branch_if(bool taken, uint32_t target)
{
    return (struct step){.flow = FLOW_CONDITION, .taken = taken, .target = target};
}

static struct step loaded(uint32_t address)
{
    struct step step = {.flow = FLOW_INTERWORK};

    if (!thumb_read(address, 4, &step.target))
        step.flow = FLOW_UNKNOWN;
    return step;
}

/* ------------------------------------------------------------------- 16 bits */

/* ADD, MOV, BX and BLX with any register. */
static struct step special_data(const struct thumb_state *state, uint32_t code)
{
    unsigned to = (code >> 4 & 8) | (code & 7);
    uint32_t value = operand(state, code >> 3 & 15);

    switch (code >> 8 & 3) {
    case 0: /* ADD */
        if (to == PC)
            return (struct step){.flow = FLOW_VALUE, .target = operand(state, PC) + value};
        break;
    case 2: /* MOV */
        if (to == PC)
            return (struct step){.flow = FLOW_VALUE, .target = value};
        break;
    case 3: /* BX, BLX */
        return (struct step){.flow = FLOW_INTERWORK, .target = value};
    }
    return (struct step){.flow = FLOW_ON};
}

static struct step step16(const struct thumb_state *state, uint32_t code)
{
    uint32_t pc = operand(state, PC);

    if ((code & 0xfc00) == 0x4400)
        return special_data(state, code);
    if ((code & 0xf000) == 0xd000 && (code >> 8 & 15) < 14) /* B T1; 14: UDF, 15: SVC */
        return branch_if(holds(code >> 8 & 15, state->xpsr),
                         pc + (sign_extend(code & 0xff, 8) << 1));
    if ((code & 0xf800) == 0xe000) /* B T2 */
        return branch(pc + (sign_extend(code & 0x7ff, 11) << 1));
    if ((code & 0xf500) == 0xb100) /* CBZ, CBNZ */
        return branch_if((state->r[code & 7] == 0) == !(code & 0x800),
                         pc + ((code >> 3 & 0x40) | (code >> 2 & 0x3e)));
    if ((code & 0xff00) == 0xbd00) /* POP with pc */
        return loaded(state->r[SP] + 4 * count_bits(code & 0xff));
    return (struct step){.flow = FLOW_ON};
}

/* ------------------------------------------------------------------- 32 bits */

/* B T3 */
static uint32_t near_offset(uint32_t first, uint32_t second)
{
    uint32_t value = (first >> 10 & 1) << 20 | (second >> 11 & 1) << 19 | (second >> 13 & 1) << 18 |
                     (first & 0x3f) << 12 | (second & 0x7ff) << 1;

    return sign_extend(value, 21);
}

/* B T4, BL */
static uint32_t far_offset(uint32_t first, uint32_t second)
{
    uint32_t s = first >> 10 & 1;
    uint32_t i1 = !((second >> 13 & 1) ^ s), i2 = !((second >> 11 & 1) ^ s);
    uint32_t value = s << 24 | i1 << 23 | i2 << 22 | (first & 0x3ff) << 12 | (second & 0x7ff) << 1;

    return sign_extend(value, 25);
}

static struct step branch32(const struct thumb_state *state, uint32_t first, uint32_t second)
{
    uint32_t pc = operand(state, PC);
    unsigned condition = first >> 6 & 15;

    if ((second & 0xd000) == 0x9000 || (second & 0xd000) == 0xd000) /* B T4, BL */
        return branch(pc + far_offset(first, second));
    if ((second & 0xd000) == 0x8000 && condition < 14) /* B T3; others are hints, MSR, ... */
        return branch_if(holds(condition, state->xpsr), pc + near_offset(first, second));
    return (struct step){.flow = FLOW_ON};
}

static struct step table_branch(const struct thumb_state *state, uint32_t first, uint32_t second)
{
    uint32_t table = operand(state, first & 15), index = state->r[second & 15], offset;
    bool half = second >> 4 & 1;

    /* A byte is read as half of the two that surely exist. */
    if (!thumb_read(half ? table + 2 * index : (table + index) & ~1u, 2, &offset))
        return (struct step){.flow = FLOW_UNKNOWN};
    if (!half)
        offset = offset >> 8 * ((table + index) & 1) & 0xff;
    return (struct step){.flow = FLOW_VALUE, .target = operand(state, PC) + 2 * offset};
}

/* LDR to pc: a literal, with an offset of 12 or 8 bits, or with a register. */
static struct step load_pc(const struct thumb_state *state, uint32_t first, uint32_t second)
{
    uint32_t base = operand(state, first & 15), byte = second & 0xff;

    if ((first & 15) == PC)
        return loaded((base & ~3u) + (first & 0x80 ? second & 0xfff : -(second & 0xfff)));
    if (first & 0x80)
        return loaded(base + (second & 0xfff));
    if (!(second & 0x800))
        return loaded(base + (state->r[second & 15] << (second >> 4 & 3)));
    if (!(second & 0x400)) /* the offset is added afterwards */
        return loaded(base);
    return loaded(base + (second & 0x200 ? byte : -byte));
}

static struct step step32(const struct thumb_state *state, uint32_t first, uint32_t second)
{
    uint32_t base = state->r[first & 15];

    if ((first & 0xf800) == 0xf000 && (second & 0x8000))
        return branch32(state, first, second);
    if ((first & 0xfff0) == 0xe8d0 && (second & 0xffe0) == 0xf000) /* TBB, TBH */
        return table_branch(state, first, second);
    if ((first & 0xffd0) == 0xe890 && (second & 0x8000)) /* LDM, POP; pc comes last */
        return loaded(base + 4 * count_bits(second & 0x7fff));
    if ((first & 0xffd0) == 0xe910 && (second & 0x8000)) /* LDMDB */
        return loaded(base - 4);
    if ((first & 0xff70) == 0xf850 && second >> 12 == PC)
        return load_pc(state, first, second);
    return (struct step){.flow = FLOW_ON};
}

/* --------------------------------------------------------------- exclusive access */

static bool is_load_exclusive(uint32_t first, uint32_t second)
{
    return (first & 0xfff0) == 0xe850 ||
           ((first & 0xfff0) == 0xe8d0 && ((second & 0xf0) == 0x40 || (second & 0xf0) == 0x50));
}

/* STREX and its like, and CLREX. */
static bool ends_exclusive(uint32_t first, uint32_t second)
{
    return (first & 0xfff0) == 0xe840 ||
           ((first & 0xfff0) == 0xe8c0 && ((second & 0xf0) == 0x40 || (second & 0xf0) == 0x50)) ||
           (first == 0xf3bf && (second & 0xfff0) == 0x8f20);
}

/* BL, or BLX with a register. */
static bool calls(uint32_t first, uint32_t second)
{
    return (first & 0xff87) == 0x4780 ||
           ((first & 0xf800) == 0xf000 && (second & 0xd000) == 0xd000);
}

static bool fetch(uint32_t address, uint32_t *first, uint32_t *second)
{
    *second = 0;
    return thumb_read(address, 2, first) &&
           (thumb_length(*first) == 2 || thumb_read(address + 2, 2, second));
}

static struct step decode(const struct thumb_state *state, uint32_t first, uint32_t second)
{
    return thumb_length(first) == 2 ? step16(state, first) : step32(state, first, second);
}

/* Drops what lies in the sequence itself: a step that ended there would start it again. */
static unsigned drop_inside(uint32_t *next, unsigned count, uint32_t start, uint32_t end)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < count; i++)
        if (next[i] < start || next[i] >= end)
            next[kept++] = next[i];
    return kept;
}

/* Each branch out of the sequence that begins with the LDREX at START, and its end; *STATE goes
 * along.  Returns 0 when there is no end to be seen; the LDREX is then an instruction like
 * others. */
static unsigned ways_out(struct thumb_state *state, uint32_t start, uint32_t next[THUMB_NEXT_MAX])
{
    uint32_t first, second;
    unsigned count = 0;

    for (unsigned i = 0; i < EXCLUSIVE_MAX && fetch(state->r[PC], &first, &second); i++) {
        struct step step = decode(state, first, second);

        state->r[PC] += thumb_length(first);
        if (ends_exclusive(first, second)) {
            count = drop_inside(next, count, start, state->r[PC]);
            next[count++] = state->r[PC];
            return count;
        }
        if (step.flow == FLOW_ON)
            continue;
        if ((step.flow != FLOW_BRANCH && step.flow != FLOW_CONDITION) || calls(first, second) ||
            count == THUMB_NEXT_MAX - 1)
            return 0;
        next[count++] = step.target;
    }
    return 0;
}

/* ------------------------------------------------------------------------ public */

static bool is_exception_return(const struct thumb_state *state, uint32_t target)
{
    return (state->xpsr & 0x1ff) != 0 && target >> 28 == 15;
}

/* No copy is made of the state: it would be a call of what may have a break instruction itself
 * (pass.c). */
unsigned thumb_next(struct thumb_state *state, uint32_t next[THUMB_NEXT_MAX])
{
    uint32_t first, second, pc = state->r[PC];
    struct step step;

    if (!fetch(pc, &first, &second))
        return 0;
    next[0] = pc + thumb_length(first);
    if (!holds(thumb_it_condition(state->xpsr), state->xpsr))
        return 1;
    if (is_load_exclusive(first, second)) {
        unsigned count = ways_out(state, pc, next);

        state->r[PC] = pc;
        if (count != 0)
            return count;
        next[0] = pc + thumb_length(first);
    }
    step = decode(state, first, second);
    if (step.flow == FLOW_UNKNOWN ||
        (step.flow == FLOW_INTERWORK && is_exception_return(state, step.target)))
        return 0;
    if (step.flow != FLOW_ON && (step.flow != FLOW_CONDITION || step.taken))
        next[0] = step.target & ~1u;
    return 1;
}

bool thumb_is_call(const struct thumb_state *state, uint32_t *after)
{
    uint32_t first, second;

    if (!fetch(state->r[PC], &first, &second) || !calls(first, second) ||
        !holds(thumb_it_condition(state->xpsr), state->xpsr))
        return false;
    *after = state->r[PC] + thumb_length(first);
    return true;
}

bool thumb_follows_call(uint32_t address)
{
    uint32_t first, second;

    return (fetch(address - 4, &first, &second) && thumb_length(first) == 4 &&
            calls(first, second)) ||
           (fetch(address - 2, &first, &second) && thumb_length(first) == 2 &&
            calls(first, second));
}
