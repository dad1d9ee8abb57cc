/* safepoint.S - what rv2e2k lets a loop of the application call now and then, so that an
 * application that hangs does not shut the agent out.
 *
 * Entered from any instruction of the application, so every register is live; sp is valid,
 * and nothing below it is used (RISC-V ELF psABI: no red zone).  board_poll() keeps the
 * callee-saved registers.  It may also not come back: board_app_restart().
 *
 * SPDX-License-Identifier: MIT */

    .section .safepoint, "ax"
    .globl e2k_safepoint
e2k_safepoint:
    addi sp, sp, -128
    sd ra, 0(sp)
    .irp n, 0,1,2,3,4,5,6
    sd t\n, (8 + 8 * \n)(sp)
    .endr
    .irp n, 0,1,2,3,4,5,6,7
    sd a\n, (64 + 8 * \n)(sp)
    .endr
    call board_poll
    ld ra, 0(sp)
    .irp n, 0,1,2,3,4,5,6
    ld t\n, (8 + 8 * \n)(sp)
    .endr
    .irp n, 0,1,2,3,4,5,6,7
    ld a\n, (64 + 8 * \n)(sp)
    .endr
    addi sp, sp, 128
    .insn i 0x0b, 0, x0, x0, 0 /* custom-0: rv2e2k's "back to the loop" */
