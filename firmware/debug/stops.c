/* stops.c - what it means that the application came into the agent by itself, and who runs.
 *
 * While it is stopped, what a processor came to is left to itself: it comes there again when it
 * goes on.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "commands/dump.h"
#include "debug/engine.h"
#include "debug/fault.h"
#include "qmp/memory.h"
#include "trace/trace.h"

#if QMP_GROUP_DEBUG

const char debug_runs[] = "The application runs; stop it first";
const char debug_no_safepoint[] = "The application can be stopped only at safepoints";

void debug_init(struct agent *agent)
{
    memset(&agent->debug, 0, sizeof agent->debug);
}

/* ------------------------------------------------------------------------ stopping */

/* A move that a stop cuts off has its instruction before or behind it; what was watched there is
 * reported when the application goes on. */
static void abandon_move(struct agent_debug *debug)
{
    struct debug_move *m = &debug->move;
    uintptr_t pc;

    if (!m->active)
        return;
    if (m->watched && debug_pc(m->cpu, &pc) && move_ends(debug, m->cpu, pc))
        debug->owed = m->watched;
    move_end(debug);
}

void debug_hold(struct agent *agent)
{
    struct agent_debug *debug = &agent->debug;

    debug_run_only(debug, 0);
    abandon_move(debug);
    step_end(debug);
}

void debug_stopped(struct agent *agent)
{
    debug_hold(agent);
    agent->debug.last.number++;
    agent->debug.last.reason = DEBUG_INTERRUPT;
}

static uint64_t text(const char *constant)
{
    return constant != NULL ? (uintptr_t)constant : QMP_ABSENT;
}

static void send_stop(struct agent *agent, enum debug_reason reason)
{
    const struct debug_last_stop *last = &agent->debug.last;
    bool faulted = reason == DEBUG_FAULT || reason == DEBUG_PANIC;
    bool point = reason == DEBUG_BREAKPOINT || reason == DEBUG_WATCHPOINT;
    bool accessed = reason == DEBUG_WATCHPOINT || faulted;
    uintptr_t pc;
    const uint64_t data[] = {
        last->cpu,
        debug_pc(last->cpu, &pc) ? pc : QMP_ABSENT,
        text(qmp_type_AgentStopReason.values[reason]),
        point ? last->id : QMP_ABSENT,
        accessed && last->has_address ? last->address : QMP_ABSENT,
        faulted ? text(last->cause) : QMP_ABSENT,
    };

    qmp_event_send(&agent->server, QMP_EVENT_AGENT_STOP, data);
}

void debug_stop(struct agent *agent, enum qmp_run_state state, enum debug_reason reason)
{
    if (agent->state != QMP_RUN_RUNNING && !dump_stay(agent, state))
        return;
    if (reason == DEBUG_WATCHDOG || reason == DEBUG_INTERRUPT)
        agent->debug.last.cpu = 0;
    agent_stop_in(agent, state);
    agent->debug.last.reason = (uint8_t)reason;
    send_stop(agent, reason);
}

/* -------------------------------------------------------------------------- taking */

/* True when the application on CPU has a break instruction of its own at PC.  Where none was
 * planted there may have been one when the processor came by: it comes again if that is not so, and
 * none was taken away there meanwhile (plants_remove()). */
static bool is_its_own(struct agent_debug *debug, unsigned cpu, uintptr_t pc)
{
    bool again = debug->doubted[cpu] == pc;

    if (plants_has(debug, pc))
        return false;
    debug->doubted[cpu] = again ? 0 : pc;
    return again;
}

static void fail(struct agent *agent, unsigned cpu, const struct board_stop *stop)
{
    struct agent_debug *debug = &agent->debug;

    if (debug->move.active && debug->move.cpu == cpu) {
        debug->move.watched = 0; /* the access was not done */
        move_end(debug);
    }
    if (debug->step.active && debug->step.cpu == cpu)
        step_end(debug);
    fault_take(agent, cpu, stop);
}

static bool stop_at_breakpoint(struct agent *agent, unsigned cpu, uint32_t id)
{
    if (id == 0)
        return false;
    agent->debug.last.cpu = (uint8_t)cpu;
    agent->debug.last.id = id;
    debug_stop(agent, QMP_RUN_DEBUG, DEBUG_BREAKPOINT);
    return true;
}

/* A move came to its end.  True: the application was stopped for what was watched on it; the
 * breakpoints at PC are then still before it. */
static bool end_move(struct agent *agent, unsigned cpu)
{
    struct debug_move *m = &agent->debug.move;

    move_end(&agent->debug);
    agent->debug.met &= ~(1u << cpu);
    return m->watched && watchpoints_hit(agent, cpu, m->watched - 1u, m->accessed);
}

