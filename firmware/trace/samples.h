/* samples.h - where the application is, looked at many times a second: its profile, and how the
 * processors spend their time.
 *
 * The timer that wakes the agent interrupts the application, and so finds it anywhere.  A board
 * whose agent is entered only from the application's own calls would find it nowhere else.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TRACE_SAMPLES_H
#define TRACE_SAMPLES_H

#include "agent/agent.h"

#if QMP_GROUP_MONITOR

/* Microseconds from one sample to the next, and bytes of a place. */
#define SAMPLES_PERIOD 1000
#define SAMPLES_PLACE  16

/* Whether this board can. */
bool samples_are_possible(void);

/* Forgets all, and counts from now on. */
void samples_begin(struct agent *agent);

/* Takes a sample if one is due.  FRESH: the agent was entered just now, so that the application is
 * where it was interrupted.  HELD: it is held.  Returns the clock of the next, UINT64_MAX: there is
 * none. */
uint64_t samples_tick(struct agent *agent, bool fresh, bool held);

/* The place that comes behind PLACE when those with more samples come first, and of those with as
 * many the lower address; NULL: behind nothing.  NULL: there is no other. */
const struct agent_place *samples_next(const struct agent *agent, const struct agent_place *place);

#else

static inline uint64_t samples_tick(struct agent *agent, bool fresh, bool held)
{
    (void)agent, (void)fresh, (void)held;
    return UINT64_MAX;
}

#endif
#endif
