/* clint.h - RISC-V core-local interruptor: hart 0's clock and timer, the harts' software
 * interrupts.
 *
 * Implements board_clock() and timer_program().
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CLINT_H
#define DRIVERS_CLINT_H

#include <stdbool.h>

/* Sets the clock to 0 and turns the timer off. */
void clint_init(void);

/* Any context, any hart. */
void clint_raise_software(unsigned hart);
void clint_clear_software(unsigned hart);

/* True while the interrupt is pending there; never where there is no such hart. */
bool clint_software_pending(unsigned hart);

#endif
