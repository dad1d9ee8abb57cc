/* listings.h - what was just listed, for as long as one look at a path takes.
 *
 * The kernel asks for each part of a path by itself; without a memory, reading one property would
 * list its object several times.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_LISTINGS_H
#define QMPCTL_FUSE_LISTINGS_H

#include "common/objects.h"

/* A promise of the manual page. */
enum { LISTINGS_MS = 250 };

struct listings {
    struct listing {
        char *path; /* NULL: free */
        struct objects_list list;
        int64_t until; /* a deadline of qmpc_deadline() */
    } places[16];
    unsigned next; /* the place that is to be taken next */
};

/* The list of PATH if it is young enough, otherwise NULL. */
const struct objects_list *listings_find(const struct listings *listings, const char *path);

/* Keeps LIST, which then belongs to the listings, in the place of an older one.
 * NULL without memory; LIST is freed then. */
const struct objects_list *listings_keep(struct listings *listings, const char *path,
                                         struct objects_list *list);

/* Forgets all. */
void listings_clear(struct listings *listings);

#endif
