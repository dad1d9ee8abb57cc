/* stm32_usart.h - the USART of the STM32F2 and F4, for drivers/uart.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_STM32_USART_H
#define DRIVERS_STM32_USART_H

#include "drivers/uart.h"

/* The divisor is the input clock / baud rate. */
extern const struct uart_device stm32_usart;

/* The device as an object; the state is the struct uart. */
extern const struct object_type stm32_usart_type;

#endif
