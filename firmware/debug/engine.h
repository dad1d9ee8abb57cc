/* engine.h - what the files of the debugger need of each other.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_ENGINE_H
#define DEBUG_ENGINE_H

#include "debug/debug.h"

#if QMP_GROUP_DEBUG

/* ---------------------------------------------------- plants.c: break instructions */

/* A user more of the break instruction at ADDRESS.  False: it cannot be written there. */
bool plants_add(struct agent_debug *debug, uintptr_t address);
void plants_remove(struct agent_debug *debug, uintptr_t address);
bool plants_has(const struct agent_debug *debug, uintptr_t address);

/* False where the code cannot be written: tries it. */
bool plants_possible(struct agent_debug *debug);

/* Takes the one at ADDRESS out of the way, and puts it back. */
void plants_lift(struct agent_debug *debug, uintptr_t address);
void plants_lower(struct agent_debug *debug, uintptr_t address);

/* -------------------------------------------------------------------- condition.c */

/* What cannot be looked at holds: nothing is passed unseen. */
bool condition_holds(struct agent *agent, unsigned cpu, const struct debug_condition *condition);

/* ------------------------------------------------------------------ breakpoints.c */

/* A number that neither a breakpoint nor a watchpoint has. */
uint32_t debug_new_id(struct agent_debug *debug);

/* A hit on CPU, as condition and counts have it: true when it stops the application. */
bool debug_counts(struct agent *agent, unsigned cpu, const struct debug_condition *condition,
                  uint32_t *hits, uint32_t *ignore);

/* CPU met the breakpoints at ADDRESS: counts.  Returns the number of the first that stops the
 * application, 0: none does.  *ANY: there is one. */
uint32_t breakpoints_hit(struct agent *agent, unsigned cpu, uintptr_t address, bool *any);

void breakpoints_forget(struct agent *agent, enum debug_owner owner);

/* ------------------------------------------------------------------ watchpoints.c */

/* 1 + the index of the watchpoint that STOP is about; 0: of none. */
unsigned watchpoints_match(const struct agent_debug *debug, const struct board_stop *stop);

/* Turn the hardware off, for an access to pass, and on again. */
void watchpoints_disarm(const struct agent_debug *debug);
void watchpoints_arm(const struct agent_debug *debug);

/* CPU accessed ADDRESS, which watchpoint INDEX watches: counts, and stops the application where
 * that is to be.  True: it was stopped. */
bool watchpoints_hit(struct agent *agent, unsigned cpu, unsigned index, uintptr_t address);

/* At a safepoint: has something changed?  True: the application was stopped for it. */
bool watchpoints_compare(struct agent *agent, unsigned cpu);

/* A host wrote memory: that is no change of the application's. */
void watchpoints_written(struct agent_debug *debug, uintptr_t address, const uint8_t *bytes,
                         size_t size);

void watchpoints_forget(struct agent *agent, enum debug_owner owner);

/* Has the board enter the agent at every safepoint, if something is looked at there. */
void debug_choose_safepoints(const struct agent_debug *debug);

/* ------------------------------------------------------------------------- move.c */

/* Lets just these processors run; 0: none, ALL_CPUS: all. */
void debug_run_only(struct agent_debug *debug, uint32_t cpus);
#define ALL_CPUS UINT32_MAX

bool debug_pc(unsigned cpu, uintptr_t *pc);

/* CPU has met the breakpoints at PC, where it stands. */
void debug_met(struct agent_debug *debug, unsigned cpu, uintptr_t pc);

/* Where CPU stands: at a break instruction that is still to be met, or was and is passed with a
 * move, or at none. */
enum debug_place { PLACE_FREE, PLACE_BEFORE, PLACE_MET };
enum debug_place debug_place(const struct agent_debug *debug, unsigned cpu);

/* Has CPU execute one instruction, with all others held; it is not PLACE_BEFORE.  STAYS: it would
 * only come to where it is.  CANNOT: no break instruction can be planted where it leads. */
enum move_begun { MOVE_BEGUN, MOVE_STAYS, MOVE_CANNOT };
enum move_begun move_begin(struct agent_debug *debug, unsigned cpu);

/* True when the move is CPU's, and ends at PC. */
bool move_ends(const struct agent_debug *debug, unsigned cpu, uintptr_t pc);

/* Puts everything back as it was before the move. */
void move_end(struct agent_debug *debug);

/* ------------------------------------------------------------------------- step.c */

/* Decides which processors run; the run state is `running`.  True: none, as the application was
 * stopped. */
bool step_schedule(struct agent *agent);

/* CPU came to PC, by a MOVE or else by itself.  Stops the application if a step is done there. */
void step_arrived(struct agent *agent, unsigned cpu, uintptr_t pc, bool moved);

void step_end(struct agent_debug *debug);

/* ------------------------------------------------------------------------ stops.c */

/* Holds all processors, and ends steps and moves. */
void debug_hold(struct agent *agent);

#endif
#endif
