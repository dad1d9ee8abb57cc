/* scc.h - a channel of a Z85C30 at SCC_CONTROL and SCC_CONTROL + 1, for the test of its driver:
 * the chip as its manual has it, or as QEMU models it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_SCC_H
#define UNIT_SCC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCC_CONTROL 0x1000u
#define SCC_RESET   0x80 /* the channel is A */

struct scc {
    /* QEMU's: one byte of buffer, filled only after data was read with the receiver on; a
     * BREAK leaves no NUL and never ends. */
    bool like_qemu;
    uint8_t impatient; /* not 0: a byte that comes once the status has been read, receiver on */
    bool stuffed;      /* the transmitter's buffer stays full until scc_sent() */

    uint8_t pointer, wr[16];
    uint8_t fifo[3], last;
    size_t count;
    bool overflowed, overrun; /* the last byte of the FIFO was written over; RR1 tells of it */
    bool in_break, asked, full;
    uint8_t sent[4096];
    size_t sent_count;
};

extern struct scc scc;

/* Power-on. */
void scc_start(bool like_qemu);

/* The line brings a byte.  Returns false when the sender is held back (QEMU's only). */
bool scc_receive(uint8_t byte);

/* A BREAK begins and, on the chip, ends. */
void scc_break_begins(void);
void scc_break_ends(void);

/* The byte in the transmitter has gone. */
void scc_sent(void);

#endif
