/* irq.h - masking interrupts on ARMv7-M; see core/arch.h.
 *
 * PRIMASK also holds back PendSV and with it the agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_IRQ_H
#define ARMV7M_IRQ_H

#include "board/config.h"

#define ARCH_RESTARTS_AT_ONCE BOARD_DEBUG

static inline unsigned long irq_save(void)
{
    unsigned long primask;

    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(primask) : : "memory");
    return primask;
}

static inline void irq_restore(unsigned long state)
{
    __asm__ volatile("msr primask, %0" : : "r"(state) : "memory");
}

static inline void irq_disable(void)
{
    __asm__ volatile("cpsid i" : : : "memory");
}

/* The barrier has what is pending taken here, even when masked again at once. */
static inline void irq_enable(void)
{
    __asm__ volatile("cpsie i\n\tisb" : : : "memory");
}

/* wfi wakes for an interrupt that only PRIMASK holds back. */
static inline void irq_wait(void)
{
    __asm__ volatile("dsb\n\twfi" : : : "memory");
}

#endif
