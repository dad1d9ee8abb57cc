/* panic.h - the agent's side of agent_panic() (agent/app.h).
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_PANIC_H
#define DEBUG_PANIC_H

#include "agent/agent.h"

/* Takes what agent_panic() was given last, cut at a character to what MESSAGE holds; "" if it was
 * given nothing, or what cannot be read. */
void panic_take_message(struct agent *agent, char message[AGENT_PANIC_TEXT]);

#endif
