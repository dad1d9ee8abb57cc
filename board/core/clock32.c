/* clock32.c - a clock of 64 bits on a counter of 32.
 *
 * SPDX-License-Identifier: MIT */
#include "core/clock32.h"

#include "core/arch.h"
#include "drivers/mmio.h"

static volatile uint64_t counted; /* when last looked at */

/* A debugger may hold the application here, though interrupts are masked, while others look: what
 * it then puts down is old, but was true. */
uint64_t clock32_read(uintptr_t counter)
{
    unsigned long irq = irq_save();
    uint64_t before = counted;
    uint64_t now = before + (uint32_t)(mmio_read32(counter) - (uint32_t)before);

    counted = now;
    irq_restore(irq);
    return now;
}
