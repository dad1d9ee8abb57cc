/* irq.h - interrupts of a driver's unit test, in which nothing interrupts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_IRQ_H
#define UNIT_IRQ_H

static inline unsigned long irq_save(void)
{
    return 0;
}

static inline void irq_restore(unsigned long irq)
{
    (void)irq;
}

#endif
