/* branches.S - every branch: forwards, backwards, to the next instruction, over one, with x0
 * and with equal registers, behind instructions that make or destroy its operands.
 *
 * Each function returns 1 or more where the branch was taken.
 *
 * SPDX-License-Identifier: MIT */
#include "table.inc"

    .macro begin m
    table_function branch_operations, \m
    .endm

    .macro compare m, first, second
    begin \m
    \m \first, \second, 1f
    li a0, 0
    ret
1:  li a0, 1
    ret
    .endm

    .macro forms m
    compare \m, a0, a1
    compare \m, a1, a0
    compare \m, a0, a0
    compare \m, a0, zero
    compare \m, zero, a1
    compare \m, zero, zero

    /* backwards */
    begin \m
    j 2f
1:  li a0, 1
    ret
2:  \m a0, a1, 1b
    li a0, 0
    ret

    /* over one instruction, and to the next: both ways go on there */
    begin \m
    mv t0, a0
    \m a0, a1, 1f
    addi t0, t0, 3
1:  \m t0, a1, 2f
2:  slli t0, t0, 1
    \m t0, a0, 3f
    xori t0, t0, 5
3:  mv a0, t0
    ret

    /* the operands are made just before */
    begin \m
    addi t0, a0, 1
    addi t1, a1, -1
    \m t0, t1, 1f
    addi t0, t0, 16
    \m t1, t0, 1f
    slli t0, t0, 2
1:  mv a0, t0
    ret

    /* the operands are overwritten in the instruction before the branch and behind it */
    begin \m
    mv t0, a0
    sub a0, a1, a0
    \m t0, a1, 1f
    mv t0, a0
    mv a1, zero
1:  add t0, t0, a1
    xor a0, t0, a0
    ret

    /* a loop that is left by the branch, or after 20 turns */
    begin \m
    li t0, 20
1:  addi t0, t0, -1
    \m a0, a1, 2f
    srli a0, a0, 1
    addi a1, a1, 3
    bnez t0, 1b
2:  add a0, a0, t0
    ret

    /* a loop that goes on by the branch, at most 20 turns */
    begin \m
    li t0, 0
1:  addi t0, t0, 1
    li t1, 20
    beq t0, t1, 2f
    srai a1, a1, 1
    addi a0, a0, -3
    \m a0, a1, 1b
2:  slli a0, a0, 5
    add a0, a0, t0
    ret
    .endm

    table_begin branch_operations
    .irp m, beq, bne, blt, bge, bltu, bgeu
    forms \m
    .endr
    table_end branch_operations
