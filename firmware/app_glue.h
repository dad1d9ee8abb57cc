/* app_glue.h - names the agent that agent/app.h speaks to.  Called by agent_hooks().
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_APP_GLUE_H
#define AGENT_APP_GLUE_H

#include <stddef.h>

struct agent;

void agent_bind_application(struct agent *agent);
const struct agent *agent_of_application(void);

#if BOARD_ISOLATED
/* agent_console() of SIZE bytes. */
void console_bytes(const char *text, size_t size);
#endif

#endif
