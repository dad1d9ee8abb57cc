/* gdb_engine.h - an engine and a board under the server of gdb's protocol (firmware/gdb), whose
 * state a test sets and sees.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GDB_ENGINE_H
#define GDB_ENGINE_H

#include "gdb/gdb.h"

/* Memory there is, and where it begins in the processor's address space. */
#define RIG_BASE 0x1000u
#define RIG_SIZE 0x2000u

/* What the server did with what it was given. */
struct rig_counts {
    unsigned stops, conts, steps, resets, quits, forgets;
};

struct gdb_engine {
    struct agent agent;
    uint8_t memory[RIG_SIZE];
    uint64_t registers[2][5]; /* by cpu: a, b, sp, pc, sys (4 bytes) */
    unsigned cpus;
    bool known;          /* registers can be read */
    const char *refusal; /* of the engine: what it says to the next breakpoint or step */
    unsigned step_cpu;
    uint32_t ids;
    struct rig_counts counts;
};

extern struct gdb_engine rig;

/* Begins anew: the application runs, nothing was said yet. */
void gdb_engine_begin(void);

/* The engine stops the application. */
void gdb_engine_stop(enum debug_reason reason, unsigned cpu, uint32_t id);

#endif
