/* polled.c - the application of a board that takes no interrupt and expects no trap.
 *
 * A fault of the application is a trap all the same.  It is recorded, and the application
 * is left for application_idle(), which polls: the agent stays reachable.  A fault of the
 * agent resets the board.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"
#include "core/arch.h"
#include "core/fault.h"
#include "core/levels.h"
#include "csr.h"

_Noreturn void riscv_enter_application(unsigned long scratch, unsigned long status);
_Noreturn void riscv_polled_trap(void);
void trap_entry(void);

_Noreturn void arch_enter_application(void)
{
    riscv_enter_application(0, 0);
}

_Noreturn void riscv_polled_trap(void)
{
    if (levels_agent_active())
        board_reset();
    board_fault.count++;
    board_fault.cause = csr_read(mcause);
    board_fault.pc = csr_read(mepc);
    board_fault.address = csr_read(mtval);
    application_idle();
}

/* mtvec points here.  Nothing is saved: nothing is returned to. */
__attribute__((naked, aligned(4))) void trap_entry(void)
{
    __asm__ volatile("la sp, __app_stack_top\n\tj riscv_polled_trap");
}
