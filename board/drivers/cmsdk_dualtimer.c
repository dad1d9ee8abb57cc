/* cmsdk_dualtimer.c - Arm's CMSDK dual timer: one half is the clock, the other the alarm.
 * Source: Cortex-M System Design Kit Technical Reference Manual, "APB dual timers".
 *
 * Timer 1 counts down through 2^32 for ever, at 25 MHz / 16, which takes 45 minutes.  Each
 * round interrupts, and each look at the clock counts a round it finds: time is lost only
 * when interrupts stay masked and nobody looks for a whole round.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/cmsdk_dualtimer.h"

#include "board/board.h"
#include "core/arch.h"
#include "core/deadlines.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

#define BASE 0x40002000u

#define TIMER1_AT 0x00
#define TIMER2_AT 0x20

#define TIMER1 (BASE + TIMER1_AT)
#define TIMER2 (BASE + TIMER2_AT)

#define LOAD    0x00
#define VALUE   0x04
#define CONTROL 0x08
#define INTCLR  0x0c

#define CONTROL_ONE_SHOT 0x01u
#define CONTROL_32_BITS  0x02u
#define CONTROL_BY_16    0x04u
#define CONTROL_INT      0x20u
#define CONTROL_ENABLE   0x80u

/* 25 ticks are 16 microseconds. */
#define TICKS        25u
#define MICROSECONDS 16u

/* Microseconds whose product with TICKS fits 32 bits: some three minutes. */
#define FARTHEST (UINT32_MAX / TICKS)

static volatile uint64_t counted; /* ticks when last looked at */

/* Interrupts are masked.  A debugger may hold the application here all the same, while others look:
 * what it then puts down is old, but was true. */
static uint64_t ticks(void)
{
    uint64_t before = counted;
    uint64_t now = before + (uint32_t)(~mmio_read32(TIMER1 + VALUE) - (uint32_t)before);

    counted = now;
    return now;
}

/* VALUE * 16 / 25 in steps of 16 bits: a 64-bit division costs this processor a library
 * function larger than this file. */
static uint64_t microseconds(uint64_t value)
{
    uint64_t quotient = 0;
    uint32_t rest = 0;

    for (int shift = 48; shift >= 0; shift -= 16) {
        uint32_t part = rest << 16 | (uint32_t)(value >> shift & 0xffff);

        quotient |= (uint64_t)(part / TICKS) << shift;
        rest = part % TICKS;
    }
    return quotient * MICROSECONDS + rest * MICROSECONDS / TICKS;
}

uint64_t board_clock(void)
{
    unsigned long irq = irq_save();
    uint64_t now = ticks();

    irq_restore(irq);
    return microseconds(now);
}

void timer_program(uint64_t when)
{
    uint64_t now = board_clock();
    uint64_t left = when > now ? when - now : 0;
    uint32_t load = FARTHEST * (TICKS / MICROSECONDS); /* comes early and is programmed again */

    mmio_write32(TIMER2 + CONTROL, 0);
    mmio_write32(TIMER2 + INTCLR, 1);
    if (when == UINT64_MAX)
        return;
    if (left < FARTHEST)
        load = (uint32_t)left * TICKS / MICROSECONDS + 1;
    mmio_write32(TIMER2 + LOAD, load);
    mmio_write32(TIMER2 + CONTROL,
                 CONTROL_ONE_SHOT | CONTROL_32_BITS | CONTROL_BY_16 | CONTROL_INT | CONTROL_ENABLE);
}

void cmsdk_dualtimer_service(void *device)
{
    (void)device;
    mmio_write32(TIMER1 + INTCLR, 1);
    mmio_write32(TIMER2 + INTCLR, 1);
    deadlines_service();
}

void cmsdk_dualtimer_init(void)
{
    mmio_write32(TIMER2 + CONTROL, 0);
    mmio_write32(TIMER2 + INTCLR, 1);
    mmio_write32(TIMER1 + CONTROL, 0);
    mmio_write32(TIMER1 + LOAD, UINT32_MAX);
    mmio_write32(TIMER1 + INTCLR, 1);
    mmio_write32(TIMER1 + CONTROL, CONTROL_32_BITS | CONTROL_BY_16 | CONTROL_INT | CONTROL_ENABLE);
    counted = 0;
}

static const struct object_property properties[] = {
    REGISTER_READ("timer1-load", 32, TIMER1_AT + LOAD, "ticks of a round of the clock"),
    REGISTER_READ("timer1-value", 32, TIMER1_AT + VALUE, "ticks of 640 ns left of the round"),
    REGISTER_READ("timer1-control", 32, TIMER1_AT + CONTROL, "bit 7: runs"),
    REGISTER_READ("timer2-load", 32, TIMER2_AT + LOAD, "ticks of the last alarm"),
    REGISTER_READ("timer2-value", 32, TIMER2_AT + VALUE, "ticks of 640 ns until the alarm"),
    REGISTER_READ("timer2-control", 32, TIMER2_AT + CONTROL, "bit 7: an alarm is set"),
};
OBJECT_TYPE(cmsdk_dualtimer_type, "cmsdk-apb-dualtimer", &object_device, properties);
OBJECT_INSTANCE(cmsdk_dualtimer_object, &object_unattached, "dualtimer", &cmsdk_dualtimer_type,
                (void *)BASE);
