/* clock32.c - a clock of 64 bits on a counter of 32.
 *
 * SPDX-License-Identifier: MIT */
#include "core/clock32.h"

#include "core/arch.h"
#include "drivers/mmio.h"

static uint32_t rounds, last;

uint64_t clock32_read(uintptr_t counter)
{
    unsigned long irq = irq_save();
    uint32_t now = mmio_read32(counter);
    uint64_t count;

    if (now < last)
        rounds++;
    last = now;
    count = (uint64_t)rounds << 32 | now;
    irq_restore(irq);
    return count;
}
