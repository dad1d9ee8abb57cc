/* doubt.h - whether the requests at the board are still there, and what is told of those that are
 * not.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_DOUBT_H
#define BRIDGE_DOUBT_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge/text.h"
#include "qmpc/qmpc.h"

struct bridge;

struct doubt {
    int64_t heard;   /* the last sign of life while requests are at the board */
    int64_t probed;  /* when that was done last */
    int64_t again;   /* when it is due again, QMPC_FOREVER: it is not */
    unsigned probes; /* at the board */
    bool called;     /* it was silent, and probed for that */

    /* Errors without an id since the last in-band answer. */
    struct text stray; /* of the last one the member "error"; of the last of those: */
    char desc[160];    /* its text */
    unsigned refused;  /* how many say of a request that it was damaged and not executed */
    unsigned certain;  /* so many of the lost requests earned `stray`, whichever are looked at */
    bool alone;        /* just one was lost */
};

/* A line from the board is none that can be believed. */
void doubt_damaged(struct bridge *bridge);

/* An error came that names no request, or not for certain. */
void doubt_stray(struct bridge *bridge, const struct qmpc_message *message);

/* A message that can be believed has come, or a part of one. */
void doubt_heard(struct bridge *bridge);

/* Probes when it is time.  Returns why the line is to be given up, NULL if it is not. */
const char *doubt_step(struct bridge *bridge, int64_t now);

/* When doubt_step() is due. */
int64_t doubt_wake(const struct bridge *bridge);

/* A probe was answered, or is known to be lost. */
void doubt_probe_ended(struct bridge *bridge);

/* An in-band answer shows that of COUNT requests before it none will be answered in band: what can
 * be told of them; and that it was told. */
void doubt_weigh(struct bridge *bridge, unsigned count);
void doubt_settled(struct bridge *bridge);

#endif
