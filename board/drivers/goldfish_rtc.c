/* goldfish_rtc.c - Goldfish real-time clock.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/goldfish_rtc.h"

#include "core/arch.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

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

static void get_time(const struct object *object, union object_value *value)
{
    value->natural = goldfish_rtc_read((uintptr_t)object->state);
}

static const struct object_property properties[] = {
    REGISTER_GET("time", 64, get_time, "nanoseconds since the Unix epoch"),
};
OBJECT_TYPE(goldfish_rtc_type, "goldfish_rtc", &object_device, properties);
