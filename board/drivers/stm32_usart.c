/* stm32_usart.c - the USART of the STM32F2 and F4.
 * Source: RM0090, "USART registers".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/stm32_usart.h"

#include "drivers/mmio.h"
#include "drivers/register.h"

#define SR  0x00
#define DR  0x04
#define BRR 0x08
#define CR1 0x0c
#define CR2 0x10
#define CR3 0x14

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

/* ------------------------------------------------------------------ the object */

static uint32_t read_register(const struct object *object, unsigned at)
{
    const struct uart *uart = object->state;

    return mmio_read32(uart->base + at);
}

static const char *get_sr(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, SR);
    return NULL;
}

static const char *get_brr(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, BRR);
    return NULL;
}

static const char *get_cr1(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, CR1);
    return NULL;
}

static const char *get_cr2(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, CR2);
    return NULL;
}

static const char *get_cr3(const struct object *object, union object_value *value)
{
    value->natural = read_register(object, CR3);
    return NULL;
}

/* The data register is none of them: reading it takes the byte, and after a look at the
 * state the errors.  The look alone takes nothing, and the driver has one of its own before
 * it goes to the data. */
static const struct object_property properties[] = {
    REGISTER_GET("sr", 32, get_sr, "bit 0..3: errors, 5: received, 6: all sent, 7: room"),
    REGISTER_GET("brr", 32, get_brr, "input clock / baud rate"),
    REGISTER_GET("cr1", 32, get_cr1,
                 "bit 2: receiver on, 3: transmitter, 5..7: interrupts, 13: on"),
    REGISTER_GET("cr2", 32, get_cr2, "bits 12, 13: stop bits"),
    REGISTER_GET("cr3", 32, get_cr3, "bits 6, 7: DMA, 8, 9: hardware flow control"),
    UART_COUNTERS,
};
OBJECT_TYPE(stm32_usart_type, "stm32f2xx-usart", &object_device, properties);
