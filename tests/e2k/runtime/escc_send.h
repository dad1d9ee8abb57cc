/* escc_send.h - sends through one channel of an ESCC.
 *
 * In both ports, so that both execute the same instructions: the ratio of bundles to
 * RISC-V instructions is then one of equal work.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RUNTIME_ESCC_SEND_H
#define RUNTIME_ESCC_SEND_H

#include <stddef.h>
#include <stdint.h>

#define ESCC_ROOM 0x04 /* RR0: the transmit buffer is empty */

struct escc_channel {
    volatile uint8_t control;
    volatile uint8_t data;
};

static inline void escc_send(struct escc_channel *channel, const char *text, size_t size)
{
    for (; size; size--) {
        while (!(channel->control & ESCC_ROOM))
            ;
        channel->data = (uint8_t)*text++;
    }
}

#endif
