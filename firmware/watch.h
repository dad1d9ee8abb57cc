/* watch.h - looks at watched properties and tells hosts when they change.
 *
 * Watches are sampled every AGENT_WATCH_PERIOD: what changes and changes back in between is not
 * seen.  Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_WATCH_SIDE_H
#define AGENT_WATCH_SIDE_H

#include <stdint.h>

#include "qmp/groups.h"

struct agent;
struct agent_watch;
struct object;

#if QMP_GROUP_WATCH

/* Forgets all watches. */
void watch_init(struct agent *agent);

/* A free place, with a fresh id, to be filled in; NULL when AGENT_WATCHES_MAX are taken.  The
 * caller then calls watch_begin(). */
struct agent_watch *watch_new(struct agent *agent);

/* Takes the value now as the one that is known. */
void watch_begin(struct agent *agent, struct agent_watch *watch);

/* Ends the watch with this id.  Returns 0, or -1 when there is none. */
int watch_end(struct agent *agent, int64_t id);

/* Ends the watches of OBJECT, which is about to be deleted. */
void watch_forget(struct agent *agent, const struct object *object);

/* Looks, if it is time, and sends what is due.  Returns the board_clock() at which to call
 * again.  Worst case: AGENT_WATCHES_MAX properties read. */
uint64_t watch_tick(struct agent *agent);

#else /* nothing is ever watched */

static inline void watch_init(struct agent *agent)
{
    (void)agent;
}

static inline void watch_forget(struct agent *agent, const struct object *object)
{
    (void)agent;
    (void)object;
}

static inline uint64_t watch_tick(struct agent *agent)
{
    (void)agent;
    return UINT64_MAX;
}

#endif

#endif
