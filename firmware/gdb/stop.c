/* stop.c - why the application stands: ?, the reply to what let it go on, the interrupt.
 * Source: "Stop Reply Packets" and "Packets" of the manual; the numbers of signals are gdb's own.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "debug/debug.h"

/* gdb's numbers of signals. */
enum {
    SIGNAL_INT = 2,
    SIGNAL_ILL = 4,
    SIGNAL_TRAP = 5,
    SIGNAL_ABRT = 6,
    SIGNAL_FPE = 8,
    SIGNAL_BUS = 10,
    SIGNAL_SEGV = 11,
    SIGNAL_SYS = 12,
    SIGNAL_ALRM = 14,
};

static bool are_equal(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static unsigned signal_of_fault(const char *cause)
{
    static const struct {
        const char *cause;
        uint8_t signal;
    } signals[] = {
        {"illegal-instruction", SIGNAL_ILL},
        {"misaligned", SIGNAL_BUS},
        {"divide-by-zero", SIGNAL_FPE},
        {"environment-call", SIGNAL_SYS},
        {"breakpoint", SIGNAL_TRAP},
        {"assertion", SIGNAL_ABRT},
        {"nmi", SIGNAL_INT},
        {"watchdog", SIGNAL_ALRM},
    };

    for (size_t i = 0; cause && i < sizeof signals / sizeof signals[0]; i++)
        if (are_equal(cause, signals[i].cause))
            return signals[i].signal;
    return SIGNAL_SEGV;
}

static unsigned signal_of(const struct agent *agent)
{
    const struct debug_last_stop *last = &agent->debug.last;

    if (!agent->gdb.why_known)
        return SIGNAL_INT;
    switch (last->reason) {
    case DEBUG_FAULT:
        return signal_of_fault(last->cause);
    case DEBUG_PANIC:
        return SIGNAL_ABRT;
    case DEBUG_WATCHDOG:
        return SIGNAL_ALRM;
    case DEBUG_INTERRUPT:
        return SIGNAL_INT;
    default:
        return SIGNAL_TRAP;
    }
}

/* ------------------------------------------------------------------- replies */

static bool is_own_breakpoint(const struct agent *agent)
{
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++)
        if (agent->debug.breakpoints[i].owner == DEBUG_GDB &&
            agent->debug.breakpoints[i].id == agent->debug.last.id)
            return true;
    return false;
}

/* gdb's watchpoint that was hit, NULL if it was none. */
static const struct debug_watchpoint *own_watchpoint(const struct agent *agent)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++) {
        const struct debug_watchpoint *it = &agent->debug.watchpoints[i];

        if (it->owner == DEBUG_GDB && it->id == agent->debug.last.id)
            return it;
    }
    return NULL;
}

static void put_reason(struct agent *agent)
{
    static const char *const names[] = {
        [BOARD_WATCH_WRITE] = "watch",
        [BOARD_WATCH_READ] = "rwatch",
        [BOARD_WATCH_WRITE | BOARD_WATCH_READ] = "awatch",
    };
    const struct debug_last_stop *last = &agent->debug.last;
    const struct debug_watchpoint *watchpoint = own_watchpoint(agent);

    if (last->reason == DEBUG_BREAKPOINT && agent->gdb.tells_why && is_own_breakpoint(agent)) {
        gdb_put(agent, "swbreak:;");
    } else if (last->reason == DEBUG_WATCHPOINT && watchpoint) {
        /* gdb knows it by where it begins. */
        gdb_put(agent, names[watchpoint->access]);
        gdb_put_char(agent, ':');
        gdb_put_number(agent, watchpoint->address);
        gdb_put_char(agent, ';');
    }
}

static bool emit_stop(struct agent *agent, uintptr_t *at)
{
    uint8_t signal = (uint8_t)signal_of(agent);

    (void)at;
    gdb_put_char(agent, 'T');
    gdb_put_bytes(agent, &signal, 1);
    gdb_put(agent, "thread:");
    gdb_put_number(agent, agent->gdb.cpu + 1u);
    gdb_put_char(agent, ';');
    if (agent->gdb.why_known)
        put_reason(agent);
    return false;
}

void gdb_reply_stop(struct agent *agent)
{
    if (agent->ending)
        gdb_reply_text(agent, "W00");
    else
        gdb_reply_with(agent, emit_stop, 0, 0);
}

void gdb_why(struct agent *agent, struct gdb_text *text)
{
    if (gdb_left(text))
        gdb_reply_text(agent, GDB_E_WRONG);
    else
        gdb_reply_stop(agent);
}

/* -------------------------------------------------------------------- stops */

/* The application has stopped; the engine says why, unless a host just sent `stop`. */
static void take_note(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;
    const struct debug_last_stop *last = &agent->debug.last;

    gdb->why_known = last->number != gdb->stops;
    gdb->stopped_it = gdb->interrupts;
    gdb->interrupts = false;
    if (!gdb->why_known || last->reason == DEBUG_INTERRUPT)
        return;
    gdb->cpu = gdb->next_cpu = last->cpu;
    gdb->stopped_it = last->reason == DEBUG_STEP ||
                      (last->reason == DEBUG_BREAKPOINT && is_own_breakpoint(agent)) ||
                      (last->reason == DEBUG_WATCHPOINT && own_watchpoint(agent) != NULL);
}

/* gdb takes it that what it speaks with stands. */
void gdb_attach(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;

    debug_forget(agent, DEBUG_GDB);
    gdb->attached = true;
    gdb->tells_why = gdb->to_safepoint = gdb->interrupt_kept = false;
    gdb->cpu = gdb->next_cpu = 0;
    gdb->stops = agent->debug.last.number;
    if (gdb_runs(agent) && gdb_permits(agent, GDB_STOP)) {
        gdb->interrupts = true;
        debug_stop(agent, QMP_RUN_PAUSED, DEBUG_INTERRUPT);
        take_note(agent);
        return;
    }
    /* Of a stop before its time gdb is told what the engine remembers. */
    gdb->stops = 0;
    take_note(agent);
    gdb->why_known = gdb->why_known && agent->state != QMP_RUN_PRELAUNCH;
    gdb->stopped_it = false;
}

/* When it is refused gdb goes on waiting, and shows the text meanwhile.  One that comes when the
 * application has just stopped by itself is kept ("Interrupts" of the manual): gdb may let it go
 * on without a word to its user, as at a breakpoint whose condition does not hold. */
void gdb_interrupt(struct agent *agent)
{
    static const char locked[] = "The agent is locked\n";

    if (!agent->gdb.waiting) {
        agent->gdb.interrupt_kept |= agent->gdb.attached && agent->gdb.why_known &&
                                     agent->debug.last.reason != DEBUG_INTERRUPT &&
                                     gdb_permits(agent, GDB_STOP);
        return;
    }
    if (gdb_permits(agent, GDB_STOP)) {
        agent->gdb.interrupts = true;
        debug_stop(agent, QMP_RUN_PAUSED, DEBUG_INTERRUPT);
        return;
    }
    gdb_reply_hex(agent, locked, sizeof locked - 1, true);
    gdb_begin_reply(agent);
}

bool gdb_look_at_state(struct agent *agent)
{
    if (gdb_runs(agent)) {
        agent->gdb.stopped_it = agent->gdb.interrupts = false;
        return false;
    }
    if (!agent->gdb.waiting)
        return false;
    agent->gdb.waiting = false;
    take_note(agent);
    gdb_reply_stop(agent);
    return true;
}

#endif
