/* debug_rig.h - an agent with its debugger, a host that talks to it, and a simulated machine that
 * it debugs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_RIG_H
#define DEBUG_RIG_H

#include "debug_machine.h"
#include "rig.h"

#include "debug/debug.h"

extern struct agent debug_agent;
extern unsigned debug_faults; /* calls of fault_take() */
extern struct board_stop debug_fault;

/* A negotiated session with an agent that has stopped the machine, which is at the beginning of
 * these instructions. */
#define debug_start(code) debug_start_with(code, COUNT(code))
struct rig *debug_start_with(const uint16_t *code, size_t count);

/* Has the machine run, and the agent as often as that is entered, TURNS instructions a processor,
 * or until the application is stopped. */
void debug_turn(struct rig *rig, unsigned turns);

/* A command that must succeed, and returns RETURN; one that must fail with DESC. */
void debug_do(struct rig *rig, const char *command, const char *arguments);
void debug_returns(struct rig *rig, const char *command, const char *arguments,
                   const char *returns);
void debug_refuses(struct rig *rig, const char *command, const char *arguments, const char *desc);

/* The next line is the event NAME; DATA: its data as JSON, NULL: it has none. */
void debug_event(struct rig *rig, const char *name, const char *data);

/* cont, until the machine stops by itself. */
void debug_cont(struct rig *rig);

/* It was stopped: STOP and AGENT_STOP with DATA come next, and nothing else. */
void debug_stopped_with(struct rig *rig, const char *data);

/* Adds a breakpoint; returns its number. */
unsigned debug_break_at(struct rig *rig, unsigned address, const char *more);

/* The status is STATUS. */
void debug_status(struct rig *rig, const char *status);

#endif
