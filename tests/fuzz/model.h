/* model.h - what a session of fuzz_session.c has to say to a stream of bytes: docs/protocol.md over
 * jansson, one message after another, without queues, buffers or time.
 *
 * The stream is cut into messages by the library's framer, byte by byte; fuzz_framer.c is about
 * that. The client that the model is of waits where the protocol asks it to: for the reply to what
 * changes the session's mode (`waits`).  Then only two things depend on how the bytes arrive: where
 * the replies to out-of-band commands stand among the others, and what agent-cancel still finds.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calm.h"

struct model_line; /* one that the session has to write */

struct model {
    struct model_line *lines;
    size_t count, room, oobs; /* lines, and of them those out of band */
    size_t *waits; /* how much of the stream is sent before everything is read; ascending */
    size_t wait_count;
    unsigned requests, faults; /* as counters of the session */
};

/* What the session says to the stream.  CALM has the handlers of fuzz_session.c. */
void model_run(struct model *m, struct calm *calm, const uint8_t *stream, size_t size);
void model_free(struct model *m);

/* Aborts unless OUTPUT is what the model says: each line that it has, no other, in order;
 * out-of-band replies no earlier than their own order and no later than any line of what came after
 * them. */
void model_compare(const struct model *m, const char *output, size_t size);

#endif
