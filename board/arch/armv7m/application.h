/* application.h - putting the application's thread where it shall continue.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_APPLICATION_H
#define ARMV7M_APPLICATION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/levels.h"
#include "frame.h"
#include "scb.h"

/* Makes the thread continue at ENTRY on an empty application stack, with the application's
 * interrupts off.  Context: an exception with EXC_RETURN, whose stacked frame, if it came
 * from a handler, is FRAME.  Returns the EXC_RETURN to leave with: a handler of the
 * application that was cut short is unwound on the way. */
uint32_t application_continue_at(void (*entry)(void), uint32_t exc_return,
                                 struct exception_frame *frame);

/* True when the exception with EXC_RETURN and FRAME interrupted the application.  Thread mode on
 * the process stack is the application; so is a handler while the agent is
 * not active, unless it is one of the board's. */
static inline bool application_is_at(const struct exception_frame *frame, uint32_t exc_return)
{
    uint32_t exception;

    if (exc_return == EXC_RETURN_THREAD)
        return true;
    if (exc_return != EXC_RETURN_HANDLER || levels_agent_active())
        return false;
    exception = frame->xpsr & XPSR_EXCEPTION;
    return exception >= 16 && mmio_read8(NVIC_IPR(exception - 16)) >= PRIORITY_APPLICATION;
}

#endif
