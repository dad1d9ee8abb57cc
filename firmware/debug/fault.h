/* fault.h - what happens when the application cannot go on: the event, the action that a host
 * chose (set-action), the record for later.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_FAULT_H
#define DEBUG_FAULT_H

#include "agent/agent.h"

#if QMP_GROUP_DEBUG

/* Actions are QEMU's defaults.  The reset is counted in a crash record of before it. */
void fault_init(struct agent *agent);

/* The application on CPU cannot go on, as STOP (FAULT, CALL or a BREAK of its own) says: sends
 * GUEST_PANICKED, writes the crash record and does what set-action said. */
void fault_take(struct agent *agent, unsigned cpu, const struct board_stop *stop);

/* The same, of processor 0, as a non-maskable interrupt without a handler does it.  False, and
 * nothing is done, where the processor has none. */
bool fault_inject_nmi(struct agent *agent);

/* The agent itself met a fault, or an interrupt of the board: only writes the crash record.  The
 * hook of struct board_hooks. */
void fault_of_agent(void *context, const struct board_stop *stop);

/* Stops the application, which did not feed its watchdog. */
void fault_stop_for_watchdog(struct agent *agent);

/* Does what is due by itself: a restart that had to wait.  Returns the clock at which to call
 * again. */
uint64_t fault_tick(struct agent *agent);

/* True while the application is held though the run state is `running`: panic=none, or it waits
 * for its restart. */
bool fault_holds(const struct agent *agent);

/* A host stopped the application: from now on that decides whether it is held. */
void fault_stopped(struct agent *agent);

/* The application starts afresh. */
void fault_restart(struct agent *agent);

#else

#define fault_init(agent)              (void)0
#define fault_inject_nmi(agent)        false
#define fault_stop_for_watchdog(agent) agent_stop_in(agent, QMP_RUN_WATCHDOG)
#define fault_tick(agent)              UINT64_MAX
#define fault_holds(agent)             false
#define fault_stopped(agent)           (void)0
#define fault_restart(agent)           (void)0

#endif
#endif
