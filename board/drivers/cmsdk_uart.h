/* cmsdk_uart.h - Arm's CMSDK APB UART as a port.
 *
 * It has no FIFO.  A full ring leaves the byte in the device, which holds the sender back.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CMSDK_UART_H
#define DRIVERS_CMSDK_UART_H

#include <stdbool.h>
#include <stdint.h>

#include "board/board.h"
#include "board/object.h"
#include "core/ring.h"

#ifndef CMSDK_UART_COUNTERS /* a build option, 1: the object tells what was sent and lost */
#define CMSDK_UART_COUNTERS 1
#endif

struct cmsdk_uart {
    /* The board sets the port and the next three. */
    struct board_port port;
    uintptr_t base;
    uint32_t divisor; /* input clock / baud rate, at least 16 */
    struct ring *received;

    volatile bool held;       /* a byte waits in the device: the ring was full */
    volatile bool wants_room; /* a write was cut short, or the agent waits for drained */
    volatile unsigned events; /* BOARD_PORT_ flags not yet reported */
#if CMSDK_UART_COUNTERS
    uint32_t transmitted; /* bytes given to the device */
    uint32_t overruns;    /* times that the device lost received bytes */
#endif
};

extern const struct board_port_ops cmsdk_uart_ops;

/* The device as an object; the state is the struct cmsdk_uart. */
extern const struct object_type cmsdk_uart_type;

/* Sets the line up, its interrupts included.  Context: reset. */
void cmsdk_uart_init(struct cmsdk_uart *uart);

/* The handler of both its interrupts; DEVICE is the struct cmsdk_uart. */
void cmsdk_uart_service(void *device);

#endif
