/* clint.h - RISC-V core-local interruptor: hart 0's clock, timer and software interrupt.
 *
 * Implements board_clock() and timer_program().
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CLINT_H
#define DRIVERS_CLINT_H

/* Sets the clock to 0 and turns the timer off. */
void clint_init(void);

/* Any context. */
void clint_raise_software(void);
void clint_clear_software(void);

#endif
