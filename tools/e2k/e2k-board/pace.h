/* pace.h - when the host is asked for input, handed output, and left alone.
 *
 * Time is counted in bundles where it can be: asking the host's clock or sockets at every
 * poll of a status register would cost more than the emulation.  Polls without a byte, with
 * few bundles between them, are idling; from then on the board sleeps, an eighth of the
 * time it has idled at a time, so that a program that waits for a moment is at most that
 * much late.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_PACE_H
#define E2K_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct pace {
    uint64_t asked[2];   /* bundle at which the host was last asked, for each channel */
    uint64_t polled;     /* bundle of the last poll */
    uint64_t idle_since; /* host's time; 0: does not idle */
    unsigned polls;      /* since the last byte or longer piece of work */
    bool slept;          /* the host has not been asked since whether to go on */
    unsigned since_sent; /* polls since the last byte was sent */
};

struct e2k_machine;

void pace_reset(struct pace *pace, uint64_t bundles);

/* The program has polled a status register or the timer, in vain. */
void pace_poll(struct e2k_machine *machine);

/* A byte was sent or received. */
void pace_traffic(struct e2k_machine *machine, bool sent);

/* Whether it is time to ask the host again for CHANNEL's input or room; if so, notes it. */
bool pace_due(struct e2k_machine *machine, int channel);

#endif
