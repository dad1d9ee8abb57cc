/* gdb_model.h - what a host of gdb's protocol knows: where its frames end, and what it may expect
 * of the answer to one.  Written from the protocol, not from firmware/gdb. Source: "Debugging with
 * GDB", appendix "GDB Remote Serial Protocol".
 *
 * SPDX-License-Identifier: MIT */
#ifndef GDB_MODEL_H
#define GDB_MODEL_H

#include "fuzz.h"

#include "gdb_engine.h"

/* ------------------------------------------------------------------- frames */

enum gdb_frame {
    FRAME_NONE,
    FRAME_BEGUN,     /* $ */
    FRAME_ACK,       /* + */
    FRAME_NAK,       /* - */
    FRAME_INTERRUPT, /* 0x03 */
    FRAME_GOOD,      /* complete, the sum is right */
    FRAME_BAD,
};

struct gdb_frames {
    enum { BETWEEN, INSIDE, ESCAPED, SUM_HIGH, SUM_LOW } at;
    uint8_t sum;
    int told;
    char text[AGENT_GDB_PACKET + 1]; /* what stands for what is escaped is put right */
    size_t length;                   /* may be more than there is room for */
};

/* Takes a byte that the host sends. */
enum gdb_frame gdb_frames_take(struct gdb_frames *frames, char c);

/* Puts the right sums into what a host says. */
void gdb_correct_sums(char *bytes, size_t size);

/* ------------------------------------------------------------------ answers */

/* What the host knows of the other side. */
struct gdb_host {
    uint8_t memory[RIG_SIZE];
    uint64_t registers[2][5];
};

void gdb_host_begin(struct gdb_host *host);

/* The answer to the packet TEXT, of LENGTH bytes: what was read is what is there, what was written
 * is there, and nothing else has changed.  ANSWER is without `$` and sum. */
void gdb_host_check(struct gdb_host *host, const char *text, size_t length, const char *answer,
                    size_t answered);

/* Nothing at all has changed. */
void gdb_host_check_unchanged(const struct gdb_host *host);

#endif
