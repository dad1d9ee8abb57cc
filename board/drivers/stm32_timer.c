/* stm32_timer.c - a general-purpose timer of the STM32F2 and F4 as an object.
 * Source: RM0090, "General-purpose timers (TIM2 to TIM5)".
 *
 * QEMU 7.2's timer counts nanoseconds / (prescaler + 1), on or off, and never goes back to 0
 * by itself.  Its interrupts cannot be enabled from here: they would come for each tick
 * that is due, however short.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/stm32_timer.h"

#include "drivers/mmio.h"
#include "drivers/register.h"

#define CR1  0x00
#define DIER 0x0c
#define SR   0x10
#define EGR  0x14 /* write-only; bit 0: update */
#define CNT  0x24
#define PSC  0x28
#define ARR  0x2c

static const char *update(const struct object *object, const union object_value *value)
{
    mmio_write32((uintptr_t)object->state + EGR, (uint32_t)value->natural);
    return NULL;
}

static const struct object_property properties[] = {
    REGISTER_UP_TO("cr1", 32, CR1, OBJECT_READ_WRITE, 0x3ff, "bit 0: counts, 3: once, 4: down"),
    REGISTER_READ("dier", 32, DIER, "bit 0: interrupts when the count begins again"),
    REGISTER_READ("sr", 32, SR, "bit 0: the count has begun again"),
    REGISTER_READ("cnt", 32, CNT, "the count"),
    REGISTER_UP_TO("psc", 32, PSC, OBJECT_READ_WRITE, 0xffff,
                   "input clock / rate of counting, less 1"),
    REGISTER("arr", 32, ARR, OBJECT_READ_WRITE, "where the count begins again"),
    REGISTER_ACTION("update", 32, update, 1, 1, "begins to count from 0"),
};
OBJECT_TYPE(stm32_timer_type, "stm32f2xx-timer", &object_device, properties);
