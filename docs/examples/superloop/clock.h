/* clock.h - microseconds since the start, counted by the SysTick timer.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* The processor's clock after clock_init(). */
#define CLOCK_HZ 25000000u

void clock_init(void);
uint64_t clock_now(void);
void clock_interrupt(void); /* the SysTick vector */

#endif
