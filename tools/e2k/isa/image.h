/* image.h - what rv2e2k and e2k-board agree on beyond the instruction set.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_IMAGE_H
#define E2K_IMAGE_H

#include <stdint.h>

#define E2K_ELF_MACHINE   175 /* EM_MCST_ELBRUS */
#define E2K_RISCV_MACHINE 243 /* EM_RISCV */

/* RISC-V register xN lives in %rN; %r0 is always 0.  The others of the window are the
 * translator's, and these of them are fixed. */
enum {
    E2K_REG_ZERO = 0,
    E2K_REG_SCRATCH_FIRST = 32,
    E2K_REG_SCRATCH_LAST = 57,
    E2K_REG_COUNTDOWN = 58, /* of safepoints: back-edges left until the next poll */
    E2K_REG_RESUME = 59,    /* e2k address behind a safepoint */
    E2K_REG_SAFEPOINT = 60, /* address of the safepoint's line in the table of safepoints */
    /* Set in the bundles before every trap that the translator emits, so that an emulator
     * can tell what happened. */
    E2K_REG_TRAP_KIND = 61,
    E2K_REG_TRAP_VALUE = 62,
    E2K_REG_TRAP_PC = 63, /* RISC-V address of the instruction */
};

/* While it is true, each function that can be stopped at calls the safepoint routine. */
#define E2K_PREDICATE_STOPS 31

enum e2k_trap_kind {
    E2K_TRAP_NONE = 0,   /* the trap came from elsewhere: a hole in the code, address 0 */
    E2K_TRAP_EBREAK = 1, /* an ebreak */
    E2K_TRAP_JUMP = 2,   /* an indirect jump to TRAP_VALUE, which is no known target */
};

/* An ebreak with this in x11 (a1) ends the emulation with the status in x10 (a0), of which the
 * host sees the lowest 8 bits: the characters "poweroff", the first in the lowest byte. */
#define E2K_POWER_OFF_MAGIC UINT64_C(0x66666f7265776f70)

/* The table of safepoints, in memory between the table of jump targets and the code: a word
 * with the number of lines, one with what the countdown begins with, one with the number of
 * bundles and one with their bytes; and lines of two words, ascending:
 *   0  the RISC-V address of the instruction that is not yet executed there
 *   1  the registers whose values are in their places, as a mask: bit N is xN's.  What the
 *      program does not use again may be older, or newer, in the others. */

#define E2K_SAFEPOINTS_LINE   8u /* bytes */
#define E2K_SAFEPOINTS_HEADER 2u /* lines before the first */

/* The map: a section of the e2k ELF that is not loaded, E2K_MAP_ENTRY little-endian 32-bit
 * words for each bundle, in the order of the bundles' addresses:
 *   0  the bundle's e2k address
 *   1  the RISC-V address it stands for: of a leader, the leader; of another bundle, its
 *      first memory operation's instruction, or its first operation's; 0: the translator's own
 *      (start, trap)
 *   2  flags below; in bits 0 to 11 how many RISC-V instructions are done once this bundle
 *      is left, in bits 12 to 23 how many more when its transfer was not taken: summed over
 *      the executed bundles, the RISC-V instruction count */
#define E2K_MAP_SECTION ".rv2e2k.map"
#define E2K_MAP_ENTRY   3
#define E2K_MAP_LEADER  0x80000000u /* all RISC-V registers are as before instruction [1] */
/* The bundle looks up the target of an indirect jump in the table of targets: a load here
 * that reaches no memory, or is misaligned, is a jump to (load address - bias). */
#define E2K_MAP_LOOKUP     0x40000000u
#define E2K_MAP_COUNT      0x00000fffu
#define E2K_MAP_FALL       0x00fff000u /* shifted by E2K_MAP_FALL_SHIFT */
#define E2K_MAP_FALL_SHIFT 12

/* Absolute symbol of the e2k ELF: the bias above. */
#define E2K_BIAS_SYMBOL "__rv2e2k_bias"

#endif
