/* riscv_interpreter.c - executes the programs of riscv_program.c: RV64IM as its manual says,
 * one instruction after the other.
 *
 * Source: The RISC-V Instruction Set Manual, volume I, 20191213, chapters 2, 5 and 7.
 *
 * SPDX-License-Identifier: MIT */
#include "riscv_program.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 signed_wide;

struct processor {
    const struct riscv_program *program;
    uint64_t x[32], pc;
    uint8_t data[8 * PROGRAM_WORDS];
};

static uint64_t extended(uint32_t value)
{
    return (uint64_t)(int64_t)(int32_t)value;
}

/* The low BITS of VALUE as a signed number. */
static uint64_t sign(uint64_t value, unsigned bits)
{
    return (uint64_t)((int64_t)(value << (64 - bits)) >> (64 - bits));
}

static uint64_t divide(int64_t a, int64_t b, bool remainder)
{
    if (b == 0)
        return remainder ? (uint64_t)a : UINT64_MAX;
    if (a == INT64_MIN && b == -1)
        return remainder ? 0 : (uint64_t)a;
    return (uint64_t)(remainder ? a % b : a / b);
}

static uint64_t divide_unsigned(uint64_t a, uint64_t b, bool remainder)
{
    if (b == 0)
        return remainder ? a : UINT64_MAX;
    return remainder ? a % b : a / b;
}

static uint64_t multiply(uint32_t function3, uint64_t a, uint64_t b)
{
    switch (function3) {
    case 0:
        return a * b;
    case 1:
        return (uint64_t)((wide)((signed_wide)(int64_t)a * (signed_wide)(int64_t)b) >> 64);
    case 2:
        return (uint64_t)((wide)((signed_wide)(int64_t)a * (signed_wide)b) >> 64);
    case 3:
        return (uint64_t)((wide)a * b >> 64);
    case 4:
    case 6:
        return divide((int64_t)a, (int64_t)b, function3 == 6);
    default:
        return divide_unsigned(a, b, function3 == 7);
    }
}

static uint64_t multiply_word(uint32_t function3, uint32_t a, uint32_t b)
{
    switch (function3) {
    case 0:
        return extended(a * b);
    case 4:
    case 6:
        return extended((uint32_t)divide((int32_t)a, (int32_t)b, function3 == 6));
    default:
        if (b == 0)
            return extended(function3 == 7 ? a : UINT32_MAX);
        return extended(function3 == 7 ? a % b : a / b);
    }
}

/* OTHER: subtract, or shift in the sign. */
static uint64_t compute(uint32_t function3, bool other, uint64_t a, uint64_t b)
{
    switch (function3) {
    case 0:
        return other ? a - b : a + b;
    case 1:
        return a << (b & 63);
    case 2:
        return (int64_t)a < (int64_t)b;
    case 3:
        return a < b;
    case 4:
        return a ^ b;
    case 5:
        return other ? (uint64_t)((int64_t)a >> (b & 63)) : a >> (b & 63);
    case 6:
        return a | b;
    default:
        return a & b;
    }
}

static uint64_t compute_word(uint32_t function3, bool other, uint32_t a, uint32_t b)
{
    switch (function3) {
    case 0:
        return extended(other ? a - b : a + b);
    case 1:
        return extended(a << (b & 31));
    default:
        return extended(other ? (uint32_t)((int32_t)a >> (b & 31)) : a >> (b & 31));
    }
}

static bool holds(uint32_t function3, uint64_t a, uint64_t b)
{
    bool result;

    switch (function3 >> 1) {
    case 0:
        result = a == b;
        break;
    case 2:
        result = (int64_t)a < (int64_t)b;
        break;
    default:
        result = a < b;
    }
    return result != (function3 & 1);
}

/* RISCV_BREAK stands for "go on" below. */
static enum riscv_end access_memory(struct processor *p, uint64_t address, uint32_t function3,
                                    uint64_t *value, bool load)
{
    unsigned size = 1u << (function3 & 3);
    uint64_t offset = address - PROGRAM_DATA;

    if (offset >= sizeof p->data || sizeof p->data - offset < size)
        return RISCV_ELSEWHERE;
    if (address % size)
        return RISCV_FAULT;
    if (!load) {
        memcpy(p->data + offset, value, size);
        return RISCV_BREAK;
    }
    *value = 0;
    memcpy(value, p->data + offset, size);
    if (!(function3 & 4))
        *value = sign(*value, 8 * size);
    return RISCV_BREAK;
}

