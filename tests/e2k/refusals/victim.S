/* victim.S - a program for refusals.py to spoil: `victim` is the instruction it replaces.
 *
 * SPDX-License-Identifier: MIT */
    .text
    .globl main
    .type main, @function
main:
    addi sp, sp, -16
    sd ra, 0(sp)
    call helper
    lla t0, number
    lw a1, 0(t0)
    add a0, a0, a1
    ld ra, 0(sp)
    addi sp, sp, 16
    ret
    .size main, . - main

    .globl helper
    .type helper, @function
helper:
    li a0, 1
    .globl victim
victim:
    nop
    addi a0, a0, 1
    ret
    .size helper, . - helper

    .data
    .balign 8
    .globl number
number:
    .word 5
