/* bundle.h - one wide instruction (bundle) of e2k, as a structure and as words.
 *
 * Only the forms that rv2e2k emits and e2k-board executes: integer operations on a window
 * of 64 registers, loads and stores, predicates, a direct or a prepared branch.  Everything
 * else is refused by name; nothing is guessed.
 *
 * What a bundle does: all operands and predicates are read as they were before the bundle;
 * memory operations take effect in channel order, 0 to 5; then results are written, then
 * the branch is taken.  No two operations of a bundle may write the same register or
 * predicate, nor one %ctpr (32-bit forms write the low half of a register and keep the high
 * half).  A store takes the load port of the channel opposite: no load in channel 3 beside a
 * store in 2, nor in 0 beside one in 5.
 *
 * Called from anywhere; no state.  Sources: OpenE2K/qemu-e2k, target/e2k/translate.c
 * (unpack_bundle, decode_*), target/e2k/alops.inc; nrdmn/elbrus-docs for the syllables.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_BUNDLE_H
#define E2K_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define E2K_CHANNELS   6
#define E2K_REGISTERS  64 /* of the window, %r0 to %r63, 64 bits each */
#define E2K_PREDICATES 32
#define E2K_CTPRS      3   /* %ctpr1 to %ctpr3 */
#define E2K_WORDS_MAX  16  /* words of 32 bits in a bundle */
#define E2K_ALIGN      8   /* bytes: bundles start at and consist of multiples */
#define E2K_TEXT_MAX   512 /* bytes: e2k_print() of any bundle, with its end */

/* The operations.  Suffix s: low 32 bits, the high half of the result register is kept;
 * d: 64 bits. */
/* clang-format off */
enum e2k_opcode {
    E2K_NONE, /* the channel does nothing */
    E2K_ANDS, E2K_ANDD, E2K_ORS, E2K_ORD, E2K_XORS, E2K_XORD,
    E2K_ADDS, E2K_ADDD, E2K_SUBS, E2K_SUBD,
    /* Shift counts at or above the operand's width must not happen. */
    E2K_SHLS, E2K_SHLD, E2K_SHRS, E2K_SHRD, E2K_SARS, E2K_SARD,
    E2K_SXT,    /* src1 constant: 0 b, 1 h, 2 w sign-extended, 4 b, 5 h, 6 w zero-extended */
    E2K_MERGES, E2K_MERGED, /* `merge` true ? src2 : src1 */
    E2K_MULS, E2K_MULD, E2K_UMULHD, E2K_SMULHD,
    E2K_UDIVD, E2K_SDIVD, /* division by zero, and in sdivd overflow, must not happen */
    E2K_UDIVS, E2K_SDIVS,
    E2K_LDB, E2K_LDH, E2K_LDW, E2K_LDD, /* dst = zero-extended [src1 + src2] */
    E2K_STB, E2K_STH, E2K_STW, E2K_STD, /* [src1 + src2] = register dst */
    E2K_CMPBS, E2K_CMPES, E2K_CMPLS,    /* predicate dst = src1 unsigned<, =, signed< src2 */
    E2K_CMPBD, E2K_CMPED, E2K_CMPLD,
    E2K_CMPANDED, /* predicate dst = (src1 & src2) == 0 */
    E2K_MOVTD, /* %ctpr(dst) = branch target src2; never beside a ct of the same %ctpr, which
                  some would already send to the new target */
    E2K_OPCODES
};
/* clang-format on */

struct e2k_operand {
    bool is_register;
    uint8_t reg;   /* 0 to 63 */
    int64_t value; /* of a constant: any as src2; 0 to 31 as src1.  As src2, 0 to 15 cost
                      nothing, then 16 signed bits half a literal word, 32 signed bits one,
                      others two; so a 32-bit operation is best given its constant signed */
};

/* A predicate as a condition.  `used` false: unconditional. */
struct e2k_condition {
    bool used;
    bool negated;
    uint8_t predicate; /* 0 to 31 */
};

