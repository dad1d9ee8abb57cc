/* debug.h - breakpoints, watchpoints, steps and stops, for commands, gdb and core dumps.
 *
 * Context: agent.
 *
 * How it works: breakpoints stay planted while they exist, and every look at memory goes through
 * debug_memory_read(), which shows what they stand in the place of.  Before the application goes
 * on from an address with a breakpoint, the agent steps over it by itself, with all other
 * processors held.  A stop that is not to be seen (a condition that does not hold, a hit to be
 * passed) is such a step too.
 *
 * Texts returned are constants; NULL means that it was done.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_DEBUG_H
#define DEBUG_DEBUG_H

#include "agent/agent.h"

#if QMP_GROUP_DEBUG

void debug_init(struct agent *agent);

/* The application starts afresh: a step ends, breakpoints stay. */
void debug_restart(struct agent *agent);

/* Takes the stops that the board has, decides what they mean and says so with events.  Called
 * first in every run of the agent.  Returns true when there was one. */
bool debug_take_stops(struct agent *agent);

/* True while processor 0 is to be held though the run state is `running`: another one steps. */
bool debug_holds(const struct agent *agent);

/* The agent is about to let the application go on (RUN), or is to hold it.  Returns true when the
 * application was stopped instead of running. */
bool debug_let_run(struct agent *agent, bool run);

/* The application was just stopped by a host: holds all processors, ends steps. */
void debug_stopped(struct agent *agent);

/* Stops the application, if it runs: state, STOP, and AGENT_STOP with REASON and what the caller
 * has put into debug.last for it: cpu; the id; access and address; the cause. */
void debug_stop(struct agent *agent, enum qmp_run_state state, enum debug_reason reason);

/* `original` of struct board_hooks; CONTEXT: the agent. */
const uint8_t *debug_original(void *context, uintptr_t address);

/* Has CPU, which is not number 0, run when the application does, or be held all the same; a step of
 * it is done in any case. */
void debug_set_online(struct agent *agent, unsigned cpu, bool online);

/* ------------------------------------------------------------------- memory */

/* board_memory_read() and board_memory_write() as if there were no breakpoints. */
size_t debug_memory_read(struct agent *agent, uintptr_t address, void *buffer, size_t size);
size_t debug_memory_write(struct agent *agent, uintptr_t address, const void *buffer, size_t size);

/* board_is_return_address() likewise. */
bool debug_is_return_address(struct agent *agent, uintptr_t address);

/* --------------------------------------------------- breakpoints and watchpoints */

/* Adds what WANTED says (owner, address, temporary, ignore, condition); *ID is its number. */
const char *debug_breakpoint_add(struct agent *agent, const struct debug_breakpoint *wanted,
                                 unsigned *id);
const char *debug_watchpoint_add(struct agent *agent, const struct debug_watchpoint *wanted,
                                 unsigned *id);

/* Deletes number ID of whoever set it; false: there is none. */
bool debug_breakpoint_del(struct agent *agent, unsigned id);
bool debug_watchpoint_del(struct agent *agent, unsigned id);

/* Deletes all that OWNER set. */
void debug_forget(struct agent *agent, enum debug_owner owner);

/* --------------------------------------------------------------------- steps */

/* Has CPU, which is held, execute COUNT instructions, the others being held; OVER: calls count
 * as one.  RESUME is sent; STOP and AGENT_STOP follow when they are done.  On a board that has only
 * safepoints each is the way to the next one. */
const char *debug_step_begin(struct agent *agent, unsigned cpu, uint32_t count, bool over);

/* Errors of several: what needs a stopped application; of debug_breakpoint_add(), where there is
 * none at that address. */
extern const char debug_runs[], debug_no_safepoint[];

#else

#define debug_init(agent)         (void)0
#define debug_restart(agent)      (void)0
#define debug_take_stops(agent)   false
#define debug_holds(agent)        false
#define debug_let_run(agent, run) false
#define debug_stopped(agent)      (void)0
#define debug_memory_read(agent, address, buffer, size)                                            \
    ((void)(agent), board_memory_read(address, buffer, size))
#define debug_memory_write(agent, address, buffer, size)                                           \
    ((void)(agent), board_memory_write(address, buffer, size))

#endif
#endif
