/* counts.h - what is counted of the bundles executed.
 *
 * Nothing is counted while a block executes but how often it was entered and left by a
 * taken branch; the rest is multiplied out (count_bundle()) when it is asked for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_COUNTS_H
#define E2K_COUNTS_H

#include <stdint.h>

#include "isa/bundle.h"

enum op_kind {
    KIND_LOGIC, /* and, or, xor */
    KIND_ADD,   /* and subtract */
    KIND_SHIFT,
    KIND_EXTEND,
    KIND_MERGE,
    KIND_MULTIPLY,
    KIND_DIVIDE,
    KIND_LOAD,
    KIND_STORE,
    KIND_COMPARE,
    KIND_PREPARE, /* of a %ctpr */
    OP_KINDS
};

/* Of one bundle. */
struct bundle_record {
    uint16_t offset;     /* from the block's start, in E2K_ALIGN bytes */
    uint16_t first;      /* its first step in the block */
    uint16_t riscv;      /* RISC-V instructions that it completes */
    uint16_t riscv_fall; /* and more if its transfer is not taken */
    uint8_t operations;
    uint8_t kinds[OP_KINDS];
};

struct counts {
    uint64_t bundles;
    uint64_t sizes[E2K_CHANNELS + 1]; /* bundles by operations */
    uint64_t kinds[OP_KINDS];         /* operations, nullified ones too */
    uint64_t nullified[OP_KINDS];
    uint64_t taken;
    uint64_t riscv;
    uint64_t decoded; /* bundles */
};

enum op_kind counts_kind(enum e2k_opcode opcode);

/* Of the operation that the step CODE does (uops.h); OP_KINDS: none. */
enum op_kind counts_step_kind(unsigned code);

/* Adds RECORD, TIMES executed; TIMES may be less than 0. */
void counts_add(struct counts *counts, const struct bundle_record *record, int64_t times);

#endif
