/* levels.h - the agent level as the processor's folder sees it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_LEVELS_H
#define CORE_LEVELS_H

#include <stdbool.h>

/* True while the agent hook runs. */
bool levels_agent_active(void);

/* True when the agent was asked for and is not active. */
bool levels_agent_wanted(void);

/* Runs the agent hook until it is no longer asked for.  Interrupts are masked on entry
 * and on return, enabled while the hook runs.  Returns true when the application is to
 * start afresh; its data have then been initialised again. */
bool levels_run_agent(void);

/* Where an application starts, and where one that can no longer run is put: the first
 * calls the hooks' application and then idles, the second only idles.  Neither returns. */
_Noreturn void application_main(void);
_Noreturn void application_idle(void);

#endif
