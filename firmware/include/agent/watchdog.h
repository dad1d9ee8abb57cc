/* watchdog.h - the application's watchdog.
 *
 * Context: application, and its interrupts.  Where the board has a watchdog in hardware it is
 * used, and resets the board when the agent does not get in either; elsewhere the agent
 * watches by its alarm, which an application that masks interrupts, or never comes to a
 * safepoint, holds up.
 *
 * While the application is stopped the watchdog waits.  What happens when it is not fed in time
 * is the host's choice: watchdog-set-action.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_WATCHDOG_H
#define AGENT_WATCHDOG_H

#include <stdint.h>

/* Longest time between two feedings (microseconds). */
#define AGENT_WATCHDOG_MAX 1000000000u

/* From now on the application must feed every MICROSECONDS (1 to AGENT_WATCHDOG_MAX). */
void agent_watchdog_start(uint32_t microseconds);

void agent_watchdog_feed(void);

/* Until it is started again. */
void agent_watchdog_stop(void);

#endif
