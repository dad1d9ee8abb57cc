/* gdb.h - a server of gdb's remote serial protocol, for the agent that carries its bytes.
 * Source: "Debugging with GDB", appendix "GDB Remote Serial Protocol".
 *
 * It begins when a host's first packet has come: the application is stopped then, as a gdb expects
 * it, and whatever stopped it last is what `?` tells.  It ends with `D`, or when the port tells
 * that the host has gone: gdb's breakpoints are deleted, and the application goes on if it was
 * gdb that had stopped it.
 *
 * Memory, breakpoints and steps are the engine's (debug/debug.h); stop and cont are the commands
 * of QMP.  What an agent-lock forbids is refused to gdb as well, see permit.c.
 *
 * WHO is the struct agent.  Context: agent.  Nothing waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GDB_GDB_H
#define GDB_GDB_H

#include "agent/agent.h"

#if AGENT_GDB

/* Bytes of the packet where a line of `monitor` stands, its end included; what it says is put
 * together behind. */
#define GDB_LINE_MAX 512u

void gdb_init(struct agent *agent);

/* The host came or left, or sent a BREAK, which is one of gdb's ways to interrupt (EVENTS are
 * BOARD_PORT_ flags); what it had sent before is dropped. */
void gdb_reset(struct agent *agent, unsigned events);

/* Takes received bytes.  Returns how many; fewer than SIZE while a reply is under way. */
size_t gdb_input(void *who, const char *bytes, size_t size);

/* Does one bounded piece of work: answers a packet, writes a piece of a reply.  Returns false
 * when there is nothing to do before more input comes, output is taken or the application
 * stops. */
bool gdb_run(void *who);

/* The bytes that wait for the port, and how many it took of them. */
size_t gdb_output(void *who, const char **bytes);
void gdb_sent(void *who, size_t size);

/* True in the middle of a packet: there is nothing to do but to take more bytes. */
static inline bool gdb_is_reading(const struct agent *agent)
{
    return agent->gdb.reading == GDB_PACKET && agent->gdb.out_length == 0;
}

/* True when nothing is under way and all output is taken. */
bool gdb_is_idle(const struct agent *agent);

#endif
#endif
