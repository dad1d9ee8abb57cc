/* trace.h - what the agent remembers of what it was traced doing, and of where the application was
 * sampled.
 *
 * Parts of struct agent; all of it is private to firmware/trace.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_TRACE_H
#define AGENT_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/config.h"
#include "board/config.h"

/* Something that happened at a trace point. */
struct agent_trace_entry {
    uint64_t clock;   /* board_clock() */
    const char *text; /* a constant, or NULL */
    uintptr_t number;
    uint8_t point; /* enum trace_point */
};

struct agent_trace {
    uint32_t enabled; /* bits: trace points that are looked at: those of `items` and `events` */
    uint32_t items;   /* those that `log` asked for */
    uint32_t events;  /* those that were turned on one by one */
    uint32_t count;   /* entries since reset; the last AGENT_TRACE_ENTRIES are kept */
    uint32_t written; /* those that the log's file has, or never will */
    int file;         /* the log's handle, and 1; 0: there is none */
    uint8_t state;    /* enum qmp_run_state that was traced last */
    struct agent_trace_entry entries[AGENT_TRACE_ENTRIES];
};

/* A place in the code that the application was found at. */
struct agent_place {
    uintptr_t address; /* of its first byte */
    uint32_t count;    /* 0: this is none */
};

struct agent_samples {
    uint64_t due;                     /* board_clock() of the next */
    uint32_t total;                   /* since sampling began */
    uint32_t agent;                   /* of these, in which the agent ran */
    uint32_t running[BOARD_CPUS_MAX]; /* ... in which processor CPU ran the application */
    uint32_t elsewhere;               /* of running[0], at a place for which there was no room */
    struct agent_place places[AGENT_PROFILE_PLACES];
};

_Static_assert(AGENT_TRACE_ENTRIES > 0 && (AGENT_TRACE_ENTRIES & (AGENT_TRACE_ENTRIES - 1)) == 0,
               "AGENT_TRACE_ENTRIES must be a power of two");
_Static_assert(AGENT_PROFILE_PLACES >= 8 &&
                   (AGENT_PROFILE_PLACES & (AGENT_PROFILE_PLACES - 1)) == 0,
               "AGENT_PROFILE_PLACES must be a power of two, at least 8");

#endif
