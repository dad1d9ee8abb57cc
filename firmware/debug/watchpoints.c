/* watchpoints.c - watchpoints: in hardware, or bytes that are compared at safepoints.
 *
 * Hardware tells of an access before it is done, and may tell of others nearby.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/engine.h"
#include "qmp/memory.h"

#if QMP_GROUP_DEBUG

#define COMPARED_MAX sizeof((struct debug_watchpoint *)0)->seen

static bool in_hardware(void)
{
    return board_debug.watch_count != 0;
}

/* Places that may be used: of hardware as many as it has. */
static unsigned place_count(void)
{
    if (in_hardware() && board_debug.watch_count < AGENT_WATCHPOINTS_MAX)
        return board_debug.watch_count;
    return AGENT_WATCHPOINTS_MAX;
}

static const char *begin_comparing(struct agent *agent, struct debug_watchpoint *w)
{
    if (!board_debug.safepoints)
        return "There are no watchpoints on this board";
    if (w->access != BOARD_WATCH_WRITE)
        return "Only changes are seen on this board, at its safepoints: no watching of reads";
    if (w->size > COMPARED_MAX)
        return "At most 8 bytes can be watched on this board";
    if (debug_memory_read(agent, w->address, w->seen, w->size) != w->size)
        return "The memory to be watched cannot be read";
    return NULL;
}

/* Behind the access the application is stopped by a break instruction. */
static const char *begin_watching(struct agent *agent, const struct debug_watchpoint *w,
                                  unsigned place)
{
    debug_run_only(&agent->debug, 0);
    if (!plants_possible(&agent->debug))
        return "The code cannot be written on this board: no watchpoints";
    return board_watch_set(place, w->address, w->size, w->access);
}

const char *debug_watchpoint_add(struct agent *agent, const struct debug_watchpoint *wanted,
                                 unsigned *id)
{
    struct debug_watchpoint new = *wanted;
    unsigned place = 0;
    const char *error;

    while (place < place_count() && agent->debug.watchpoints[place].owner != DEBUG_NOBODY)
        place++;
    if (place == place_count())
        return "There are as many watchpoints already as can be: no room";
    if (new.size == 0 || new.size - 1 > UINTPTR_MAX - new.address)
        return "There is no such memory to be watched";
    error = in_hardware() ? begin_watching(agent, &new, place) : begin_comparing(agent, &new);
    if (error != NULL)
        return error;
    new.hits = 0;
    *id = new.id = debug_new_id(&agent->debug);
    agent->debug.watchpoints[place] = new;
    if (in_hardware() && agent->debug.move.disarmed)
        board_watch_clear(place); /* until the move is done */
    debug_choose_safepoints(&agent->debug);
    return NULL;
}

static void forget(struct agent *agent, unsigned place)
{
    agent->debug.watchpoints[place].owner = DEBUG_NOBODY;
    if (agent->debug.move.watched == place + 1)
        agent->debug.move.watched = 0;
    if (agent->debug.owed == place + 1)
        agent->debug.owed = 0;
    if (in_hardware())
        board_watch_clear(place);
    debug_choose_safepoints(&agent->debug);
}

bool debug_watchpoint_del(struct agent *agent, unsigned id)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++) {
        const struct debug_watchpoint *w = &agent->debug.watchpoints[i];

        if (w->owner != DEBUG_NOBODY && w->id == id) {
            forget(agent, i);
            return true;
        }
    }
    return false;
}

void watchpoints_forget(struct agent *agent, enum debug_owner owner)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++)
        if (agent->debug.watchpoints[i].owner == owner)
            forget(agent, i);
}

/* ----------------------------------------------------------------------- hardware */

void watchpoints_disarm(const struct agent_debug *debug)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++)
        if (debug->watchpoints[i].owner != DEBUG_NOBODY)
            board_watch_clear(i);
}

