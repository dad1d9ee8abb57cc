/* dump.h - the agent's memory of a core dump under way, and of the last one.
 *
 * It is a part of struct agent; what works on it is firmware/debug/core_file.c and
 * firmware/commands/dump.c.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_DUMP_H
#define AGENT_DUMP_H

#include "agent/config.h"

/* What a core file is made of.  Its bytes are made when they are asked for. */
struct core_file {
    uintptr_t first, last; /* the memory of the board that lies between these bytes, both in it */
    bool writable_only;
    uint8_t cpu_count;
    uint8_t first_cpu; /* that of which the file tells first: why the application stands */
    uint8_t signal;    /* with which it stands; 0: it was just stopped */
    uint32_t cpus;     /* bits: those whose registers are in it */
    uint32_t head;     /* bytes before the memory */
    uint64_t memory;   /* bytes of memory */
};

/* In the order of QMP's enum DumpStatus. */
enum dump_status { DUMP_NONE, DUMP_ACTIVE, DUMP_COMPLETE, DUMP_FAILED };

/* The numbers are those of dump-guest-memory. */
struct agent_dump {
    struct core_file file;
    bool active;   /* the application is held for it */
    bool streamed; /* it is agent-dump's; the rest is dump-guest-memory's */
    bool resumes;  /* the application goes on afterwards */
    bool gave_up;  /* it did before, and is left as it is (set-action panic=none) */
    bool detached;
    uint8_t status;            /* enum dump_status */
    int handle;                /* the host's file */
    int failure;               /* an error of board_files; DUMP_NO_MEMORY; 0: none */
    uintptr_t fault;           /* DUMP_NO_MEMORY: the address */
    uint64_t done;             /* bytes of the file */
    uint64_t completed, total; /* bytes of memory: what query-dump answers */
};

#define DUMP_NO_MEMORY 1

#endif
