/* held.h - the application while it stands still: what PendSV found of it, how the agent changes
 * that, and what masks its interrupts.
 *
 * Only in a build with debugging commands.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_HELD_H
#define ARMV7M_HELD_H

#include <stdbool.h>
#include <stdint.h>

#include "frame.h"

/* PendSV begins, and ends.  Between the two the functions below work, and no watchpoint does.
 * Interrupts are masked; when it has ended they are as the application had them. */
void held_enter(struct pendsv_frame *frame);
void held_leave(void);

/* A fault or the NMI interrupted the application: PendSV comes next, whatever is masked.  The
 * masks are put back when it ends.  Context: that handler. */
void held_let_agent_in(void);

/* For the fault just taken from the application the processor FAILED to write its frame: until
 * there is another one, or the application has started afresh, only what PendSV saves is known. */
void held_stacking(bool failed);

/* The application continues at ENTRY, on an empty stack; handlers of its own that were cut short
 * are unwound first, when it goes on. */
void held_restart(void (*entry)(void));

/* The frame from which the application will go on; NULL: it was not stacked, or it is running. */
struct exception_frame *held_frame(void);

/* What PendSV found besides; NULL: the application is running. */
struct pendsv_frame *held_pendsv(void);

/* True when the application is a thread on the process stack; else one of its handlers. */
bool held_is_thread(void);

/* sp as the application sees it.  There is a frame. */
uint32_t held_stack(void);

/* Gives the thread another sp.  False: it is no thread, there is no frame, or none can be where
 * SP is. */
bool held_move_stack(uint32_t sp);

/* What masks the application's interrupts; changes take effect when PendSV ends, but for
 * FAULTMASK, which the application then has no more. */
struct held_masks {
    uint32_t primask, basepri, faultmask;
};
struct held_masks *held_masks(void);

#endif
