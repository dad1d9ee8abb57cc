/* opcodes.h - what encoder, decoder, check and printer know of each operation.
 *
 * Used inside of isa/ only.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_OPCODES_H
#define E2K_OPCODES_H

#include "isa/bundle.h"

/* Which operands an operation has and what its result is. */
enum e2k_kind {
    E2K_KIND_NONE,
    E2K_KIND_ALU,     /* src1, src2 to a register */
    E2K_KIND_SXT,     /* a width as src1, src2 to a register */
    E2K_KIND_MERGE,   /* src1, src2, a condition to a register */
    E2K_KIND_LOAD,    /* an address of src1 and src2 to a register */
    E2K_KIND_STORE,   /* an address of src1 and src2; dst is read */
    E2K_KIND_COMPARE, /* src1, src2 to a predicate */
    E2K_KIND_MOVTD,   /* src2 to a %ctpr */
};

struct e2k_facts {
    const char *mnemonic;
    enum e2k_kind kind;
    uint8_t number;   /* bits 30:24 of its ALS */
    uint8_t channels; /* that can execute it: bit n is channel n's */
    uint8_t relation; /* of compares: bits 7:5 of its ALS */
    bool extended;    /* needs an ALES */
};

/* Of what is no opcode: those of E2K_NONE. */
const struct e2k_facts *e2k_facts(enum e2k_opcode opcode);

/* The operation with this NUMBER, with an ALES or not; RELATION counts for compares only.
 * E2K_NONE: there is none. */
enum e2k_opcode e2k_opcode_find(unsigned number, bool extended, unsigned relation);

#endif
