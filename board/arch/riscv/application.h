/* application.h - the application as a trap finds and leaves it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_APPLICATION_H
#define RISCV_APPLICATION_H

#include <stdbool.h>
#include <stdint.h>

#include "board/debug.h"
#include "frame.h"

/* Rewrites FRAME so that leaving the trap enters ENTRY, on the empty stack that ends at TOP.
 * It is interrupted where the board is. */
void application_begin(struct trap_frame *frame, uintptr_t entry, uintptr_t top);

/* The frame of the application on CPU; NULL: it has not begun there, or runs. */
struct trap_frame *application_frame(unsigned cpu);

/* A trap of the application that is no interrupt: says in *STOP what it is.  False: it is none
 * to tell of, and the application may go on.  GUARD is the page below its stack. */
bool application_stop(struct trap_frame *frame, uintptr_t guard, struct board_stop *stop);

/* The same of a trap that is a fault whatever it is: of the agent. */
void application_fault(const struct trap_frame *frame, uintptr_t guard, struct board_stop *stop);

#endif
