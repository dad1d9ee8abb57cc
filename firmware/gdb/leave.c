/* leave.c - gdb goes: D, k, vKill, its port; and R, with which it begins anew.
 *
 * To kill is to leave: others use the agent too, and it is not gdb's to end.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "commands/commands.h"
#include "debug/debug.h"

/* A step that nobody waits for any more would leave the application standing. */
static bool is_stepping(const struct agent *agent)
{
    return agent->gdb.waiting && agent->debug.step.active;
}

void gdb_leave(struct agent *agent)
{
    struct agent_gdb *gdb = &agent->gdb;
    bool let_go = gdb->stopped_it;

    if (!gdb->attached)
        return;
    if (is_stepping(agent)) {
        debug_stop(agent, QMP_RUN_PAUSED, DEBUG_INTERRUPT);
        let_go = true;
    }
    gdb->attached = gdb->waiting = gdb->stopped_it = false;
    debug_forget(agent, DEBUG_GDB);
    if (let_go && !gdb_runs(agent) && gdb_permits(agent, GDB_CONT))
        (void)gdb_execute(agent, agent_cont);
}

/* The number of a process that may come along is of no interest. */
void gdb_detach(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    gdb_leave(agent);
    gdb_reply_text(agent, "OK");
}

void gdb_kill(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    gdb_leave(agent);
    agent->gdb.quiet = true;
}

/* The application stands at its beginning then. */
void gdb_restart(struct agent *agent, struct gdb_text *text)
{
    (void)text;
    agent->gdb.quiet = true;
    if (!gdb_permits(agent, GDB_RESET) || !gdb_permits(agent, GDB_STOP))
        return;
    if (gdb_runs(agent))
        debug_stop(agent, QMP_RUN_PAUSED, DEBUG_INTERRUPT);
    (void)gdb_execute(agent, agent_system_reset);
}

#endif
