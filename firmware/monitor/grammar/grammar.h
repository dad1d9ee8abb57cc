/* grammar.h - what arguments are made of; arguments.c calls these where a command takes such one.
 *
 * Each reads from run->next on (blanks in front are passed already), and leaves run->next behind
 * what it has read.  The line ends with a NUL.  Returns 0, or -1 after monitor_fail_usage(); a
 * string that is none says nothing, as each kind of string has a message of its own.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_GRAMMAR_H
#define MONITOR_GRAMMAR_H

#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

static inline bool grammar_is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void grammar_skip_blanks(struct monitor_run *run);

/* monitor_fail_usage() with C for the %w of FORMAT. */
int grammar_fail_at(struct monitor_run *run, char c, const char *format);

/* A word, or a string in double quotes, decoded in place (strings.c). */
int grammar_string(struct monitor_run *run, struct monitor_text *text);

/* A number, a character or a register (operand.c). */
int grammar_operand(struct monitor_run *run, int64_t *value);

/* An expression of 64 bits (expression.c). */
int grammar_expression(struct monitor_run *run, int64_t *value);

/* A /fmt if there is one: run->count, format, size; and what the next command takes for them
 * (format.c). */
int grammar_format(struct monitor_run *run);

#endif
#endif
