/* uart.h - a port on a UART without a FIFO, of which the driver knows only the registers.
 *
 * What a port owes (board/board.h) is done here: ring, back-pressure, who is told of what.
 * A driver is five short functions; drivers/stm32_usart.c is one.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_UART_H
#define DRIVERS_UART_H

#include "board/board.h"
#include "core/ring.h"
#include "drivers/register.h"

/* States of the device.  In each of the first three it can interrupt. */
enum {
    UART_RECEIVED = 1u << 0, /* a byte waits to be taken */
    UART_ROOM = 1u << 1,     /* it takes a byte */
    UART_SENT = 1u << 2,     /* the last bit has left */
    UART_OVERRUN = 1u << 3,  /* a byte was lost; take() ends this state */
};

struct uart;

/* You implement.  Interrupts are masked; nothing waits. */
struct uart_device {
    /* Sets rate and format, turns both directions on.  Context: reset. */
    void (*start)(const struct uart *uart);
    /* The states it is in. */
    unsigned (*state)(const struct uart *uart);
    /* Has it interrupt in these states and no others. */
    void (*interrupt_in)(const struct uart *uart, unsigned states);
    /* Moves a byte; when there is one, and when there is room. */
    uint8_t (*take)(const struct uart *uart);
    void (*give)(const struct uart *uart, uint8_t byte);
};

struct uart {
    /* The board sets these. */
    struct board_port port; /* with uart_ops */
    const struct uart_device *device;
    uintptr_t base;
    uint32_t divisor; /* as the driver's header has it */
    struct ring *received;

    unsigned interrupts;  /* the states it interrupts in */
    unsigned events;      /* BOARD_PORT_ flags not yet reported */
    uint32_t transmitted; /* bytes given to the device */
    uint32_t overruns;    /* times that the device lost received bytes */
};

extern const struct board_port_ops uart_ops;

/* What every such port has to tell, for the list of a device's properties; the object's
 * state is the struct uart. */
#define UART_COUNTERS                                                                              \
    REGISTER_GET("received", 32, uart_get_received, "bytes received since reset"),                 \
        OBJECT_COUNTER("transmitted", 32, struct uart, transmitted, "bytes sent since reset"),     \
        OBJECT_UINT("overruns", 32, struct uart, overruns, OBJECT_READ_WRITE, 0, UINT32_MAX,       \
                    "times that received bytes were lost; write 0 to begin anew")
const char *uart_get_received(const struct object *object, union object_value *value);

/* Starts the device, its receive interrupt included.  Context: reset. */
void uart_init(struct uart *uart);

/* The handler of its interrupt, or what a polled board calls; UART is the struct uart. */
void uart_service(void *uart);

#endif
