/* goldfish_rtc.c - Goldfish real-time clock.
 * Source: Goldfish virtual hardware guide (Android emulator), "Goldfish timer"; registers of
 * the alarm as QEMU has them.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/goldfish_rtc.h"

#include "core/arch.h"
#include "core/services.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

#define TIME_LOW     0x0 /* reading it latches the high word: low first */
#define TIME_HIGH    0x4
#define ALARM_LOW    0x8
#define ALARM_HIGH   0xc
#define IRQ_ENABLED  0x10
#define ALARM_STATUS 0x18

#define NS_PER_SECOND 1000000000

uint64_t goldfish_rtc_read(const struct goldfish_rtc *rtc)
{
    unsigned long irq = irq_save();
    uint64_t low = mmio_read32(rtc->base + TIME_LOW);
    uint64_t high = mmio_read32(rtc->base + TIME_HIGH);

    irq_restore(irq);
    return high << 32 | low;
}

int64_t goldfish_rtc_offset(const struct goldfish_rtc *rtc)
{
    int64_t forward = (int64_t)rtc->forward;
    int64_t seconds = forward / NS_PER_SECOND, rest = forward % NS_PER_SECOND;

    /* Whoever adds an hour to the time just read means an hour, although that time is past. */
    return seconds + (rest >= NS_PER_SECOND / 2) - (rest <= -NS_PER_SECOND / 2);
}

/* The clock runs between the writes.  With a low word of 0 it is far from a carry, so that
 * the high word written is the one that stays. */
static void write_time(const struct goldfish_rtc *rtc, uint64_t time)
{
    mmio_write32(rtc->base + TIME_LOW, 0);
    mmio_write32(rtc->base + TIME_HIGH, (uint32_t)(time >> 32));
    mmio_write32(rtc->base + TIME_LOW, (uint32_t)time);
}

/* ---------------------------------------------------------------- properties */

static const char *get_time(const struct object *object, union object_value *value)
{
    value->natural = goldfish_rtc_read(object->state);
    return NULL;
}

static const char *set_time(const struct object *object, const union object_value *value)
{
    struct goldfish_rtc *rtc = object->state;
    unsigned long irq = irq_save();
    uint64_t before = goldfish_rtc_read(rtc);

    write_time(rtc, value->natural);
    irq_restore(irq);
    rtc->forward += value->natural - before;
    services_notify(BOARD_NOTICE_RTC);
    return NULL;
}

static const char *get_alarm(const struct object *object, union object_value *value)
{
    const struct goldfish_rtc *rtc = object->state;

    value->natural =
        (uint64_t)mmio_read32(rtc->base + ALARM_HIGH) << 32 | mmio_read32(rtc->base + ALARM_LOW);
    return NULL;
}

static const char *get_irq_enabled(const struct object *object, union object_value *value)
{
    const struct goldfish_rtc *rtc = object->state;

    value->natural = mmio_read32(rtc->base + IRQ_ENABLED);
    return NULL;
}

static const char *get_alarm_status(const struct object *object, union object_value *value)
{
    const struct goldfish_rtc *rtc = object->state;

    value->natural = mmio_read32(rtc->base + ALARM_STATUS);
    return NULL;
}

static const struct object_property properties[] = {
    /* As far as seconds and nanoseconds with a sign reach. */
    {.name = "time",
     .type = "uint64",
     .description = "nanoseconds since the Unix epoch",
     .max = {.natural = INT64_MAX},
     .get = get_time,
     .set = set_time,
     .size = 8,
     .kind = OBJECT_KIND_UINT,
     .flags = OBJECT_READ_WRITE},
    REGISTER_GET("alarm", 64, get_alarm, "when the alarm goes off, nanoseconds since the epoch"),
    REGISTER_GET("alarm-status", 32, get_alarm_status, "1: the alarm is set"),
    REGISTER_GET("irq-enabled", 32, get_irq_enabled, "1: the alarm interrupts"),
};
OBJECT_TYPE(goldfish_rtc_type, "goldfish_rtc", &object_device, properties);
