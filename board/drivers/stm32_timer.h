/* stm32_timer.h - a general-purpose timer of the STM32F2 and F4 as an object.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_STM32_TIMER_H
#define DRIVERS_STM32_TIMER_H

#include "board/object.h"

/* The state is the device's base. */
extern const struct object_type stm32_timer_type;

#endif
