/* enter.h - the application as it is while the agent runs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_ENTER_H
#define E2K_ENTER_H

#include <stdbool.h>

#include "frame.h"

/* Its registers.  Context: agent. */
struct app_frame *enter_frame(void);

/* Every safepoint and every board_poll() enters the agent, from when it is left on. */
void enter_every(bool every);

/* ---- what safepoint.S and start.S call */

/* Looks at the ports; true when the agent is to be entered. */
bool enter_wanted(void);

/* Run the agent, for the application whose registers are in FRAME. */
void enter_at_safepoint(struct app_frame *frame);
void enter_at_poll(struct app_frame *frame);
void enter_at_break(struct app_frame *frame);

/* The application starts: the registers with which it does.  Its safepoints count again. */
const struct app_frame *enter_begin(void);

#endif
