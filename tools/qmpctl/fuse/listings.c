/* listings.c - what was just listed.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/listings.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = sizeof((struct listings *)0)->places / sizeof(struct listing) };

static void clear(struct listing *place)
{
    free(place->path);
    place->path = NULL;
    objects_free(&place->list);
}

const struct objects_list *listings_find(const struct listings *listings, const char *path)
{
    for (size_t i = 0; i < PLACES; i++) {
        const struct listing *place = &listings->places[i];
        if (place->path != NULL && strcmp(place->path, path) == 0)
            return qmpc_deadline(0) < place->until ? &place->list : NULL;
    }
    return NULL;
}

/* A path has one place only, so that an older list of it cannot be found again. */
static struct listing *place_for(struct listings *listings, const char *path)
{
    for (size_t i = 0; i < PLACES; i++)
        if (listings->places[i].path != NULL && strcmp(listings->places[i].path, path) == 0)
            return &listings->places[i];
    return &listings->places[listings->next++ % PLACES];
}

const struct objects_list *listings_keep(struct listings *listings, const char *path,
                                         struct objects_list *list)
{
    struct listing *place = place_for(listings, path);
    char *copy = strdup(path);
    if (copy == NULL) {
        objects_free(list);
        return NULL;
    }
    clear(place);
    *place = (struct listing){.path = copy, .list = *list, .until = qmpc_deadline(LISTINGS_MS)};
    *list = (struct objects_list){NULL, 0};
    return &place->list;
}

void listings_clear(struct listings *listings)
{
    for (size_t i = 0; i < PLACES; i++)
        clear(&listings->places[i]);
}