static uint64_t branch_distance(uint32_t insn)
{
    return sign((insn >> 31) << 12 | (insn >> 7 & 1) << 11 | (insn >> 25 & 63) << 5 |
                    (insn >> 8 & 15) << 1,
                13);
}

static uint64_t jump_distance(uint32_t insn)
{
    return sign((insn >> 31) << 20 | (insn >> 12 & 0xff) << 12 | (insn >> 20 & 1) << 11 |
                    (insn >> 21 & 0x3ff) << 1,
                21);
}

/* Executes INSN; *NEXT is where it goes on. */
static enum riscv_end step(struct processor *p, uint32_t insn, uint64_t *next)
{
    uint32_t rd = insn >> 7 & 31, function3 = insn >> 12 & 7, function7 = insn >> 25;
    uint64_t a = p->x[insn >> 15 & 31], b = p->x[insn >> 20 & 31], result = p->x[rd];
    uint64_t immediate = sign(insn >> 20, 12);
    enum riscv_end end = RISCV_BREAK;

    switch (insn & 0x7f) {
    case 0x37:
        result = extended(insn & 0xfffff000);
        break;
    case 0x17:
        result = p->pc + extended(insn & 0xfffff000);
        break;
    case 0x6f:
        result = *next;
        *next = p->pc + jump_distance(insn);
        break;
    case 0x67:
        result = *next;
        *next = (a + immediate) & ~UINT64_C(1);
        break;
    case 0x63:
        if (holds(function3, a, b))
            *next = p->pc + branch_distance(insn);
        return end;
    case 0x03:
        end = access_memory(p, a + immediate, function3, &result, true);
        break;
    case 0x23:
        return access_memory(p, a + sign(function7 << 5 | rd, 12), function3, &b, false);
    case 0x13:
        result = compute(function3, function3 == 5 && function7 & 0x20, a, immediate);
        break;
    case 0x1b:
        result = compute_word(function3, function3 && function7 & 0x20, (uint32_t)a,
                              (uint32_t)immediate);
        break;
    case 0x33:
        result =
            function7 == 1 ? multiply(function3, a, b) : compute(function3, function7 & 0x20, a, b);
        break;
    case 0x3b:
        result = function7 == 1
                     ? multiply_word(function3, (uint32_t)a, (uint32_t)b)
                     : compute_word(function3, function7 & 0x20, (uint32_t)a, (uint32_t)b);
        break;
    case 0x0f:
        return end;
    default:
        return RISCV_ELSEWHERE; /* the end of the safepoint's routine */
    }
    if (rd)
        p->x[rd] = result;
    return end;
}

enum riscv_end riscv_run(const struct riscv_program *program, uint64_t registers[32],
                         size_t instructions,
                         void (*observe)(void *context, uint64_t pc, const uint64_t registers[32]),
                         void *context)
{
    struct processor p = {.program = program, .pc = PROGRAM_TEXT};
    enum riscv_end end = RISCV_LATE;

    memcpy(p.data, program->data, sizeof p.data);
    while (instructions--) {
        size_t index = (p.pc - PROGRAM_TEXT) / 4;
        uint32_t insn = program->insns[index];
        uint64_t next = p.pc + 4;

        if (observe != NULL)
            observe(context, p.pc, p.x);
        if (insn == 0x00100073) {
            end = RISCV_BREAK;
            break;
        }
        end = index == 0 && program->every ? RISCV_BREAK : step(&p, insn, &next);
        if (end != RISCV_BREAK)
            break;
        end = RISCV_JUMP;
        index = (next - PROGRAM_TEXT) / 4;
        if ((insn & 0x7f) == 0x67 &&
            (next % 4 || index >= program->count || !program->targets[index]))
            break;
        end = RISCV_LATE;
        p.pc = next;
    }
    memcpy(registers, p.x, sizeof p.x);
    return end;
}
