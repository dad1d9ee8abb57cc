/* stops.h - why the application entered the agent by itself, until the agent asks.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_STOPS_H
#define CORE_STOPS_H

#include "board/debug.h"

/* Keeps STOP for board_take_stop(CPU) and asks for the agent.  Context: interrupt, or the trap of
 * CPU; on a polled board, application.  One that was not taken is replaced. */
void stops_raise(unsigned cpu, const struct board_stop *stop);

/* True when CPU has one that was not taken. */
bool stops_raised(unsigned cpu);

/* Forgets that of CPU: its application starts afresh. */
void stops_forget(unsigned cpu);

#endif
