/* fault.c - faults: of a probe, of the application, of everything else.
 *
 * SPDX-License-Identifier: MIT */
#include "core/fault.h"

#include <stdbool.h>

#include "application.h"
#include "board/board.h"
#include "core/levels.h"
#include "scb.h"
#include "vectors.h"

extern const char armv7m_probe_begin[], armv7m_probe_end[], semihosting_call[];

uint32_t armv7m_fault(struct exception_frame *frame, uint32_t exc_return);

/* Thread mode on the process stack is the application; so is a handler while the agent is
 * not active, unless it is one of the board's. */
static bool is_application(const struct exception_frame *frame, uint32_t exc_return)
{
    uint32_t exception;

    if (exc_return == EXC_RETURN_THREAD)
        return true;
    if (exc_return != EXC_RETURN_HANDLER || levels_agent_active())
        return false;
    exception = frame->xpsr & XPSR_EXCEPTION;
    return exception >= 16 && mmio_read8(NVIC_IPR(exception - 16)) >= PRIORITY_APPLICATION;
}

/* The frame of a thread whose stack has run out was never written: no pc then. */
static void record(const struct exception_frame *frame)
{
    uint32_t status = mmio_read32(SCB_CFSR);
    bool stacking_failed = status & (1u << 4 | 1u << 12);
    uint32_t exception;

    __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
    board_fault.count++;
    board_fault.cause = exception;
    board_fault.pc = stacking_failed ? 0 : frame->pc;
    board_fault.address = 0;
    if (status & CFSR_BFARVALID)
        board_fault.address = mmio_read32(SCB_BFAR);
    else if (status & CFSR_MMARVALID)
        board_fault.address = mmio_read32(SCB_MMFAR);
}

/* Writing ones clears. */
static void clear_status(void)
{
    mmio_write32(SCB_CFSR, 0xffffffffu);
    mmio_write32(SCB_HFSR, 0xffffffffu);
}

uint32_t armv7m_fault(struct exception_frame *frame, uint32_t exc_return)
{
    if (frame->pc == (uintptr_t)semihosting_call) {
        frame->pc += 2; /* nobody listens */
    } else if (is_application(frame, exc_return)) {
        record(frame);
        exc_return = application_continue_at(application_idle, exc_return, frame);
    } else if (frame->pc >= (uintptr_t)armv7m_probe_begin &&
               frame->pc < (uintptr_t)armv7m_probe_end) {
        frame->pc = (uint32_t)(uintptr_t)armv7m_probe_end & ~1u;
    } else {
        board_reset();
    }
    clear_status();
    return exc_return;
}

__attribute__((naked)) void fault_handler(void)
{
    __asm__ volatile("tst lr, #4\n\t"
                     "ite eq\n\t"
                     "mrseq r0, msp\n\t"
                     "mrsne r0, psp\n\t"
                     "mov r1, lr\n\t"
                     "bl armv7m_fault\n\t"
                     "bx r0");
}
