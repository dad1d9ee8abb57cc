/* fault.c - faults: of a probe, of the application, of everything else.
 *
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "application.h"
#include "board/board.h"
#include "board/config.h"
#include "core/fault.h"
#include "core/levels.h"
#include "pass.h"
#include "scb.h"
#include "stop.h"
#include "vectors.h"

extern const char armv7m_probe_begin[], armv7m_probe_end[], semihosting_call[];

uint32_t armv7m_fault(struct exception_frame *frame, uint32_t exc_return,
                      const struct fault_frame *saved);

/* Writing ones clears. */
static void clear_status(void)
{
    mmio_write32(SCB_CFSR, 0xffffffffu);
    mmio_write32(SCB_HFSR, 0xffffffffu);
}

static bool is_in_probe(const struct exception_frame *frame)
{
    return frame->pc >= (uintptr_t)armv7m_probe_begin && frame->pc < (uintptr_t)armv7m_probe_end;
}

#if BOARD_DEBUG

/* A frame that could not be written cannot be read either. */
static bool is_known(const struct exception_frame *frame)
{
    (void)frame;
    return !(mmio_read32(SCB_CFSR) & CFSR_STACKING);
}

uint32_t armv7m_fault(struct exception_frame *frame, uint32_t exc_return,
                      const struct fault_frame *saved)
{
    bool known = is_known(frame), breaks = known && stop_is_break(frame);

    if (known && frame->pc == (uintptr_t)semihosting_call)
        frame->pc += 2; /* nobody listens */
    else if (breaks && pass_end(frame->pc))
        ; /* there is another instruction now */
    else if (application_is_at(frame, exc_return))
        stop_application(frame);
    else if (is_in_probe(frame) && !breaks)
        frame->pc = (uint32_t)(uintptr_t)armv7m_probe_end & ~1u;
    else if (!(breaks && pass_break(frame, saved)) && !stop_watching())
        stop_for_good(frame);
    clear_status();
    return exc_return;
}

/* An instruction that is passed may use any register. */
#define SAVE    "push {r3-r11, lr}\n\tmov r2, sp\n\t"
#define RESTORE "pop {r3-r11, lr}\n\t"

#else

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

uint32_t armv7m_fault(struct exception_frame *frame, uint32_t exc_return,
                      const struct fault_frame *saved)
{
    (void)saved;
    if (frame->pc == (uintptr_t)semihosting_call) {
        frame->pc += 2; /* nobody listens */
    } else if (application_is_at(frame, exc_return)) {
        record(frame);
        exc_return = application_continue_at(application_idle, exc_return, frame);
    } else if (is_in_probe(frame)) {
        frame->pc = (uint32_t)(uintptr_t)armv7m_probe_end & ~1u;
    } else {
        board_reset();
    }
    clear_status();
    return exc_return;
}

#define SAVE
#define RESTORE

#endif

__attribute__((naked)) void fault_handler(void)
{
    __asm__ volatile("tst lr, #4\n\t"
                     "ite eq\n\t"
                     "mrseq r0, msp\n\t"
                     "mrsne r0, psp\n\t"
                     "mov r1, lr\n\t" SAVE "bl armv7m_fault\n\t" RESTORE "bx r0");
}
