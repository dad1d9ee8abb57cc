/* move.c - one instruction of one processor while all others are held: how a breakpoint or a
 * watched access is passed, and what steps are made of.
 *
 * There is no hardware for it: break instructions are planted wherever the instruction may lead.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/engine.h"

#if QMP_GROUP_DEBUG

void debug_run_only(struct agent_debug *debug, uint32_t cpus)
{
    if (debug->decided && debug->running == cpus)
        return;
    debug->decided = true;
    debug->running = cpus;
    board_run_only(cpus);
}

bool debug_pc(unsigned cpu, uintptr_t *pc)
{
    uint64_t value;

    if (!board_register_read(cpu, board_debug.pc, &value))
        return false;
    *pc = (uintptr_t)value;
    return true;
}

void debug_met(struct agent_debug *debug, unsigned cpu, uintptr_t pc)
{
    debug->met |= 1u << cpu;
    debug->met_at[cpu] = pc;
}

enum debug_place debug_place(const struct agent_debug *debug, unsigned cpu)
{
    uintptr_t pc;

    if (!debug_pc(cpu, &pc) || !plants_has(debug, pc))
        return PLACE_FREE;
    return (debug->met & 1u << cpu) && pc == debug->met_at[cpu] ? PLACE_MET : PLACE_BEFORE;
}

static void remove_places(struct agent_debug *debug)
{
    for (unsigned i = 0; i < debug->move.place_count; i++)
        plants_remove(debug, debug->move.places[i]);
    debug->move.place_count = 0;
}

/* Plants where the instruction leads.  One that cannot be decoded faults when it is executed, which
 * ends the move as well. */
static enum move_begun plant_places(struct agent_debug *debug)
{
    struct debug_move *m = &debug->move;
    uintptr_t next[BOARD_NEXT_MAX];
    unsigned count = board_next_pc(m->cpu, next);

    m->place_count = 0;
    for (unsigned i = 0; i < count; i++) {
        if (next[i] == m->from)
            continue;
        if (!plants_add(debug, next[i])) {
            remove_places(debug);
            return MOVE_CANNOT;
        }
        m->places[m->place_count++] = next[i];
    }
    return count == 0 || m->place_count > 0 ? MOVE_BEGUN : MOVE_STAYS;
}

enum move_begun move_begin(struct agent_debug *debug, unsigned cpu)
{
    struct debug_move *m = &debug->move;
    enum move_begun begun;

    debug_run_only(debug, 0);
    m->cpu = (uint8_t)cpu;
    m->watched = 0;
    m->disarmed = false;
    if (!debug_pc(cpu, &m->from))
        return MOVE_CANNOT;
    plants_lift(debug, m->from); /* first: what is there is to be decoded */
    begun = plant_places(debug);
    m->active = begun == MOVE_BEGUN;
    if (!m->active)
        plants_lower(debug, m->from);
    return begun;
}

bool move_ends(const struct agent_debug *debug, unsigned cpu, uintptr_t pc)
{
    const struct debug_move *m = &debug->move;

    for (unsigned i = 0; m->active && m->cpu == cpu && i < m->place_count; i++)
        if (m->places[i] == pc)
            return true;
    return false;
}

void move_end(struct agent_debug *debug)
{
    struct debug_move *m = &debug->move;

    if (!m->active)
        return;
    debug_run_only(debug, 0);
    m->active = false;
    plants_lower(debug, m->from);
    remove_places(debug);
    if (m->disarmed)
        watchpoints_arm(debug);
    m->disarmed = false;
}

#endif
