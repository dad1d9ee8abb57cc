/* stm32_exti.h - the external interrupt controller of the STM32F4 as an object.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_STM32_EXTI_H
#define DRIVERS_STM32_EXTI_H

#include "board/object.h"

/* The state is the device's base. */
extern const struct object_type stm32_exti_type;

#endif
