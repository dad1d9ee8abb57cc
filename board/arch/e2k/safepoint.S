/* safepoint.S - the ways from the application to the agent: what rv2e2k lets it call at
 * safepoints, so that an application that hangs does not shut the agent out, and the calls that
 * it makes by itself.
 *
 * All registers are saved where the agent can see and change them, but only once it is known
 * that the agent is to run: an application that nobody looks at pays for the look alone.
 *
 * SPDX-License-Identifier: MIT */
#include "frame.h"

/* rv2e2k's: the safepoint's line in its table, and on behind the safepoint. */
    .macro safepoint_line rd
    .insn i 0x0b, 1, \rd, x0, 0
    .endm
    .macro resume
    .insn i 0x0b, 0, x0, x0, 0
    .endm

/* Those that a function keeps, and the two that nobody changes. */
    .macro each_kept operation
    .irp n, 3,4,8,9,18,19,20,21,22,23,24,25,26,27
    \operation x\n, FRAME_X(\n)(sp)
    .endr
    .endm

/* Those that it does not keep. */
    .macro each_lost operation
    .irp n, 1,5,6,7,10,11,12,13,14,15,16,17,28,29,30,31
    \operation x\n, FRAME_X(\n)(sp)
    .endr
    .endm

/* Entered from any instruction of the application, so every register is live; sp is valid,
 * and nothing below it is used (RISC-V ELF psABI: no red zone).  It may also not come back:
 * board_app_restart(). */
    .section .safepoint, "ax"
    .globl e2k_safepoint
    .type e2k_safepoint, @function
e2k_safepoint:
    addi sp, sp, -FRAME_SIZE
    each_lost sd
    addi t0, sp, FRAME_SIZE
    sd t0, FRAME_X(2)(sp)
    safepoint_line t0
    sd t0, FRAME_LINE(sp)
    call enter_wanted
    beqz a0, 1f
    each_kept sd
    mv a0, sp
    call enter_at_safepoint
    each_kept ld
1:  each_lost ld
    ld sp, FRAME_X(2)(sp)
    resume
    .size e2k_safepoint, . - e2k_safepoint

    .text

/* void board_poll(void) */
    .globl board_poll
    .type board_poll, @function
board_poll:
    addi sp, sp, -16
    sd ra, 0(sp)
    call enter_wanted
    ld ra, 0(sp)
    addi sp, sp, 16
    bnez a0, 1f
    ret
1:  la t0, enter_at_poll
    j enter_from_call
    .size board_poll, . - board_poll

/* void board_break(void) */
    .globl board_break
    .type board_break, @function
board_break:
    la t0, enter_at_break
    .size board_break, . - board_break

/* In t0 the function of C that is given the frame. */
enter_from_call:
    mv t1, sp
    addi sp, sp, -FRAME_SIZE
    sd ra, FRAME_X(1)(sp)
    sd t1, FRAME_X(2)(sp)
    each_kept sd
    mv a0, sp
    jalr t0
    each_kept ld
    ld ra, FRAME_X(1)(sp)
    ld sp, FRAME_X(2)(sp)
    ret
