/* irq.h - masking interrupts on RISC-V, machine mode; see core/arch.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_IRQ_H
#define RISCV_IRQ_H

#include "board/config.h"

#define ARCH_RESTARTS_AT_ONCE 1

#if BOARD_POLLED

static inline unsigned long irq_save(void)
{
    return 0;
}

static inline void irq_restore(unsigned long state)
{
    (void)state;
}

#else

static inline unsigned long irq_save(void)
{
    unsigned long status;

    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(status) : : "memory");
    return status & 8;
}

static inline void irq_restore(unsigned long state)
{
    __asm__ volatile("csrs mstatus, %0" : : "r"(state) : "memory");
}

static inline void irq_disable(void)
{
    __asm__ volatile("csrci mstatus, 8" : : : "memory");
}

static inline void irq_enable(void)
{
    __asm__ volatile("csrsi mstatus, 8" : : : "memory");
}

/* wfi wakes for an interrupt enabled in mie even while mstatus masks it. */
static inline void irq_wait(void)
{
    __asm__ volatile("wfi" : : : "memory");
}

#endif
#endif
