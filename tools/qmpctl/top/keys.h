/* keys.h - what the keys of `qmpctl top` do.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_KEYS_H
#define QMPCTL_TOP_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "top/engine.h"

struct keys {
    struct engine *engine;
    bool leave;
    bool help;         /* the help is shown */
    const char *asked; /* "stop" or "cont" waits for y; NULL: neither */
    size_t top;        /* lines scrolled away */
    size_t room;       /* lines of a page */
};

/* KEY is what getch() returned. */
void keys_take(struct keys *keys, int key);

/* BODY lines can be scrolled, ROOM of them fit. */
void keys_limit(struct keys *keys, size_t body, size_t room);

/* The last line of the screen. */
void keys_foot(const struct keys *keys, size_t body, size_t room, char *text, size_t size);

/* The lines of the help; ends with NULL. */
extern const char *const keys_help[];

#endif
