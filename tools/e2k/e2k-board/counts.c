/* counts.c - what is counted of the bundles executed.
 *
 * SPDX-License-Identifier: MIT */
#include "counts.h"

#include "uops.h"

static const uint8_t kinds[E2K_OPCODES] = {
    [E2K_ANDS] = KIND_LOGIC,      [E2K_ANDD] = KIND_LOGIC,      [E2K_ORS] = KIND_LOGIC,
    [E2K_ORD] = KIND_LOGIC,       [E2K_XORS] = KIND_LOGIC,      [E2K_XORD] = KIND_LOGIC,
    [E2K_ADDS] = KIND_ADD,        [E2K_ADDD] = KIND_ADD,        [E2K_SUBS] = KIND_ADD,
    [E2K_SUBD] = KIND_ADD,        [E2K_SHLS] = KIND_SHIFT,      [E2K_SHLD] = KIND_SHIFT,
    [E2K_SHRS] = KIND_SHIFT,      [E2K_SHRD] = KIND_SHIFT,      [E2K_SARS] = KIND_SHIFT,
    [E2K_SARD] = KIND_SHIFT,      [E2K_SXT] = KIND_EXTEND,      [E2K_MERGES] = KIND_MERGE,
    [E2K_MERGED] = KIND_MERGE,    [E2K_MULS] = KIND_MULTIPLY,   [E2K_MULD] = KIND_MULTIPLY,
    [E2K_UMULHD] = KIND_MULTIPLY, [E2K_SMULHD] = KIND_MULTIPLY, [E2K_UDIVD] = KIND_DIVIDE,
    [E2K_SDIVD] = KIND_DIVIDE,    [E2K_UDIVS] = KIND_DIVIDE,    [E2K_SDIVS] = KIND_DIVIDE,
    [E2K_LDB] = KIND_LOAD,        [E2K_LDH] = KIND_LOAD,        [E2K_LDW] = KIND_LOAD,
    [E2K_LDD] = KIND_LOAD,        [E2K_STB] = KIND_STORE,       [E2K_STH] = KIND_STORE,
    [E2K_STW] = KIND_STORE,       [E2K_STD] = KIND_STORE,       [E2K_CMPBS] = KIND_COMPARE,
    [E2K_CMPES] = KIND_COMPARE,   [E2K_CMPLS] = KIND_COMPARE,   [E2K_CMPBD] = KIND_COMPARE,
    [E2K_CMPED] = KIND_COMPARE,   [E2K_CMPLD] = KIND_COMPARE,   [E2K_CMPANDED] = KIND_COMPARE,
    [E2K_MOVTD] = KIND_PREPARE,
};

enum op_kind counts_kind(enum e2k_opcode opcode)
{
    return kinds[opcode];
}

#define AS(kind, name)      [U_##name##_R] = kind + 1, [U_##name##_L] = kind + 1,
#define LOGIC(name, ...)    AS(KIND_LOGIC, name)
#define ADD(name, ...)      AS(KIND_ADD, name)
#define SHIFT(name, ...)    AS(KIND_SHIFT, name)
#define EXTEND(name, ...)   AS(KIND_EXTEND, name)
#define MULTIPLY(name, ...) AS(KIND_MULTIPLY, name)
#define DIVIDE(name, ...)   AS(KIND_DIVIDE, name)
#define LOAD(name, ...)     AS(KIND_LOAD, name)
#define STORE(name, ...)    AS(KIND_STORE, name)
#define COMPARE(name, ...)  AS(KIND_COMPARE, name)

/* Plus 1: 0 is none. */
static const uint8_t step_kinds[UINT8_MAX + 1] = {
    UOPS_LOGIC_64(LOGIC) UOPS_LOGIC_32(LOGIC) UOPS_ADD_64(ADD) UOPS_ADD_32(ADD) UOPS_SHIFT_64(SHIFT)
        UOPS_SHIFT_32(SHIFT) UOPS_EXTEND_64(EXTEND) UOPS_MULTIPLY_64(MULTIPLY)
            UOPS_MULTIPLY_32(MULTIPLY) UOPS_DIVIDE_64(DIVIDE) UOPS_DIVIDE_32(DIVIDE) UOPS_LOAD(LOAD)
                UOPS_STORE(STORE) UOPS_COMPARE_64(COMPARE) UOPS_COMPARE_32(COMPARE)
                    AS(KIND_MERGE, MERGED) AS(KIND_MERGE, MERGES) AS(KIND_PREPARE, MOVTD)[U_SET] =
                        KIND_ADD + 1,
    [U_BAD_SHIFT] = KIND_SHIFT + 1,
};

enum op_kind counts_step_kind(unsigned code)
{
    return step_kinds[code] ? step_kinds[code] - 1 : OP_KINDS;
}

/* TIMES below 0 subtracts: unsigned arithmetic wraps. */
void counts_add(struct counts *counts, const struct bundle_record *record, int64_t times)
{
    uint64_t n = (uint64_t)times;

    counts->bundles += n;
    counts->sizes[record->operations] += n;
    counts->riscv += n * record->riscv;
    for (unsigned kind = 0; kind < OP_KINDS; kind++)
        counts->kinds[kind] += n * record->kinds[kind];
}
