/* deadlines.h - the agent's alarm and the application's wake-up share one timer.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_DEADLINES_H
#define CORE_DEADLINES_H

#include <stdbool.h>
#include <stdint.h>

/* The board's timer driver implements: raise the timer's interrupt at or after
 * board_clock() == WHEN, which may be past; UINT64_MAX: never.  It may also come early.
 * Interrupts are masked. */
void timer_program(uint64_t when);

/* The timer's interrupt, or the poll: acts on what is due, programs what is next. */
void deadlines_service(void);

/* BOARD_ISOLATED: sleeps until an interrupt, or until the clock is UNTIL; returns whether it is.
 * Interrupts are enabled.  Context: the trap of board_gate(). */
bool deadlines_wait(uint64_t until);

#endif
