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
    /* Nobody may touch the page below the application's stack, in machine mode either: a
     * stack that runs away is a fault of the application, not damage.  NAPOT, 4 KiB, locked
     * without permissions. */
    la t0, __app_stack_guard
    srli t0, t0, 2
    ori t0, t0, (4096 / 8 - 1)
    csrw pmpaddr0, t0
    li t0, 0x98
    csrw pmpcfg0, t0
    la sp, __agent_stack_top
    tail image_start

park:
    wfi
    j park