/* Of a channel without an operation (E2K_NONE) the other fields do not count. */
struct e2k_op {
    enum e2k_opcode opcode;
    struct e2k_operand src1, src2; /* of movtd src1 does not count */
    uint8_t dst; /* a register (of stores: the value's), a predicate (compares), 1 to 3 (movtd) */
    struct e2k_condition only_if; /* false: the operation is not executed */
    struct e2k_condition merge;   /* of merges: required */
};

enum e2k_transfer {
    E2K_FALL_THROUGH,
    E2K_IBRANCH, /* to the bundle's own address + displacement */
    E2K_CT,      /* to what %ctpr holds; never prepared since reset: a trap */
};

struct e2k_bundle {
    struct e2k_op ops[E2K_CHANNELS]; /* ops[n] is channel n's */
    enum e2k_transfer transfer;
    struct e2k_condition taken_if; /* counts unless E2K_FALL_THROUGH */
    int64_t displacement;          /* of E2K_IBRANCH: bytes, a multiple of 8, -2^30 to 2^30 - 8 */
    uint8_t ctpr;                  /* of E2K_CT: 1 to 3 */
    uint8_t window; /* not 0: setwd, the window gets this many registers of 64 bits, an
                       even number to 224; costs CS1 and LTS0 */
};

/* Why words or a structure are no bundle.  E2K_FAULT_... values are negative. */
enum e2k_fault {
    E2K_FAULT_TRUNCATED = -1,  /* decode: fewer words than the bundle has */
    E2K_FAULT_FORM = -2,       /* decode: header and syllables contradict each other */
    E2K_FAULT_OPCODE = -3,     /* an operation that is none of the above */
    E2K_FAULT_CHANNEL = -4,    /* an operation on a channel that cannot do it, also because of
                                  a store elsewhere */
    E2K_FAULT_OPERAND = -5,    /* a register or constant out of range, a missing literal */
    E2K_FAULT_CONDITION = -6,  /* a condition of another kind, a missing or surplus merge */
    E2K_FAULT_TRANSFER = -7,   /* a control transfer or window operation of another kind */
    E2K_FAULT_LITERALS = -8,   /* encode: the constants need more than four literal words */
    E2K_FAULT_CONDITIONS = -9, /* encode: more than six conditions */
    E2K_FAULT_LENGTH = -10,    /* encode: more than 16 words */
    E2K_FAULT_RESULTS = -11,   /* two operations write one register or predicate */
};

/* The fault as a short text for people; static. */
const char *e2k_fault_text(int fault);

/* Writes BUNDLE to WORDS.  Returns the number of words, an even number from 2 to 16, or a
 * fault; WORDS is then as it was.  Equal constants share a literal, equal conditions of
 * channels 0 to 2 or 3 to 5 a half-word; of all ways to place the constants it takes one with
 * the fewest words, so E2K_FAULT_LITERALS means that there is none. */
int e2k_encode(const struct e2k_bundle *bundle, uint32_t words[E2K_WORDS_MAX]);

/* Reads the bundle at WORDS, of which COUNT may be looked at, into BUNDLE.  Returns its
 * number of words or a fault.  Accepts more than e2k_encode() writes: e2k_decode() of any
 * words that it accepts can be encoded again and then means the same, in no more words.
 * Never looks at more than COUNT words.  After a fault BUNDLE is of no use. */
int e2k_decode(const uint32_t *words, size_t count, struct e2k_bundle *bundle);

/* The channels that can execute OPCODE: bit n is channel n's. */
unsigned e2k_channels(enum e2k_opcode opcode);

/* "addd", "ldb", ... ; static.  "?" for what is no operation. */
const char *e2k_mnemonic(enum e2k_opcode opcode);

bool e2k_is_load(enum e2k_opcode opcode);
bool e2k_is_store(enum e2k_opcode opcode);
bool e2k_is_compare(enum e2k_opcode opcode);

/* Writes BUNDLE at ADDRESS as text in the manner of the e2k assembler, without an end of
 * line, to TEXT of SIZE bytes; what does not fit is cut off.  Returns TEXT. */
char *e2k_print(const struct e2k_bundle *bundle, uint64_t address, char *text, size_t size);

#endif
