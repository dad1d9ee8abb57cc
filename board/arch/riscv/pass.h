/* pass.h - break instructions of the agent's that others than the application come to.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_PASS_H
#define RISCV_PASS_H

#include <stdbool.h>

#include "frame.h"

/* A breakpoint exception of the agent or of an interrupt of the board, on hart 0.  True: it may go
 * on with FRAME.  False: the break instruction is nobody's. */
bool pass_break(struct trap_frame *frame);

/* True while a break instruction stands at ADDRESS only for this: an application on another hart
 * that comes to it is to try again. */
bool pass_ends_at(unsigned long address);

#endif
