/* levels.h - the agent level as the processor's folder sees it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_LEVELS_H
#define CORE_LEVELS_H

#include <stdbool.h>
#include <stdint.h>

/* True while the agent hook runs. */
bool levels_agent_active(void);

/* True when the agent was asked for and is not active. */
bool levels_agent_wanted(void);

/* Runs the agent hook until it is no longer asked for.  Interrupts are masked on entry
 * and on return, enabled while the hook runs.  Returns true when the application is to
 * start afresh and that is still to be done (core/arch.h); its data have then been initialised
 * again. */
bool levels_run_agent(void);

/* What board_poll() does before the agent is looked for: of polled boards with traps, in the trap,
 * and where there is ARCH_POLLS. */
void levels_look(void);

/* A fault of the agent, or of an interrupt of the board: has it noted, and resets the board.  Not
 * where BOARD_DEBUG is 0. */
struct board_stop;
_Noreturn void levels_fatal(const struct board_stop *stop);

/* What board_run() was given; NULL before it.  Not where BOARD_DEBUG is 0. */
struct board_hooks;
const struct board_hooks *levels_hooks(void);

/* What a break instruction of the agent's at ADDRESS stands in the place of; NULL: there is none.
 * Calls nothing but the hook.  Not where BOARD_DEBUG is 0.  Any context. */
const uint8_t *levels_original(uintptr_t address);

/* Where an application starts, and where one that can no longer run is put: the first
 * calls the hooks' application and then idles, the second only idles.  Neither returns.
 * They are the application's own code. */
_Noreturn void application_main(void);
_Noreturn void application_idle(void);

#endif
