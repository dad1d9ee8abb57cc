/* gdb_rig.h - a gdb of the test's: sends packets to the server, and takes what it says.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GDB_RIG_H
#define GDB_RIG_H

#include "unit.h"

#include "gdb_engine.h"

/* What the server said last. */
struct gdb_said {
    bool raw;             /* replies are not decoded, but kept as they come */
    char reply[1 << 16];  /* contents of the last packet; ends with a NUL */
    size_t length;        /* of it */
    unsigned acks, nacks; /* that came so far */
};

extern struct gdb_said heard;

/* Begins anew: the application runs, nothing was said yet. */
void gdb_rig_begin(void);

/* Gives the server bytes in pieces of PIECE, and takes what it says meanwhile. */
void gdb_rig_feed(const void *bytes, size_t size, size_t piece);

/* Lets the server work; returns the reply if there is one, else "". */
const char *gdb_rig_settle(void);

/* Sends a packet and returns the reply, without acknowledging it. */
const char *gdb_rig_send(const void *packet, size_t size);

/* The same of a text; the reply is acknowledged. */
const char *gdb_rig_ask(const char *packet);

#endif
