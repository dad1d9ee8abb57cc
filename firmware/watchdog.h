/* watchdog.h - the agent's side of the application's watchdog (agent/watchdog.h).
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_WATCHDOG_SIDE_H
#define AGENT_WATCHDOG_SIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "qmp/schema.h"

#if QMP_GROUP_DEVICES

/* As at power-on: stopped; the action is "reset". */
void watchdog_init(void);

/* Stops it, as the application is restarted. */
void watchdog_reset(void);

void watchdog_set_action(enum qmp_watchdog_action action);
enum qmp_watchdog_action watchdog_action(void);

/* Looks whether the application feeds.  RUNS: it can.  Returns the board_clock() at which to
 * call again; *EXPIRED: it was not fed in time, and the watchdog is stopped. */
uint64_t watchdog_tick(bool runs, bool *expired);

/* The board's watchdog says that it was not fed in time.  Stops it; returns false when that is
 * known already. */
bool watchdog_expire(void);

#else /* there is none */

static inline void watchdog_init(void)
{
}

static inline void watchdog_reset(void)
{
}

#endif

#endif
