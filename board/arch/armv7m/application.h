/* application.h - putting the application's thread where it shall continue.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_APPLICATION_H
#define ARMV7M_APPLICATION_H

#include <stdint.h>

/* What the processor stacks for an exception. */
struct exception_frame {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
};

#define XPSR_THUMB     (1u << 24)
#define XPSR_EXCEPTION 0x1ffu

/* Makes the thread continue at ENTRY on an empty application stack, with the application's
 * interrupts off.  Context: an exception with EXC_RETURN, whose stacked frame, if it came
 * from a handler, is FRAME.  Returns the EXC_RETURN to leave with: a handler of the
 * application that was cut short is unwound on the way. */
uint32_t application_continue_at(void (*entry)(void), uint32_t exc_return,
                                 struct exception_frame *frame);

#endif
