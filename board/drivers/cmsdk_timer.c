/* cmsdk_timer.c - Arm's CMSDK APB timer as an object.
 * Source: Cortex-M System Design Kit Technical Reference Manual, "APB timer".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/cmsdk_timer.h"

#include "drivers/register.h"

#define CTRL      0x00
#define VALUE     0x04
#define RELOAD    0x08
#define INTSTATUS 0x0c /* write a one to clear */

static const struct object_property properties[] = {
    REGISTER_UP_TO("ctrl", 32, CTRL, OBJECT_READ_WRITE, 0xf,
                   "bit 0: runs, 1: EXTIN enables, 2: EXTIN is the clock, 3: interrupts"),
    REGISTER("value", 32, VALUE, OBJECT_READ_WRITE, "ticks left of the round"),
    REGISTER("reload", 32, RELOAD, OBJECT_READ_WRITE,
             "ticks of a round; written, a new one begins"),
    REGISTER_READ("intstatus", 32, INTSTATUS, "bit 0: a round has ended since it was cleared"),
    REGISTER_UP_TO("intclear", 32, INTSTATUS, OBJECT_WRITABLE, 1, "1 clears intstatus"),
};
OBJECT_TYPE(cmsdk_timer_type, "cmsdk-apb-timer", &object_device, properties);
