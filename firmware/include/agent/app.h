/* app.h - what an application may ask of the agent it shares the board with.
 *
 * Context: application, and its interrupts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_APP_H
#define AGENT_APP_H

#include <stdbool.h>

/* Writes TEXT to the board's console ports.  Never waits: what does not fit is
 * lost, as on any console nobody reads. */
void agent_console(const char *text);

/* True once after a host sent system_powerdown.  An application may ignore it. */
bool agent_powerdown_requested(void);

/* Ends for good: SHUTDOWN is sent (guest: true), then the board powers off.
 * Returns; the end comes when the replies under way have left. */
void agent_shutdown(void);

#endif
