/* registers.S - every instruction of two registers, each in several forms: which registers
 * coincide, x0 as a source and as the destination, high registers, short chains.
 *
 * SPDX-License-Identifier: MIT */
#include "table.inc"

    .macro form name, text
    table_function register_operations, \name
    \text
    ret
    .endm

    .macro forms m
    form \m, "\m a0, a0, a1"
    form \m, "\m a0, a1, a0"
    form \m, "\m a0, a0, a0"
    form \m, "\m a0, a0, zero"
    form \m, "\m a0, zero, a1"
    form \m, "\m a0, zero, zero"
    /* The result is dropped; what stands in x0 must still be 0. */
    form \m, "\m zero, a0, a1; add a0, zero, zero"
    form \m, "\m zero, a0, a1; add a0, a1, zero"
    form \m, "\m a1, a0, a1; mv a0, a1"
    form \m, "mv t6, a0; \m t6, t6, a1; mv t5, t6; xor a0, t5, a1"
    form \m, "mv a7, a1; \m t3, a0, a7; \m t4, a7, a0; \m a0, t3, t4"
    form \m, "\m a0, a0, a1; \m a0, a0, a1; \m a0, a1, a0"
    /* Operands are overwritten right behind. */
    form \m, "\m t0, a0, a1; li a0, -5; li a1, 9; \m t1, a0, a1; sub a0, t0, t1"
    .endm

    table_begin register_operations
    .irp m, add, sub, sll, slt, sltu, xor, srl, sra, or, and
    forms \m
    .endr
    .irp m, addw, subw, sllw, srlw, sraw
    forms \m
    .endr
    .irp m, mul, mulh, mulhsu, mulhu, div, divu, rem, remu
    forms \m
    .endr
    .irp m, mulw, divw, divuw, remw, remuw
    forms \m
    .endr
    table_end register_operations
