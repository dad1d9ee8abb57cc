/* terminal.h - a human monitor at a terminal: a greeting, a prompt, lines that are edited, what
 * their commands say.
 *
 * WHO is the struct monitor_terminal.  Context: agent.  Nothing waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_TERMINAL_H
#define MONITOR_TERMINAL_H

#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

void terminal_init(struct monitor_terminal *terminal, struct agent *agent);

/* The host came or left, or sent a BREAK: the line that was typed and the command under way are
 * forgotten, and the greeting is due; behind an end of line where the host is no FRESH_HOST, whose
 * screen may show half a line.  The history stays. */
void terminal_reset(struct monitor_terminal *terminal, bool fresh_host);

/* Takes typed bytes.  Returns how many; none while a command works or is said. */
size_t terminal_input(void *who, const char *bytes, size_t size);

/* Does one bounded piece of work.  Returns false when there is nothing to do before more is typed
 * or output is taken, or when the command has worked long enough for once (then
 * terminal->paused). */
bool terminal_run(void *who);

/* The bytes that wait for the port, and how many it took of them. */
size_t terminal_output(void *who, const char **bytes);
void terminal_sent(void *who, size_t size);

/* True when no command is under way and all output is taken. */
bool terminal_is_idle(const struct monitor_terminal *terminal);

#endif
#endif