void watchpoints_arm(const struct agent_debug *debug)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++) {
        const struct debug_watchpoint *w = &debug->watchpoints[i];

        /* It could be set before, so it can be again. */
        if (w->owner != DEBUG_NOBODY)
            (void)board_watch_set(i, w->address, w->size, w->access);
    }
}

/* An access of unknown size is one of a byte, one of unknown address may be any. */
static bool concerns(const struct debug_watchpoint *w, const struct board_stop *stop)
{
    size_t size = stop->size ? stop->size : 1;

    if (!(w->access & (stop->write ? BOARD_WATCH_WRITE : BOARD_WATCH_READ)))
        return false;
    return !stop->has_address || stop->address - w->address < w->size ||
           w->address - stop->address < size;
}

unsigned watchpoints_match(const struct agent_debug *debug, const struct board_stop *stop)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++)
        if (debug->watchpoints[i].owner != DEBUG_NOBODY && concerns(&debug->watchpoints[i], stop))
            return i + 1;
    return 0;
}

bool watchpoints_hit(struct agent *agent, unsigned cpu, unsigned index, uintptr_t address)
{
    struct debug_watchpoint *w = &agent->debug.watchpoints[index];
    struct debug_last_stop *last = &agent->debug.last;

    if (!debug_counts(agent, cpu, &w->condition, &w->hits, &w->ignore))
        return false;
    last->cpu = (uint8_t)cpu;
    last->id = w->id;
    last->access = w->access;
    last->has_address = true;
    last->address = address;
    if (w->temporary)
        forget(agent, index);
    debug_stop(agent, QMP_RUN_DEBUG, DEBUG_WATCHPOINT);
    return true;
}

/* --------------------------------------------------------------------- safepoints */

/* The first byte that is another than last time, or NULL; they are then no longer. */
static const uint8_t *find_change(struct agent *agent, struct debug_watchpoint *w)
{
    uint8_t now[COMPARED_MAX];
    const uint8_t *change = NULL;

    if (debug_memory_read(agent, w->address, now, w->size) != w->size)
        return NULL;
    for (unsigned i = w->size; i-- > 0;) {
        if (w->seen[i] != now[i])
            change = &w->seen[i];
        w->seen[i] = now[i];
    }
    return change;
}

bool watchpoints_compare(struct agent *agent, unsigned cpu)
{
    for (unsigned i = 0; !in_hardware() && i < AGENT_WATCHPOINTS_MAX; i++) {
        struct debug_watchpoint *w = &agent->debug.watchpoints[i];
        const uint8_t *change = w->owner == DEBUG_NOBODY ? NULL : find_change(agent, w);

        if (change != NULL &&
            watchpoints_hit(agent, cpu, i, w->address + (uintptr_t)(change - w->seen)))
            return true;
    }
    return false;
}

void watchpoints_written(struct agent_debug *debug, uintptr_t address, const uint8_t *bytes,
                         size_t size)
{
    for (unsigned i = 0; !in_hardware() && i < AGENT_WATCHPOINTS_MAX; i++) {
        struct debug_watchpoint *w = &debug->watchpoints[i];

        for (unsigned n = 0; w->owner != DEBUG_NOBODY && n < w->size; n++)
            if (w->address + n - address < size)
                w->seen[n] = bytes[w->address + n - address];
    }
}

void debug_choose_safepoints(const struct agent_debug *debug)
{
    bool every = board_debug.break_size == 0 && debug->step.active;

    if (!board_debug.safepoints)
        return;
    for (unsigned i = 0; board_debug.break_size == 0 && i < AGENT_BREAKPOINTS_MAX; i++)
        every |= debug->breakpoints[i].owner != DEBUG_NOBODY;
    for (unsigned i = 0; !in_hardware() && i < AGENT_WATCHPOINTS_MAX; i++)
        every |= debug->watchpoints[i].owner != DEBUG_NOBODY;
    board_safepoints(every);
}

#endif
