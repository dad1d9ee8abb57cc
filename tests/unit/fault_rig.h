/* fault_rig.h - an agent whose application faults when a test says so: the fault's files over a
 * board of the test's.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FAULT_RIG_H
#define FAULT_RIG_H

#include "agent/agent.h"
#include "debug/crash.h"
#include "debug/fault.h"
#include "rig.h"

/* Registers of the board's processor; fault_values[n] is what number n holds, the one called
 * FAULT_UNKNOWN cannot be known. */
#define FAULT_REGISTERS 4
#define FAULT_PC        3
#define FAULT_UNKNOWN   1

extern struct agent fault_agent;
extern uint64_t fault_now;             /* board_clock() */
extern unsigned fault_restarts;        /* calls of board_app_restart() */
extern enum debug_reason fault_reason; /* of the last debug_stop() */
extern uint64_t fault_values[FAULT_REGISTERS];

/* The agent, after a power-on, and a session of its own whose capabilities are negotiated; the
 * application runs. */
struct rig *fault_start(void);

/* Sends a command with ARGUMENTS (JSON). */
void fault_do(struct rig *rig, const char *command, const char *arguments);

/* The next line is the event NAME with DATA (JSON; NULL: none). */
void fault_expect_event(struct rig *rig, const char *name, const char *data);

/* The next line is TEXT. */
void fault_expect_line(struct rig *rig, const char *text);

#endif
