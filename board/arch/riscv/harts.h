/* harts.h - the harts other than 0, which runs the agent.
 *
 * Each waits for an application, or runs one, or is held: in a trap, with the application's
 * frame at the top of its trap stack.  The agent holds and lets go by the software interrupt.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_HARTS_H
#define RISCV_HARTS_H

#include <stdbool.h>

#include "board/config.h"
#include "frame.h"

#if BOARD_CPUS_MAX > 1

/* Finds out which are there.  Context: reset. */
void harts_init(void);

/* A trap of the application on hart CPU, which is not 0.  Returns when it may go on. */
void harts_trap(unsigned cpu, struct trap_frame *frame);

/* Asks for the agent if one of them has stopped.  Context: the software interrupt of hart 0. */
void harts_look(void);

/* Has those that run see at once what was written: code, watchpoints. */
void harts_renew(void);

/* Takes the application away from all of them. */
void harts_restart(void);

/* The frame of one that is held and has an application; NULL otherwise. */
struct trap_frame *harts_frame(unsigned cpu);

/* Control and status registers, as they were when the hart was held last. */
const unsigned long *harts_system(unsigned cpu);

#else

static inline void harts_init(void)
{
}

static inline void harts_look(void)
{
}

static inline void harts_renew(void)
{
}

static inline void harts_restart(void)
{
}

#endif
#endif
