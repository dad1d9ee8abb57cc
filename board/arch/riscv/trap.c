/* trap.c - what a trap leads to: a device's handler, a probe's fix-up, the agent level.
 *
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "board/board.h"
#include "core/arch.h"
#include "core/deadlines.h"
#include "core/fault.h"
#include "core/levels.h"
#include "csr.h"
#include "drivers/clint.h"
#include "drivers/plic.h"
#include "frame.h"

extern char __agent_stack_top[], __app_stack_top[];
extern const char riscv_probe_begin[], riscv_probe_end[];

_Noreturn void riscv_enter_application(unsigned long scratch, unsigned long status);
void trap_handle(struct trap_frame *frame, bool from_application, unsigned long cause,
                 unsigned long value);

/* Rewrites FRAME so that leaving the trap enters ENTRY on an empty application stack. */
static void frame_begin(struct trap_frame *frame, void (*entry)(void))
{
    memset(frame, 0, sizeof *frame);
    frame->pc = (unsigned long)entry;
    frame->x[1] = (unsigned long)__app_stack_top;
    frame->status = MSTATUS_MPP_M | MSTATUS_MPIE;
}

static bool probe_fix_up(struct trap_frame *frame)
{
    if (frame->pc < (uintptr_t)riscv_probe_begin || frame->pc >= (uintptr_t)riscv_probe_end)
        return false;
    frame->pc = (uintptr_t)riscv_probe_end;
    return true;
}

static void application_fault(struct trap_frame *frame, unsigned long cause, unsigned long value)
{
    board_fault.count++;
    board_fault.cause = cause;
    board_fault.pc = frame->pc;
    board_fault.address = value;
    frame_begin(frame, application_idle);
}

void trap_handle(struct trap_frame *frame, bool from_application, unsigned long cause,
                 unsigned long value)
{
    if (cause == MCAUSE_EXTERNAL)
        plic_dispatch();
    else if (cause == MCAUSE_TIMER)
        deadlines_service();
    else if (cause == MCAUSE_SOFTWARE)
        clint_clear_software();
    else if (from_application)
        application_fault(frame, cause, value);
    else if (!probe_fix_up(frame))
        board_reset();

    if (from_application && levels_agent_wanted() && levels_run_agent())
        frame_begin(frame, application_main);
}

/* Only the application needs the software interrupt: from a trap, trap_handle() looks. */
void arch_pend_agent(void)
{
    if (csr_read(mscratch) != 0)
        clint_raise_software();
}

_Noreturn void arch_run(void)
{
    csr_write(mie, MIE_SOFTWARE | MIE_TIMER | MIE_EXTERNAL);
    levels_run_agent();
    riscv_enter_application((unsigned long)__agent_stack_top, MSTATUS_MIE);
}