static void take_break(struct agent *agent, unsigned cpu, const struct board_stop *stop)
{
    struct agent_debug *debug = &agent->debug;
    bool moved = move_ends(debug, cpu, stop->pc), any;

    if (!moved && is_its_own(debug, cpu, stop->pc)) {
        fail(agent, cpu, stop);
        return;
    }
    if (moved && end_move(agent, cpu))
        return;
    if (!moved && debug->move.cpu == cpu)
        move_end(debug); /* an interrupt of the application came first, or a new breakpoint */
    if (stop_at_breakpoint(agent, cpu, breakpoints_hit(agent, cpu, stop->pc, &any))) {
        debug_met(debug, cpu, stop->pc);
        return;
    }
    if (plants_has(debug, stop->pc))
        debug_met(debug, cpu, stop->pc);
    step_arrived(agent, cpu, stop->pc, moved);
}

static void take_watch(struct agent *agent, unsigned cpu, const struct board_stop *stop)
{
    struct debug_move *m = &agent->debug.move;

    /* While another processor moves, or where it has a breakpoint before it, it comes here again.
     */
    if (m->active ? m->cpu != cpu
                  : debug_place(&agent->debug, cpu) == PLACE_BEFORE ||
                        move_begin(&agent->debug, cpu) != MOVE_BEGUN)
        return;
    m->watched = (uint8_t)watchpoints_match(&agent->debug, stop);
    m->accessed = stop->has_address || !m->watched
                      ? stop->address
                      : agent->debug.watchpoints[m->watched - 1].address;
    m->disarmed = true;
    watchpoints_disarm(&agent->debug);
}

/* What changed is still to be seen at the next safepoint if a breakpoint stops it here. */
static void take_safepoint(struct agent *agent, unsigned cpu, const struct board_stop *stop)
{
    bool any;

    if (board_debug.break_size == 0 && stop->has_pc &&
        stop_at_breakpoint(agent, cpu, breakpoints_hit(agent, cpu, stop->pc, &any)))
        return;
    if (!watchpoints_compare(agent, cpu) && board_debug.break_size == 0)
        step_arrived(agent, cpu, stop->pc, true);
}

static void take(struct agent *agent, unsigned cpu, const struct board_stop *stop)
{
    if (stop->kind == BOARD_STOP_FAULT || stop->kind == BOARD_STOP_CALL)
        fail(agent, cpu, stop);
    else if (agent->state != QMP_RUN_RUNNING)
        return;
    else if (stop->kind == BOARD_STOP_BREAK)
        take_break(agent, cpu, stop);
    else if (stop->kind == BOARD_STOP_WATCH)
        take_watch(agent, cpu, stop);
    else
        take_safepoint(agent, cpu, stop);
}

bool debug_take_stops(struct agent *agent)
{
#if QMP_GROUP_MONITOR
    static const char *const stop_kinds[] = {
        [BOARD_STOP_BREAK] = "break", [BOARD_STOP_CALL] = "call",
        [BOARD_STOP_WATCH] = "watch", [BOARD_STOP_SAFEPOINT] = "safepoint",
        [BOARD_STOP_FAULT] = "fault",
    };
#endif
    struct board_stop stop;
    bool taken = false;

    for (unsigned cpu = 0; cpu < board_cpu_count(); cpu++) {
        if (!board_take_stop(cpu, &stop))
            continue;
        TRACE(agent, app_stop, stop_kinds[stop.kind], cpu);
        take(agent, cpu, &stop);
        agent->debug.decided = false; /* it is held until it is let go anew */
        taken = true;
    }
    return taken;
}

/* ------------------------------------------------------------------------- running */

bool debug_let_run(struct agent *agent, bool run)
{
    if (run)
        return step_schedule(agent);
    debug_hold(agent);
    return false;
}

bool debug_holds(const struct agent *agent)
{
    return !(agent->debug.running & 1u);
}

void debug_set_online(struct agent *agent, unsigned cpu, bool online)
{
    uint32_t bit = 1u << cpu;

    agent->debug.offline = online ? agent->debug.offline & ~bit : agent->debug.offline | bit;
}

void debug_restart(struct agent *agent)
{
    struct agent_debug *debug = &agent->debug;

    debug_run_only(debug, 0);
    move_end(debug);
    step_end(debug);
    debug->owed = 0;
    debug->met = 0; /* a breakpoint at the first instruction is before it */
}

void debug_forget(struct agent *agent, enum debug_owner owner)
{
    breakpoints_forget(agent, owner);
    watchpoints_forget(agent, owner);
}

#endif
