/* enter.S - the ways from one level of execution to another that are not interrupts.
 *
 * SPDX-License-Identifier: MIT */
#include "board/config.h"
#include "frame.h"

    .text

/* _Noreturn void riscv_begin(void *stack_top, void (*prepare)(struct trap_frame *))
 * Leaves the current stack for good: PREPARE makes the frame of an application at the top of
 * that trap stack, does below it what comes first, and returns for the application to go on. */
    .globl riscv_begin
riscv_begin:
    addi sp, a0, -FRAME_SIZE
    mv a0, sp
    jalr a1
    li s0, 1
    j trap_leave

    .option push
    .option norvc

/* void arch_poll(void): a trap that trap_handle() knows by its address; four bytes. */
    .globl arch_poll, riscv_agent_call
    .type arch_poll, %function
arch_poll:
riscv_agent_call:
    ecall
    ret
    .size arch_poll, . - arch_poll

#if BOARD_DEBUG
/* void board_break(void), likewise. */
    .globl board_break, riscv_break_call
board_break:
riscv_break_call:
    ebreak
    ret
#endif

#if BOARD_ISOLATED
/* uint64_t board_gate(uintptr_t, uintptr_t, uintptr_t, unsigned), likewise. */
    .globl board_gate
board_gate:
    ecall
    ret
#endif

#if BOARD_CPUS_MAX > 1
/* Where the application of a hart other than 0 returns to, likewise. */
    .globl riscv_hart_end
riscv_hart_end:
    ecall
    j riscv_hart_end
#endif
    .option pop
