/* breakpoints.c - breakpoints: where they are, and whether one stops the application.
 *
 * Where the board can plant break instructions each is one; else it is one of the board's
 * safepoints, which are all looked at while there are any.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/engine.h"

#if QMP_GROUP_DEBUG

#define TEXT(number)  TEXT_(number)
#define TEXT_(number) #number

static bool is_memory(uintptr_t address, size_t size)
{
    for (size_t i = 0; i < board_info.region_count; i++) {
        const struct board_region *r = &board_info.regions[i];

        if (address - r->base < r->size)
            return r->size - (address - r->base) >= size;
    }
    return false;
}

static const char *check_address(uintptr_t address)
{
    if (board_debug.break_size == 0) {
        if (!board_debug.safepoints)
            return "There are no breakpoints on this board";
        return board_is_safepoint(address) ? NULL : debug_no_safepoint;
    }
    if (address % board_debug.break_size != 0)
        return "No instruction begins at such an address";
    if (address - (uintptr_t)board_debug.stop_code <
        (uintptr_t)board_debug.stop_code_end - (uintptr_t)board_debug.stop_code)
        return "The agent needs the code there to stop the application: no breakpoint";
    return is_memory(address, board_debug.break_size) ? NULL : "The address is not memory";
}

static struct debug_breakpoint *find_free(struct agent_debug *debug)
{
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++)
        if (debug->breakpoints[i].owner == DEBUG_NOBODY)
            return &debug->breakpoints[i];
    return NULL;
}

static bool has_id(const struct agent_debug *debug, uint32_t id)
{
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++)
        if (debug->breakpoints[i].owner != DEBUG_NOBODY && debug->breakpoints[i].id == id)
            return true;
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++)
        if (debug->watchpoints[i].owner != DEBUG_NOBODY && debug->watchpoints[i].id == id)
            return true;
    return false;
}

uint32_t debug_new_id(struct agent_debug *debug)
{
    do {
        debug->next_id++;
    } while (debug->next_id == 0 || has_id(debug, debug->next_id));
    return debug->next_id;
}

/* A host that stopped the application and adds a breakpoint where it stands means the next time it
 * comes there; before its first instruction there is no other time. */
static void pass_where_it_stands(struct agent *agent, uintptr_t address)
{
    uintptr_t pc;

    if (agent->state == QMP_RUN_RUNNING || agent->state == QMP_RUN_PRELAUNCH)
        return;
    for (unsigned cpu = 0; cpu < board_cpu_count(); cpu++)
        if (debug_pc(cpu, &pc) && pc == address)
            debug_met(&agent->debug, cpu, pc);
}

const char *debug_breakpoint_add(struct agent *agent, const struct debug_breakpoint *wanted,
                                 unsigned *id)
{
    struct debug_breakpoint *b = find_free(&agent->debug);
    const char *error = check_address(wanted->address);

    if (error != NULL)
        return error;
    if (b == NULL)
        return "There are " TEXT(AGENT_BREAKPOINTS_MAX) " breakpoints already: no room";
    /* No processor may see half of an instruction. */
    debug_run_only(&agent->debug, 0);
    if (board_debug.break_size != 0 && !plants_has(&agent->debug, wanted->address))
        pass_where_it_stands(agent, wanted->address);
    if (board_debug.break_size != 0 && !plants_add(&agent->debug, wanted->address))
        return "The code there cannot be written: no breakpoint";
    *b = *wanted;
    b->hits = 0;
    *id = b->id = debug_new_id(&agent->debug);
    debug_choose_safepoints(&agent->debug);
    return NULL;
}

static void forget(struct agent *agent, struct debug_breakpoint *b)
{
    debug_run_only(&agent->debug, 0);
    b->owner = DEBUG_NOBODY;
    if (board_debug.break_size != 0)
        plants_remove(&agent->debug, b->address);
    debug_choose_safepoints(&agent->debug);
}

bool debug_breakpoint_del(struct agent *agent, unsigned id)
{
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++) {
        struct debug_breakpoint *b = &agent->debug.breakpoints[i];

        if (b->owner != DEBUG_NOBODY && b->id == id) {
            forget(agent, b);
            return true;
        }
    }
    return false;
}

void breakpoints_forget(struct agent *agent, enum debug_owner owner)
{
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++)
        if (agent->debug.breakpoints[i].owner == owner)
            forget(agent, &agent->debug.breakpoints[i]);
}

/* --------------------------------------------------------------------------- hits */

bool debug_counts(struct agent *agent, unsigned cpu, const struct debug_condition *condition,
                  uint32_t *hits, uint32_t *ignore)
{
    if (!condition_holds(agent, cpu, condition))
        return false;
    ++*hits;
    if (*ignore == 0)
        return true;
    --*ignore;
    return false;
}

uint32_t breakpoints_hit(struct agent *agent, unsigned cpu, uintptr_t address, bool *any)
{
    uint32_t first = 0;

    *any = false;
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++) {
        struct debug_breakpoint *b = &agent->debug.breakpoints[i];

        if (b->owner == DEBUG_NOBODY || b->address != address)
            continue;
        *any = true;
        if (!debug_counts(agent, cpu, &b->condition, &b->hits, &b->ignore))
            continue;
        if (first == 0)
            first = b->id;
        if (b->temporary)
            forget(agent, b);
    }
    return first;
}

#endif
