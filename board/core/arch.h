/* arch.h - what the processor's folder (board/arch/<arch>) gives to the rest of the board.
 *
 * irq.h of that folder gives, inline:
 *   unsigned long irq_save(void)         masks interrupts, returns what they were
 *   void irq_restore(unsigned long)      puts them back
 *   void irq_disable(void), irq_enable(void)
 *   void irq_wait(void)                  interrupts masked: sleeps until one is pending,
 *                                        and returns without taking it
 * On a polled board irq_save() and irq_restore() do nothing.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_ARCH_H
#define CORE_ARCH_H

#include <stddef.h>

#include "irq.h"

/* Leaves the reset context for good: runs the agent level once, then application_main()
 * on the application's stack.  Interrupts are masked on entry. */
_Noreturn void arch_run(void);

/* Polled boards: application_main() on an empty application stack. */
_Noreturn void arch_enter_application(void);

/* Makes the processor enter the agent level as soon as no interrupt is being handled.
 * Called while the agent is not active. */
void arch_pend_agent(void);

/* Copies bytes; stops before the access that faults.  Returns how many were copied.
 * TO or FROM may be anything, but only one of the two may fault. */
size_t arch_probe_copy(void *to, const void *from, size_t size);

#endif
