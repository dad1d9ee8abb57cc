/* resume.c - gdb lets the application go on: c, C, s, S, vCont.
 *
 * There are no signals to deliver: one that comes along is dropped.  While one processor steps,
 * the others are held, whatever gdb wanted of them; and they go on only together.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "commands/commands.h"
#include "debug/debug.h"

/* The reply comes when the application has stopped. */
static void begin_to_wait(struct agent *agent, uint32_t stops)
{
    agent->gdb.stops = stops;
    agent->gdb.waiting = true;
    if (agent->gdb.interrupt_kept) {
        agent->gdb.interrupt_kept = false;
        gdb_interrupt(agent);
    }
}

static void resume(struct agent *agent)
{
    uint32_t stops = agent->debug.last.number;
    const char *refusal;

    if (!gdb_may(agent, GDB_CONT))
        return;
    refusal = agent->gdb.to_safepoint ? debug_step_begin(agent, agent->gdb.next_cpu, 1, false)
                                      : gdb_execute(agent, agent_cont);
    if (refusal)
        gdb_refuse(agent, refusal);
    else
        begin_to_wait(agent, stops);
}

static void step(struct agent *agent, unsigned cpu)
{
    uint32_t stops = agent->debug.last.number;
    const char *refusal;

    if (!gdb_may(agent, GDB_STEP))
        return;
    refusal = debug_step_begin(agent, cpu, 1, false);
    if (refusal)
        gdb_refuse(agent, refusal);
    else
        begin_to_wait(agent, stops);
}

/* ----------------------------------------------------------------- c, C, s, S */

/* Reads where to go on, if it is said; false when the reply is there. */
static bool take_address(struct agent *agent, struct gdb_text *text)
{
    uintptr_t address;

    if (!gdb_left(text))
        return true;
    if (!gdb_address(text, &address) || gdb_left(text)) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return false;
    }
    if (!gdb_may(agent, GDB_WRITE_REGISTERS))
        return false;
    if (gdb_runs(agent) || !board_register_write(agent->gdb.next_cpu, board_debug.pc, address)) {
        gdb_refuse(agent, "The pc cannot be written");
        return false;
    }
    return true;
}

/* Passes a signal, and the semicolon before an address. */
static bool pass_signal(struct agent *agent, struct gdb_text *text)
{
    uint64_t number;

    if (gdb_number(text, &number) && (!gdb_left(text) || gdb_pass_char(text, ';')))
        return true;
    gdb_reply_text(agent, GDB_E_WRONG);
    return false;
}

void gdb_continue(struct agent *agent, struct gdb_text *text)
{
    if (take_address(agent, text))
        resume(agent);
}

void gdb_continue_signal(struct agent *agent, struct gdb_text *text)
{
    if (pass_signal(agent, text))
        gdb_continue(agent, text);
}

void gdb_step(struct agent *agent, struct gdb_text *text)
{
    if (take_address(agent, text))
        step(agent, agent->gdb.next_cpu);
}

void gdb_step_signal(struct agent *agent, struct gdb_text *text)
{
    if (pass_signal(agent, text))
        gdb_step(agent, text);
}

/* ---------------------------------------------------------------------- vCont */

/* A bit for each processor. */
struct plan {
    uint32_t decided, runs, steps;
};

static uint32_t all_cpus(void)
{
    return (uint32_t)((1ull << board_cpu_count()) - 1);
}

/* Reads ";action[:thread]"; of several actions the first that names a thread is its own. */
static bool read_action(struct agent *agent, struct gdb_text *text, struct plan *plan)
{
    int cpu = GDB_ALL;
    uint64_t signal;
    uint32_t whom;
    char action;

    if (!gdb_pass_char(text, ';') || !gdb_left(text))
        return false;
    action = *text->at++;
    if ((action == 'C' || action == 'S') && !gdb_number(text, &signal))
        return false;
    if (gdb_pass_char(text, ':') && !gdb_thread(text, &cpu))
        return false;
    whom = cpu == GDB_ALL ? all_cpus() : 1u << (cpu == GDB_ANY ? agent->gdb.next_cpu : cpu);
    whom &= ~plan->decided;
    plan->decided |= whom;
    if (action == 'c' || action == 'C')
        plan->runs |= whom;
    else if (action == 's' || action == 'S')
        plan->steps |= whom;
    else
        return action == 't';
    return true;
}

static void carry_out(struct agent *agent, const struct plan *plan)
{
    unsigned cpu = agent->gdb.next_cpu;

    if (plan->steps) {
        if (!(plan->steps >> cpu & 1))
            cpu = (unsigned)__builtin_ctz(plan->steps);
        step(agent, cpu);
    } else if (plan->runs == all_cpus()) {
        resume(agent);
    } else if (plan->runs) {
        gdb_refuse(agent, "The processors go on only together");
    } else {
        gdb_reply_stop(agent);
    }
}

static void resume_by_plan(struct agent *agent, struct gdb_text *text)
{
    struct plan plan = {0};

    do {
        if (!read_action(agent, text, &plan)) {
            gdb_reply_text(agent, GDB_E_WRONG);
            return;
        }
    } while (gdb_left(text));
    carry_out(agent, &plan);
}

void gdb_verbose(struct agent *agent, struct gdb_text *text)
{
    if (gdb_pass(text, "Cont?"))
        gdb_reply_text(agent, "vCont;c;C;s;S;t");
    else if (gdb_pass(text, "Cont"))
        resume_by_plan(agent, text);
    else if (gdb_pass(text, "Kill;"))
        gdb_detach(agent, text);
}

#endif
