/* escc.h - the serial controller: a Z85C30, two channels, polled.
 *
 * Behaves as hw/char/escc.c of OpenE2K/qemu-e2k does, with two differences, both on the
 * strict side: a channel whose host does not read has no room (RR0 bit 2) and has not sent
 * all (RR1 bit 0), and the registers of interrupts are refused.  Register names: Zilog, SCC/ESCC
 * User Manual.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_ESCC_H
#define E2K_ESCC_H

#include <stdbool.h>
#include <stdint.h>

#include "machine.h"

#define ESCC_BASE     UINT64_C(0x80001000)
#define ESCC_SIZE     4u
#define ESCC_BUFFERED 4096u /* bytes that wait for the host, and that it has handed over */

struct escc_channel {
    uint8_t pointer; /* register that the next access to control is for */
    uint8_t written[16];
    uint8_t held;   /* the byte received last */
    bool available; /* it has not been read yet */
    bool asked;     /* the next byte may come */
    unsigned in_next, in_end, out_next, out_end;
    uint8_t in[ESCC_BUFFERED], out[ESCC_BUFFERED];
};

struct escc {
    struct escc_channel channels[E2K_CHANNELS_ESCC];
};

struct e2k_machine;

void escc_reset(struct escc *escc);

/* One byte at OFFSET from ESCC_BASE. */
bool escc_load(struct e2k_machine *machine, unsigned offset, uint64_t *value);
bool escc_store(struct e2k_machine *machine, unsigned offset, uint8_t value);

/* Hands to the host what waits for it.  True: nothing is left. */
bool escc_flush(struct e2k_machine *machine);

/* What the channels wait for: a set of E2K_WANT_... */
unsigned escc_wanted(const struct escc *escc);

#endif
