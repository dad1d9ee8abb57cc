/* start.S - from reset to image_start(), or of harts other than 0 to harts_begin().
 *
 * SPDX-License-Identifier: MIT */
#include "board/config.h"

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
    csrr a0, mhartid
    bnez a0, other
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

/* Until hart 0 wakes it there are no data, and so no stack. */
other:
#if BOARD_CPUS_MAX > 1
    li t0, BOARD_CPUS_MAX
    bgeu a0, t0, park
    csrwi mie, 8
1:  wfi
    csrr t0, mip
    andi t0, t0, 8
    beqz t0, 1b
    la sp, riscv_hart_stacks
    li t0, BOARD_CPU_TRAP_STACK
    mul t0, t0, a0
    add sp, sp, t0
    tail harts_begin
#endif

park:
    wfi
    j park
