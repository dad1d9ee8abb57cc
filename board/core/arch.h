/* arch.h - what the processor's folder (board/arch/<arch>) gives to the rest of the board.
 *
 * irq.h of that folder gives, inline:
 *   unsigned long irq_save(void)         masks interrupts, returns what they were
 *   void irq_restore(unsigned long)      puts them back
 *   void irq_disable(void), irq_enable(void)
 *   void irq_wait(void)                  interrupts masked: sleeps until one is pending,
 *                                        and returns without taking it
 * On a polled board irq_save() and irq_restore() do nothing.
 * It may also say
 *   ARCH_POLLS              1: board_poll() and board_break() are the folder's, which calls
 *                           levels_look() and levels_run_agent().  On a polled board without traps.
 *   ARCH_RESTARTS_AT_ONCE   1: there is arch_restart_application(), and levels_run_agent() never
 *                           returns true.  Otherwise it is done when the agent level is left.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_ARCH_H
#define CORE_ARCH_H

#include <stddef.h>

#include "board/config.h"
#include "irq.h"

#ifndef ARCH_POLLS
#define ARCH_POLLS 0
#endif
#ifndef ARCH_RESTARTS_AT_ONCE
#define ARCH_RESTARTS_AT_ONCE 0
#endif

/* Leaves the reset context for good: runs the agent level once, then application_main()
 * on the application's stack.  Interrupts are masked on entry. */
_Noreturn void arch_run(void);

/* Polled boards without traps: application_main() on an empty application stack. */
_Noreturn void arch_enter_application(void);

/* Polled boards with traps: traps, for levels_look() and the agent to run there. */
void arch_poll(void);

/* ARCH_RESTARTS_AT_ONCE: rewrites what the processor saved of the application, which is held, so
 * that it begins application_main() on an empty stack; its interrupts are off, and other
 * processors no longer run it.  Context: agent. */
void arch_restart_application(void);

/* Makes the processor enter the agent level as soon as no interrupt is being handled.
 * Called while the agent is not active. */
void arch_pend_agent(void);

/* Copies byte by byte; stops before the access that faults.  Returns how many were copied.
 * TO or FROM may be anything, but only one of the two may fault. */
size_t arch_probe_copy(void *to, const void *from, size_t size);

/* The same in words of a pointer's size, of which TO, FROM and SIZE are multiples. */
size_t arch_probe_words(void *to, const void *from, size_t size);

/* Copies with one access of WIDTH bytes (1, 2, 4, up to a pointer's size) on each side.  Returns
 * WIDTH, or 0 when one of them faulted. */
size_t arch_probe_one(void *to, const void *from, size_t width);

#endif
