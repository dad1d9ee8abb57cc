/* irq.h - there are no interrupts on e2k; see core/arch.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_IRQ_H
#define E2K_IRQ_H

#include "board/config.h"

#if !BOARD_POLLED
#error "no interrupt is delivered on e2k: BOARD_POLLED=1"
#endif

#define ARCH_POLLS            1
#define ARCH_RESTARTS_AT_ONCE 1

static inline unsigned long irq_save(void)
{
    return 0;
}

static inline void irq_restore(unsigned long state)
{
    (void)state;
}

#endif
