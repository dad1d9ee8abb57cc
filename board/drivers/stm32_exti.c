/* stm32_exti.c - the external interrupt controller of the STM32F4 as an object.
 * Source: RM0090, "External interrupt/event controller (EXTI)".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/stm32_exti.h"

#include "drivers/register.h"

#define IMR   0x00
#define EMR   0x04
#define RTSR  0x08
#define FTSR  0x0c
#define SWIER 0x10
#define PR    0x14 /* write ones to clear */

#define LINES 0x7fffff

static const struct object_property properties[] = {
    REGISTER_UP_TO("imr", 32, IMR, OBJECT_READ_WRITE, LINES, "bit n: line n interrupts"),
    REGISTER_UP_TO("emr", 32, EMR, OBJECT_READ_WRITE, LINES, "bit n: line n wakes the processor"),
    REGISTER_UP_TO("rtsr", 32, RTSR, OBJECT_READ_WRITE, LINES, "bit n: line n rising is an event"),
    REGISTER_UP_TO("ftsr", 32, FTSR, OBJECT_READ_WRITE, LINES, "bit n: line n falling is an event"),
    REGISTER_READ("swier", 32, SWIER, "bit n: software has raised line n"),
    REGISTER_READ("pr", 32, PR, "bit n: line n waits"),
    REGISTER_UP_TO("clear", 32, PR, OBJECT_WRITABLE, LINES, "bit n: line n is to wait no longer"),
};
OBJECT_TYPE(stm32_exti_type, "stm32f4xx-exti", &object_device, properties);
