/* apic_timer.h - the local APIC's timer as a clock, without its interrupt.
 *
 * Implements board_clock().  The counter goes round in 549 seconds, and board_clock() counts
 * the rounds by looking: a board has to call it more often than that, from its poll.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_APIC_TIMER_H
#define DRIVERS_APIC_TIMER_H

/* Sets the clock to 0.  Context: reset. */
void apic_timer_init(void);

#endif
