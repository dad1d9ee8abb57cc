/* watch.h - watchpoints by the memory protection unit: board_watch_set() and what the exceptions
 * have to do for it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_WATCH_H
#define ARMV7M_WATCH_H

#include <stdbool.h>
#include <stdint.h>

/* Watchpoints; each takes a region of the unit, the last ones, and leaves the rest to others. */
#define WATCH_COUNT 4

/* The application goes on: accesses are watched.  It stands: they are not.  Interrupts are
 * masked. */
void watch_on(void);
void watch_off(void);

/* True while accesses are watched and ADDRESS is in one of the regions, which are larger than
 * what is asked for. */
bool watch_covers(uint32_t address);

#endif
