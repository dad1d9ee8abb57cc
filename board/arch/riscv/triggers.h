/* triggers.h - the triggers of a hart, of which each watches one piece of data.
 *
 * They cannot tell the agent from the application, as both run in machine mode: they are on
 * only while the application runs.  Context: traps of the hart that is named, agent otherwise.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_TRIGGERS_H
#define RISCV_TRIGGERS_H

#include <stdbool.h>

/* The watchpoints that are set; bits.  Any context. */
extern volatile unsigned triggers_set;

static inline bool triggers_any(void)
{
    return triggers_set != 0;
}

/* Turns those that are set on, or all off, on the hart that calls. */
void triggers_arm(void);
void triggers_disarm(void);

#endif
