/* escc.h - a channel of a Z85C30 serial controller (ESCC) as a port, asynchronous, polled.
 *
 * The poll drains the receiver into a ring; a full ring leaves the rest in the device, so
 * that a sender that can be held back is.  What is to be sent waits in a second ring, as the
 * device has room for a byte or a few only, and a channel nobody reads holds up no other.
 *
 * Interrupts stay off: nothing here may be entered twice.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_ESCC_H
#define DRIVERS_ESCC_H

#include <stdbool.h>
#include <stdint.h>

#include "board/board.h"
#include "board/object.h"
#include "core/ring.h"

/* The command in WR9 that resets one channel; the register is common to both. */
enum escc_reset {
    ESCC_RESET_B = 0x40,
    ESCC_RESET_A = 0x80,
};

struct escc {
    /* The board sets the port and the next five. */
    struct board_port port;
    uintptr_t control;      /* the channel's control register; the data register follows it */
    enum escc_reset reset;  /* which of the two channels it is */
    uint16_t time_constant; /* input clock / (32 * baud rate) - 2 */
    struct ring *received, *to_send;

    bool in_break;             /* the device reports a BREAK that has been noted */
    bool drop_nul;             /* the NUL a BREAK leaves in the receiver has not come yet */
    bool stale;                /* what came before the BREAK, up to `mark`, is not data */
    uint32_t mark;             /* ring index */
    bool wants_room;           /* a write was cut short, or the agent waits for drained */
    unsigned events;           /* BOARD_PORT_ flags not yet reported */
    uint32_t overruns, breaks; /* times that one was noted; a host may set them */
};

/* What can go wrong on a line. */
enum escc_fault {
    ESCC_OVERRUN,
    ESCC_BREAK,
};

extern const struct board_port_ops escc_ops;

/* A channel as an object; the state is the struct escc. */
extern const struct object_type escc_type;

/* Resets the channel and sets the line up: 8 bits, no parity, one stop bit.  Context: reset. */
void escc_init(struct escc *escc);

/* The poll's work. */
void escc_service(struct escc *escc);

/* Does what FAULT would do, came it from the line.  Context: agent. */
void escc_inject(struct escc *escc, enum escc_fault fault);

#endif
