/* start.S - from reset to image_start().
 *
 * SPDX-License-Identifier: MIT */

    .section .start, "ax"
    .globl board_start
board_start:
    /* A reset through sifive_test leaves the CSRs as QEMU resets them, but a boot loader
     * may have left anything. */
    csrw mie, zero
    csrci mstatus, 8
    csrw mscratch, zero
    la t0, trap_entry
    csrw mtvec, t0
    /* Harts other than 0 are not used. */
    csrr t0, mhartid
    bnez t0, park
    la sp, __agent_stack_top
    tail image_start

park:
    wfi
    j park
