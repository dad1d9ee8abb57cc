/* enter.S - calls function0 with all registers but x2 and x3 from a struct state, and stores
 * what it leaves in them.
 *
 * SPDX-License-Identifier: MIT */
    .text
    .globl blocks_enter
    .type blocks_enter, @function
blocks_enter:
    addi sp, sp, -128
    sd ra, 0(sp)
    sd gp, 8(sp)
    sd tp, 16(sp)
    .set at, 24
    .irp r, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27
    sd x\r, at(sp)
    .set at, at + 8
    .endr
    mv gp, a0
    .irp r, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    ld x\r, 8 * \r(gp)
    .endr
    call function0
    .irp r, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    sd x\r, 8 * \r(gp)
    .endr
    .set at, 24
    .irp r, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27
    ld x\r, at(sp)
    .set at, at + 8
    .endr
    ld tp, 16(sp)
    ld gp, 8(sp)
    ld ra, 0(sp)
    addi sp, sp, 128
    ret
    .size blocks_enter, . - blocks_enter
