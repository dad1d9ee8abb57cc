/* complete.h - what the word before the cursor may become: commands, and arguments of them.
 *
 * No list is stored: candidates are asked for by number, once to find what is common to them, and
 * once for each line of the list, to find the next one in order.
 *
 * Context: agent.  Worst case of a call: twice through the table, or the tree of objects.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_COMPLETE_H
#define MONITOR_COMPLETE_H

#include "monitor/terminal/edit.h"
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

/* Looks at the word before the cursor, types what all candidates have in common, and behind a
 * sole candidate a blank.  Returns true when there are several: then the list is due. */
bool complete_word(struct monitor_completion *completion, struct monitor_edit *edit,
                   const struct agent *agent);

/* Writes the next piece of the list, at most AGENT_MONITOR_COMPLETIONS words, and then how many
 * there are besides; may overflow, then nothing has changed.  Returns false at the end. */
bool complete_list(struct monitor_completion *completion, struct json_writer *w);

/* Finds what the word behind ARGUMENTS words that follow the command ROW may be (candidates.c).
 * BEFORE is the last of these words.  Leaves completion->candidates NULL if nothing; may take
 * bytes off the front of completion->stem, which are no part of a candidate. */
void candidates_find(struct monitor_completion *completion, const struct monitor_row *row,
                     unsigned arguments, struct json_span before);

/* The names of commands, and of what info tells. */
monitor_candidates candidates_commands, candidates_infos;

/* What is typed behind CANDIDATE where it is the only one: a blank, a slash, or a NUL for
 * nothing. */
char candidates_end(const struct monitor_completion *completion, struct json_span candidate);

#endif
#endif
