/* ns16550.h - a 16550 UART as a port.
 *
 * The interrupt (or the poll) drains the receive FIFO into a ring; a full ring masks the
 * receive interrupt and leaves the rest in the FIFO, so that the sender is held back.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_NS16550_H
#define DRIVERS_NS16550_H

#include <stdbool.h>
#include <stdint.h>

#include "board/board.h"
#include "board/object.h"
#include "core/ring.h"

struct ns16550 {
    /* The board sets the port and the next three. */
    struct board_port port;
    uintptr_t base;   /* registers, one byte apart */
    uint16_t divisor; /* of the input clock, for 16 times the baud rate */
    struct ring *received;

    uint8_t enabled;          /* what IER holds */
    bool drop_nul;            /* a BREAK was seen: the NUL it leaves is not data */
    volatile bool stale;      /* what came before that NUL, up to `mark`, is not data either */
    uint32_t mark;            /* ring index */
    volatile bool wants_room; /* a write was cut short, or the agent waits for drained */
    volatile unsigned events; /* BOARD_PORT_ flags not yet reported */

    /* Since reset; a host may set those of errors. */
    uint32_t transmitted; /* bytes; those received are the ring's index */
    uint32_t overruns, parity_errors, framing_errors, breaks;
};

extern const struct board_port_ops ns16550_ops;

/* The port as an object (ns16550_object.c); the state is the struct ns16550. */
extern const struct object_type ns16550_type;

/* Sets the line up, interrupts masked.  Context: reset. */
void ns16550_init(struct ns16550 *uart);

/* Enables the receive interrupt.  Context: reset.  Not for polled boards. */
void ns16550_enable(struct ns16550 *uart);

/* The interrupt's handler and the poll's work; DEVICE is the struct ns16550. */
void ns16550_service(void *device);

/* Acts as if the line had brought these ERRORS (bits of LSR).  Context: agent. */
void ns16550_inject(struct ns16550 *uart, uint8_t errors);

#endif
