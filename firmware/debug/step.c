/* step.c - steps of a host, and which processors run meanwhile.
 *
 * A step is a row of moves.  A call that is to be stepped over is not one: the processor runs
 * freely, the others being held, until it is back with the stack as it was; what calls itself
 * comes by there with less of it.  On a board that has only safepoints a step leads to the next
 * one.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "commands/dump.h"
#include "debug/engine.h"

#if QMP_GROUP_DEBUG

static void stop_step(struct agent *agent)
{
    agent->debug.last.cpu = agent->debug.step.cpu;
    debug_stop(agent, QMP_RUN_DEBUG, DEBUG_STEP);
}

static uintptr_t stack_pointer(unsigned cpu)
{
    uint64_t sp = 0;

    (void)board_register_read(cpu, board_debug.sp, &sp);
    return (uintptr_t)sp;
}

static void leave_call(struct agent_debug *debug)
{
    if (debug->step.in_call)
        plants_remove(debug, debug->step.after);
    debug->step.in_call = false;
}

/* Looks at the instruction that is next, at PC. */
static void look_for_call(struct agent_debug *debug, uintptr_t pc)
{
    struct debug_step *s = &debug->step;

    plants_lift(debug, pc);
    s->in_call = s->over && board_is_call(s->cpu, &s->after);
    plants_lower(debug, pc);
    s->in_call = s->in_call && plants_add(debug, s->after);
    s->sp = stack_pointer(s->cpu);
}

void step_end(struct agent_debug *debug)
{
    if (!debug->step.active)
        return;
    leave_call(debug);
    debug->step.active = false;
    debug_choose_safepoints(debug);
}

void step_arrived(struct agent *agent, unsigned cpu, uintptr_t pc, bool moved)
{
    struct agent_debug *debug = &agent->debug;
    struct debug_step *s = &debug->step;

    if (!s->active || s->cpu != cpu)
        return;
    if (s->in_call ? pc != s->after || stack_pointer(cpu) < s->sp : !moved)
        return;
    leave_call(debug);
    if (--s->left == 0)
        stop_step(agent);
    else if (board_debug.break_size != 0)
        look_for_call(debug, pc);
}

/* The processor whose move is next: the one that steps, or one that stands at a breakpoint which
 * it has met.  False: there is none. */
static bool choose(const struct agent_debug *debug, unsigned *cpu)
{
    const struct debug_step *s = &debug->step;

    *cpu = s->cpu;
    if (board_debug.break_size == 0)
        return false; /* there are no moves */
    if (s->active)
        return s->in_call ? debug_place(debug, *cpu) == PLACE_MET
                          : debug_place(debug, *cpu) != PLACE_BEFORE;
    for (*cpu = 0; debug->met != 0 && *cpu < board_cpu_count(); ++*cpu)
        if (!(debug->offline >> *cpu & 1) && debug_place(debug, *cpu) == PLACE_MET)
            return true;
    return false;
}

/* An access that was done when a host's stop came. */
static bool report_owed(struct agent *agent)
{
    unsigned owed = agent->debug.owed;

    agent->debug.owed = 0;
    return owed &&
           watchpoints_hit(agent, agent->debug.move.cpu, owed - 1, agent->debug.move.accessed);
}

/* An instruction that leads to itself changes nothing and goes on for ever: a step of it is done.
 * A breakpoint there is met anew. */
static bool stay(struct agent *agent, unsigned cpu)
{
    agent->debug.met &= ~(1u << cpu);
    if (!agent->debug.step.active)
        return false;
    stop_step(agent);
    return true;
}

bool step_schedule(struct agent *agent)
{
    struct agent_debug *debug = &agent->debug;
    unsigned cpu;

    if (report_owed(agent))
        return true;
    if (!debug->move.active && choose(debug, &cpu) && move_begin(debug, cpu) != MOVE_BEGUN &&
        stay(agent, cpu))
        return true;
    if (debug->move.active)
        debug_run_only(debug, 1u << debug->move.cpu);
    else if (debug->step.active)
        debug_run_only(debug, 1u << debug->step.cpu);
    else
        debug_run_only(debug, ALL_CPUS & ~debug->offline);
    if (debug->running == (ALL_CPUS & ~debug->offline))
        debug->met &= debug->offline;
    return false;
}

/* Begins with a move where that is possible; false where none can be. */
static bool can_move(struct agent_debug *debug, uintptr_t pc)
{
    look_for_call(debug, pc);
    if (debug_place(debug, debug->step.cpu) == PLACE_BEFORE ||
        move_begin(debug, debug->step.cpu) != MOVE_CANNOT)
        return true;
    step_end(debug);
    return false;
}

const char *debug_step_begin(struct agent *agent, unsigned cpu, uint32_t count, bool over)
{
    struct debug_step *s = &agent->debug.step;
    uintptr_t pc;

    if (board_debug.break_size == 0 && !board_debug.safepoints)
        return "There are no steps on this board";
    if (agent->state == QMP_RUN_RUNNING)
        return debug_runs;
    if (dump_is_active(agent)) /* QEMU's text */
        return "There is a dump in process, please wait.";
    if (agent->state == QMP_RUN_SHUTDOWN)
        return "The application has ended";
    if (!debug_pc(cpu, &pc))
        return "The application has not begun on this processor";
    *s = (struct debug_step){.active = true, .over = over, .cpu = (uint8_t)cpu, .left = count};
    if (board_debug.break_size != 0 && !can_move(&agent->debug, pc))
        return "The code cannot be written on this board: no single steps";
    debug_choose_safepoints(&agent->debug);
    agent_go_on(agent);
    return NULL;
}

#endif
