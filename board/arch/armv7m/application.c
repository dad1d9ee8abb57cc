/* application.c - putting the application's thread where it shall continue.
 *
 * The thread itself is simple: a new frame on an empty process stack.  But the application
 * may have been inside handlers of its own, and only an exception return ends a handler.
 * So the interrupted handler is made to continue in unwind(), which returns from it, into
 * the next handler that is still active, again at unwind(), and at last to the thread.
 *
 * SPDX-License-Identifier: MIT */
#include "application.h"

#include <string.h>

#include "core/levels.h"
#include "nvic.h"
#include "scb.h"

extern char __agent_stack_top[], __app_stack_top[];

void armv7m_unwind(void);
uint32_t armv7m_unwind_next(void);

/* The topmost frame of the stack that ends at TOP; by way of an integer, as the compiler
 * takes the symbol for an object that begins there. */
static struct exception_frame *top_frame(const char *top)
{
    return (struct exception_frame *)((uintptr_t)top - sizeof(struct exception_frame));
}

static void fill(struct exception_frame *frame, void (*entry)(void), uint32_t exception)
{
    memset(frame, 0, sizeof *frame);
    frame->pc = (uint32_t)(uintptr_t)entry & ~1u;
    frame->xpsr = XPSR_THUMB | exception;
}

uint32_t application_continue_at(void (*entry)(void), uint32_t exc_return,
                                 struct exception_frame *frame)
{
    struct exception_frame *thread = top_frame(__app_stack_top);

    nvic_quiet_application();
    fill(thread, entry, 0);
    __asm__ volatile("msr psp, %0" : : "r"(thread) : "memory");
    if (exc_return != EXC_RETURN_HANDLER)
        return EXC_RETURN_THREAD;
    frame->pc = (uint32_t)(uintptr_t)armv7m_unwind & ~1u;
    frame->xpsr = XPSR_THUMB | (frame->xpsr & XPSR_EXCEPTION);
    return EXC_RETURN_HANDLER;
}

/* The number of an active exception other than CURRENT: a line or SVCall or SysTick. */
static uint32_t other_active(uint32_t current)
{
    uint32_t system = mmio_read32(SCB_SHCSR);

    for (uint32_t first = 16; first < 16 + 32 * NVIC_WORDS; first += 32) {
        uint32_t active = mmio_read32(NVIC_IABR((first - 16) / 32));

        if (current >= first && (NVIC_WORDS == 1 || current < first + 32))
            active &= ~(1u << (current - first));
        if (active != 0)
            return first + (uint32_t)__builtin_ctz(active);
    }
    if ((system & 1u << 7) && current != 11)
        return 11;
    return 15;
}

/* Prepares the frame to which the current handler returns, at the top of the main stack. */
uint32_t armv7m_unwind_next(void)
{
    uint32_t current;

    if (mmio_read32(SCB_ICSR) & ICSR_RETTOBASE)
        return EXC_RETURN_THREAD;
    __asm__ volatile("mrs %0, ipsr" : "=r"(current));
    fill(top_frame(__agent_stack_top), armv7m_unwind, other_active(current));
    return EXC_RETURN_HANDLER;
}

/* Runs as the body of each handler that is cut short.  The main stack holds only what
 * these handlers left there; the scratch room keeps it clear of the frame being built. */
__attribute__((naked)) void armv7m_unwind(void)
{
    __asm__ volatile("cpsid i\n\t"
                     "ldr r0, =__agent_stack_top - 64\n\t"
                     "mov sp, r0\n\t"
                     "bl armv7m_unwind_next\n\t"
                     "ldr r1, =__agent_stack_top\n\t"
                     "cmn r0, #3\n\t" /* EXC_RETURN_THREAD: the main stack is empty */
                     "it ne\n\t"
                     "subne r1, #32\n\t"
                     "mov sp, r1\n\t"
                     "cpsie i\n\t"
                     "bx r0\n\t"
                     ".ltorg");
}
