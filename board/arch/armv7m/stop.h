/* stop.h - the application's faults as stops (core/stops.h), and what other faults end in.
 *
 * Only in a build with debugging commands.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_STOP_H
#define ARMV7M_STOP_H

#include <stdbool.h>
#include <stdint.h>

#include "frame.h"

struct fault_status;

/* True when the fault is that of a break instruction; there is a frame.  Context: the fault's. */
bool stop_is_break(const struct exception_frame *frame);

/* The application stopped by itself, with FRAME: the agent comes next.  Context: the fault's. */
void stop_application(struct exception_frame *frame);

/* Raises what stop_application() noted; false: nothing was.  Context: PendSV. */
bool stop_deliver(void);

/* True when only a watchpoint caused the fault, of something else than the application: nothing
 * is watched until PendSV has come.  Context: the fault's. */
bool stop_watching(void);

/* The agent, or an interrupt of the board, faulted with FRAME: it ends, and the board is reset,
 * when the fault's handler returns, if not before. */
void stop_for_good(struct exception_frame *frame);

/* What the processor said of the application's last fault; zeros before there is one. */
const struct fault_status *stop_status(void);

#endif
