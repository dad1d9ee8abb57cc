/* console.h - the rings of the application's console (agent/console.h).
 *
 * Each function says its context.  Nothing waits; linear in the bytes moved.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_CONSOLE_RINGS_H
#define AGENT_CONSOLE_RINGS_H

#include "agent/console.h"

/* Adds SIZE bytes to the output.  Context: the application and its interrupts. */
void console_write(struct console_output *out, const char *bytes, uint32_t size);

/* How many bytes there are to take.  Context: agent. */
uint32_t console_fill(struct console_output *out);
/* Copies the oldest SIZE bytes, at most console_fill().  Context: agent. */
void console_peek(const struct console_output *out, void *bytes, uint32_t size);
/* Takes them away.  Context: agent. */
void console_take(struct console_output *out, uint32_t size);
/* Forgets a text that will never be finished, as its writer is gone.  Context: agent, while
 * the application starts afresh. */
void console_abandon(struct console_output *out);

/* How many bytes the input takes.  Context: agent. */
uint32_t console_room(const struct console_input *in);
/* Adds SIZE bytes, at most console_room().  Context: agent. */
void console_put(struct console_input *in, const void *bytes, uint32_t size);
/* Takes at most SIZE bytes, returns how many.  Context: the application. */
uint32_t console_get(struct console_input *in, void *bytes, uint32_t size);
/* Forgets what nobody read.  Context: agent, while the application starts afresh. */
void console_clear(struct console_input *in);

#endif
