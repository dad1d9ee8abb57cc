/* decode.h - what an instruction of RV64IMAC will do, told before it does it.
 * Source: The RISC-V Instruction Set Manual, volume I: chapters RV32I, RV64I, "A" and "C".
 *
 * Pure: knows nothing of the machine it runs on, and is tested on the host.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_DECODE_H
#define RISCV_DECODE_H

#include <stdbool.h>
#include <stdint.h>

/* Most addresses at which one step may end. */
#define DECODE_NEXT_MAX 4

/* The state of a hart before the instruction, and its memory. */
struct decode_state {
    uint64_t pc;
    const uint64_t *x; /* x[1] to x[31]; x[0] is not looked at */
    /* The 16 bits at ADDRESS, which is even; false: they cannot be read. */
    bool (*fetch)(uint64_t address, uint16_t *half);
};

/* The instruction at ADDRESS, 16 or 32 bits.  Returns its length in bytes; 0 when it cannot be
 * read or is longer. */
unsigned decode_fetch(const struct decode_state *state, uint64_t address, uint32_t *instruction);

/* Where the hart may be after the next instruction; a sequence from load-reserved to
 * store-conditional counts as one, as a trap within it would make it fail for ever.  Returns how
 * many addresses these are; 0: it cannot be read, or returns from a trap. */
unsigned decode_next(const struct decode_state *state, uint64_t next[DECODE_NEXT_MAX]);

/* True when INSTRUCTION calls: jumps and keeps where it came from in x1, or in x5 as a
 * compiler's own helpers have it. */
bool decode_is_call(uint32_t instruction);

/* True when INSTRUCTION is a break instruction of either length. */
bool decode_is_break(uint32_t instruction);

struct decode_access {
    uint64_t address;
    uint8_t size; /* bytes */
    bool write;   /* writes, whether or not it reads too */
};

/* What data INSTRUCTION accesses with the registers of STATE; false: none. */
bool decode_access(const struct decode_state *state, uint32_t instruction,
                   struct decode_access *access);

#endif
