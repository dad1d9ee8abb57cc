/* regressions.S - what was once translated wrongly.
 *
 * SPDX-License-Identifier: MIT */
#include "table.inc"

    .macro form text
    table_function regression_operations, regressions
    \text
    ret
    .endm

    table_begin regression_operations

    /* Two operands, of which one is a copy of what the other was before its addition. */
    .irp m, add, sub, sll, slt, sltu, xor, srl, sra, or, and, addw, subw, sllw, srlw, sraw
    form "mv t1, a0; addi a0, a0, -32; \m t2, a0, t1; xor a0, a0, t2; add a0, a0, t1"
    form "mv t1, a0; addi a0, a0, -32; \m t2, t1, a0; xor a0, a0, t2; add a0, a0, t1"
    .endr
    .irp m, mul, mulh, mulhsu, mulhu, div, divu, rem, remu, mulw, divw, divuw, remw, remuw
    form "mv t1, a0; addi a0, a0, -32; \m t2, a0, t1; xor a0, a0, t2; add a0, a0, t1"
    form "mv t1, a0; addi a0, a0, -32; \m t2, t1, a0; xor a0, a0, t2; add a0, a0, t1"
    .endr
    .irp m, beq, bne, blt, bge, bltu, bgeu
    form "mv t1, a0; addi a0, a0, -32; \m a0, t1, 1f; xori a0, a0, 1; 1: add a0, a0, t1"
    form "mv t1, a0; addi a0, a0, -32; \m t1, a0, 1f; xori a0, a0, 1; 1: add a0, a0, t1"
    .endr

    /* A long jump to a place that nothing else mentions, where a region that is as long as can
     * be ends between its two instructions. */
    .irp before, 15, 31, 63, 127
    table_function regression_operations, regressions
    .rept \before
    addi a0, a0, 3
    .endr
    jump .Lfar\before, t0
    addi a0, a0, 5
    ret
.Lfar\before:
    slli a0, a0, 1
    ret
    .endr

    /* Sums of constants that only fit modulo 2^64. */
    form "li t0, 0x7fffffffffffffff; add a0, a0, t0; add a0, a0, t0; addi a0, a0, 2"
    form "sd a1, -8(sp); li t0, 0x7fffffffffffffff; add t1, sp, t0; add t1, t1, t0; ld a0, -6(t1)"

    table_end regression_operations
