/* history.h - the lines that were typed at a terminal.
 *
 * Context: agent.  Worst case: linear in AGENT_MONITOR_HISTORY.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_HISTORY_H
#define MONITOR_HISTORY_H

#include "agent/monitor_edit.h"

/* Remembers a line, and forgets the oldest where there is no room.  A line that is there already
 * becomes the newest; one that is empty, or longer than half of AGENT_MONITOR_HISTORY, is not
 * kept. */
void history_add(struct monitor_history *history, const char *line, uint16_t size);

/* Makes the line the one before, or the one after, that which was recalled last.  Past the newest
 * is an empty line. */
void history_up(struct monitor_edit *edit);
void history_down(struct monitor_edit *edit);

#endif
