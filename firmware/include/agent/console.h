/* console.h - what the application writes to its console and reads from it, for ringbuf-read
 * and ringbuf-write.
 *
 * Output: a ring whose oldest bytes are overwritten.  Producers are the application and its
 * interrupts, which interrupt one another; the consumer is the agent, which interrupts them
 * all and is interrupted by none.  A text becomes visible as a whole, when it is finished and
 * so is the one that it interrupted.  Where the processor cannot add to a word in one step
 * (ARMv6-M, RISC-V without "A"), only one of the application's contexts may write.
 *
 * Input: a ring between one producer, the agent, and one consumer, one context of the
 * application.  It takes all of a write or nothing, and holds back what a port receives.
 *
 * You call none of this: the application calls agent/app.h.
 * Sizes are in bytes and powers of two, so that free running indices may wrap.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_CONSOLE_H
#define AGENT_CONSOLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/config.h"

#if ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LONG_LOCK_FREE == 2
typedef _Atomic uint32_t console_index;
#else
typedef volatile uint32_t console_index;
#endif

struct console_output {
    console_index reserved;    /* producers: index behind all that is claimed */
    volatile uint32_t written; /* producers: index behind all that is finished */
    uint32_t taken;            /* agent: index of the oldest byte it has not taken */
    uint8_t data[AGENT_CONSOLE_OUT];
};

struct console_input {
    volatile uint32_t head; /* agent: next byte to write */
    volatile uint32_t tail; /* application: next byte to take */
    volatile bool waiting;  /* agent: a port may have more than there was room for */
    uint8_t data[AGENT_CONSOLE_IN];
};

_Static_assert((AGENT_CONSOLE_OUT & (AGENT_CONSOLE_OUT - 1)) == 0, "a power of two");
_Static_assert((AGENT_CONSOLE_IN & (AGENT_CONSOLE_IN - 1)) == 0, "a power of two");

#endif
