/* stm32_usart.c - the USART of the STM32F2 and F4.
 * Source: RM0090, "USART registers".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/stm32_usart.h"

#include "drivers/mmio.h"

#define SR  0x00
#define DR  0x04
#define BRR 0x08
#define CR1 0x0c

/* In SR the state; all but the first are in CR1 the interrupt that goes with it. */
#define ORE  (1u << 3)
#define RXNE (1u << 5)
#define TC   (1u << 6)
#define TXE  (1u << 7)

#define CR1_RE_TE_UE (1u << 2 | 1u << 3 | 1u << 13)

static unsigned state(const struct uart *uart)
{
    uint32_t sr = mmio_read32(uart->base + SR);

    return (sr & RXNE ? UART_RECEIVED : 0) | (sr & TXE ? UART_ROOM : 0) |
           (sr & TC ? UART_SENT : 0) | (sr & ORE ? UART_OVERRUN : 0);
}

static void interrupt_in(const struct uart *uart, unsigned states)
{
    mmio_write32(uart->base + CR1, CR1_RE_TE_UE | (states & UART_RECEIVED ? RXNE : 0) |
                                       (states & UART_ROOM ? TXE : 0) |
                                       (states & UART_SENT ? TC : 0));
}

static uint8_t take(const struct uart *uart)
{
    return (uint8_t)mmio_read32(uart->base + DR);
}

static void give(const struct uart *uart, uint8_t byte)
{
    mmio_write32(uart->base + DR, byte);
}

static void start(const struct uart *uart)
{
    mmio_write32(uart->base + BRR, uart->divisor);
    interrupt_in(uart, 0);
}

const struct uart_device stm32_usart = {start, state, interrupt_in, take, give};
