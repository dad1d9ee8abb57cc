/* stm32_syscfg.h - the system configuration controller of the STM32F4 as an object.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_STM32_SYSCFG_H
#define DRIVERS_STM32_SYSCFG_H

#include "board/object.h"

/* The state is the device's base. */
extern const struct object_type stm32_syscfg_type;

#endif
