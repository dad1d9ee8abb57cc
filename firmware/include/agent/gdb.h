/* gdb.h - what the agent remembers of the gdb that speaks with it.
 *
 * A part of struct agent; what works on it is firmware/gdb.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_GDB_H
#define AGENT_GDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/config.h"
#include "agent/monitor.h"

struct agent;

/* A reply under way.  EMIT writes its next piece (gdb/reply.h) and returns true while there is
 * more; it is given a cursor of its own.  What it tells of must stay until gdb has acknowledged
 * it: it may be asked to begin again, with the cursor as it was at first. */
struct gdb_reply {
    bool (*emit)(struct agent *agent, uintptr_t *at);
    uintptr_t at[4];
};

/* Where the bytes of a frame `$packet#sum` stand. */
enum gdb_reading { GDB_BETWEEN, GDB_PACKET, GDB_ESCAPED, GDB_SUM_HIGH, GDB_SUM_LOW };

/* Why a packet is not looked at. */
enum gdb_fault { GDB_GOOD, GDB_TOO_LONG, GDB_DAMAGED };

/* What is being sent. */
enum gdb_sending { GDB_NOTHING, GDB_BEGIN, GDB_BODY, GDB_UNACKNOWLEDGED };

struct agent_gdb {
    bool attached;       /* a gdb has spoken since the last one left */
    bool no_acks;        /* QStartNoAckMode */
    bool tells_why;      /* this gdb understands swbreak and hwbreak */
    bool complete;       /* the packet is to be answered */
    bool waiting;        /* gdb has let the application go on, and is owed a stop reply */
    bool interrupts;     /* gdb is about to stop it */
    bool interrupt_kept; /* gdb wanted to, when it had stopped by itself */
    bool stopped_it;     /* the application stands because of gdb */
    bool why_known;      /* the last stop is one the engine tells the reason of */
    bool quiet;          /* the packet has no reply */
    bool to_safepoint;   /* gdb's step is a breakpoint at `next_pc`, see gdb/break.c */
    bool working;    /* gdb_run() returned false, but a reply needs more work before it says more */
    uint8_t reading; /* enum gdb_reading */
    uint8_t sending; /* enum gdb_sending */
    uint8_t fault;   /* enum gdb_fault, of the packet */
    uint8_t sum_in;  /* of the packet that is read */
    uint8_t sum_told;
    uint8_t sum_out;  /* of the reply */
    uint8_t cpu;      /* of Hg: whose registers */
    uint8_t next_cpu; /* of Hc: who steps */
    uint32_t stops;   /* number of the engine's last stop when gdb let it go on */
    uintptr_t next_pc;
    const char *refusal; /* why something was refused last; NULL: nothing was */
    uint32_t length;     /* of the packet */
    uint32_t out_length, out_sent;
    struct gdb_reply reply, again; /* `again`: the reply as it began */
#if QMP_GROUP_MONITOR
    struct monitor_run monitor; /* of `monitor`; its line stands in packet[] */
    bool says;                  /* its work is done, and this is where what it says begins: */
    monitor_emit *first;
    uintptr_t first_at[6];
    struct qmp_stream first_stream;
#endif
    char out[AGENT_GDB_OUT];
    char packet[AGENT_GDB_PACKET];
};

_Static_assert(AGENT_GDB_OUT >= 256, "the longest piece of a reply fits");
_Static_assert(AGENT_GDB_PACKET >= 1024, "the texts of monitor commands fit");

#endif
