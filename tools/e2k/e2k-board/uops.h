/* uops.h - micro-operations: what a bundle's operations become when they are decoded.
 *
 * Each is a specialised step that reads and writes directly; the order of a bundle's steps
 * and copies to temporaries (lower.c) make it look as if all operands were read first.
 *
 * The lists give each step's name and result from x (src1) and y (src2); for each, _R takes
 * y from a value and _L from the literal in the step.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_UOPS_H
#define E2K_UOPS_H

#include <stdint.h>

/* x, y and the result have 64 bits. */
#define UOPS_LOGIC_64(OP)                                                                          \
    OP(ANDD, x &y)                                                                                 \
    OP(ORD, x | y)                                                                                 \
    OP(XORD, x ^ y)
#define UOPS_ADD_64(OP)                                                                            \
    OP(ADDD, x + y)                                                                                \
    OP(SUBD, x - y)
#define UOPS_MULTIPLY_64(OP)                                                                       \
    OP(MULD, x *y)                                                                                 \
    OP(UMULHD, multiply_high(x, y))                                                                \
    OP(SMULHD, multiply_high_signed(x, y))
#define UOPS_EXTEND_64(OP)                                                                         \
    OP(SXTB, (uint64_t)(int64_t)(int8_t)y)                                                         \
    OP(SXTH, (uint64_t)(int64_t)(int16_t)y)                                                        \
    OP(SXTW, (uint64_t)(int64_t)(int32_t)y)                                                        \
    OP(ZXTB, (uint8_t)y)                                                                           \
    OP(ZXTH, (uint16_t)y)                                                                          \
    OP(ZXTW, (uint32_t)y)
#define UOPS_64(OP) UOPS_LOGIC_64(OP) UOPS_ADD_64(OP) UOPS_MULTIPLY_64(OP) UOPS_EXTEND_64(OP)

/* x, y and the result are the low halves; the high half of the result is kept. */
#define UOPS_LOGIC_32(OP)                                                                          \
    OP(ANDS, x &y)                                                                                 \
    OP(ORS, x | y)                                                                                 \
    OP(XORS, x ^ y)
#define UOPS_ADD_32(OP)                                                                            \
    OP(ADDS, x + y)                                                                                \
    OP(SUBS, x - y)
#define UOPS_MULTIPLY_32(OP) OP(MULS, x *y)
#define UOPS_32(OP)          UOPS_LOGIC_32(OP) UOPS_ADD_32(OP) UOPS_MULTIPLY_32(OP)

/* y must be below the width. */
#define UOPS_SHIFT_64(OP)                                                                          \
    OP(SHLD, x << y)                                                                               \
    OP(SHRD, x >> y)                                                                               \
    OP(SARD, (uint64_t)((int64_t)x >> y))
#define UOPS_SHIFT_32(OP)                                                                          \
    OP(SHLS, x << y)                                                                               \
    OP(SHRS, x >> y)                                                                               \
    OP(SARS, (uint32_t)((int32_t)x >> y))

/* Name, whether the quotient does not fit, quotient; y is not 0. */
#define UOPS_DIVIDE_64(OP)                                                                         \
    OP(UDIVD, false, x / y)                                                                        \
    OP(SDIVD, x == UINT64_C(1) << 63 && y == UINT64_MAX, (uint64_t)((int64_t)x / (int64_t)y))
#define UOPS_DIVIDE_32(OP)                                                                         \
    OP(UDIVS, false, x / y)                                                                        \
    OP(SDIVS, x == UINT32_C(1) << 31 && y == UINT32_MAX, (uint32_t)((int32_t)x / (int32_t)y))

/* The result is a predicate. */
#define UOPS_COMPARE_64(OP)                                                                        \
    OP(CMPBD, x < y)                                                                               \
    OP(CMPED, x == y)                                                                              \
    OP(CMPLD, (int64_t)x < (int64_t)y)                                                             \
    OP(CMPANDED, (x & y) == 0)
#define UOPS_COMPARE_32(OP)                                                                        \
    OP(CMPBS, x < y)                                                                               \
    OP(CMPES, x == y)                                                                              \
    OP(CMPLS, (int32_t)x < (int32_t)y)

/* Name, bytes, log2 of that. */
#define UOPS_LOAD(OP)                                                                              \
    OP(LDB, 8, 1, 0)                                                                               \
    OP(LDH, 16, 2, 1)                                                                              \
    OP(LDW, 32, 4, 2)                                                                              \
    OP(LDD, 64, 8, 3)
#define UOPS_STORE(OP)                                                                             \
    OP(STB, 8, 1, 0)                                                                               \
    OP(STH, 16, 2, 1)                                                                              \
    OP(STW, 32, 4, 2)                                                                              \
    OP(STD, 64, 8, 3)

#define UOPS_PAIR(name, ...) U_##name##_R, U_##name##_L,
/* A compare and the branch behind it in one. */
#define UOPS_BRANCH(name, ...) U_##name##_BRANCH_R, U_##name##_BRANCH_L,

enum uop_code {
    UOPS_64(UOPS_PAIR) UOPS_32(UOPS_PAIR) UOPS_SHIFT_64(UOPS_PAIR) UOPS_SHIFT_32(UOPS_PAIR)
        UOPS_DIVIDE_64(UOPS_PAIR) UOPS_DIVIDE_32(UOPS_PAIR) UOPS_COMPARE_64(UOPS_PAIR)
            UOPS_COMPARE_32(UOPS_PAIR) UOPS_COMPARE_64(UOPS_BRANCH) UOPS_COMPARE_32(UOPS_BRANCH)
                UOPS_LOAD(UOPS_PAIR) UOPS_STORE(UOPS_PAIR) U_MERGED_R,
    U_MERGED_L,
    U_MERGES_R,
    U_MERGES_L,
    U_MOVTD_R,
    U_MOVTD_L,
    U_SET,            /* a value is the literal */
    U_COPY,           /* a value is another */
    U_COPY_PREDICATE, /* of a predicate to a temporary one */
    U_GUARD,          /* skips the next `skip` steps if its condition is false */
    U_BAD_SHIFT,      /* a constant count that is too large */
    U_WINDOW,         /* the window gets `literal` registers */
    U_NEXT,           /* ends the block: on to the next bundle */
    U_BRANCH,
    U_BRANCH_IF,
    U_CT,
    U_CT_IF,
    U_LEAVE, /* a store has changed the code from here on */
};

struct uop {
    uint8_t code;      /* enum uop_code */
    uint8_t skip;      /* of guards; of branches on a condition: 1 if steps follow */
    uint8_t dst;       /* a value; of compares, copies of predicates: a predicate */
    uint8_t src1;      /* a value */
    uint8_t src2;      /* of _R: a value; of copies of predicates: one */
    uint8_t predicate; /* of merges, guards, transfers */
    uint8_t negated;   /* 1: the condition is that it is false */
    uint8_t bundle;    /* of the block, from 0 */
    int64_t literal;   /* of _L; of CT: which; of guards: how often they have skipped */
};

#endif
