/* goldfish_rtc.c - Goldfish real-time clock.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/goldfish_rtc.h"

#include "core/arch.h"
#include "drivers/mmio.h"

#define TIME_LOW  0x0 /* reading it latches the high word: low first */
#define TIME_HIGH 0x4

uint64_t goldfish_rtc_read(uintptr_t base)
{
    unsigned long irq = irq_save();
    uint64_t low = mmio_read32(base + TIME_LOW);
    uint64_t high = mmio_read32(base + TIME_HIGH);

    irq_restore(irq);
    return high << 32 | low;
}
