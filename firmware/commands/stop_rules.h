/* stop_rules.h - what breakpoints and watchpoints have in common: when a hit is a stop.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_STOP_RULES_H
#define COMMANDS_STOP_RULES_H

#include "commands.h"

#if QMP_GROUP_DEBUG

struct stop_rules {
    bool temporary;
    uint32_t ignore;
    struct debug_condition condition;
};

/* Takes the arguments temporary, ignore and condition, which are number FIRST and those behind it.
 * Returns 0, or -1 after qmp_fail(). */
int stop_rules_take(struct qmp_call *call, unsigned first, struct stop_rules *rules);

/* Writes the members that agent-breakpoint-list and agent-watchpoint-list share. */
void stop_rules_write(struct json_writer *w, enum debug_owner owner, uint32_t hits,
                      const struct stop_rules *rules);

/* A return with the number of what was added; the error of one that was not, at ADDRESS. */
int stop_rules_return(struct qmp_call *call, unsigned id);

/* The argument 0, a number as agent-breakpoint-add returns it; 0 if it is none. */
uint32_t stop_rules_id(const struct qmp_call *call);

#endif
#endif
