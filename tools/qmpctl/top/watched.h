/* watched.h - properties, their values now and in the rounds before.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_WATCHED_H
#define QMPCTL_TOP_WATCHED_H

#include <stdbool.h>
#include <stddef.h>

#include "qmpc/json.h"

/* How many rounds are kept. */
enum { WATCHED_HISTORY = 20 };

struct watched_property {
    char *object; /* as the user or the server named it */
    char *name;
    char *description; /* "" if none is known */
    char *value;       /* JSON text; NULL: none yet, or `error` */
    char *error;       /* why there is no value; NULL: no error */
    bool changed;      /* since the round before */
    size_t rounds;     /* all that there were; the newest is at (rounds - 1) % WATCHED_HISTORY */
    struct {
        bool number;
        bool changed;
        double value;
    } history[WATCHED_HISTORY];
};

struct watched {
    struct watched_property *all;
    size_t count;
};

/* Adds one unless it is there; NULL without memory.  The texts are copied. */
struct watched_property *watched_add(struct watched *watched, const char *object, const char *name,
                                     const char *description);

/* Its value in this round, or why there is none. */
void watched_value(struct watched_property *property, struct qmpc_json value);
void watched_error(struct watched_property *property, const char *error);

/* The history as text, a character a round, the newest last. */
void watched_history(const struct watched_property *property, char text[WATCHED_HISTORY + 1]);

void watched_end(struct watched *watched);

#endif
