/* schedule.h - the members of a bundle in the making, and whether one more fits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_SCHEDULE_H
#define RV2E2K_SCHEDULE_H

#include "region.h"

struct bundle_members {
    int ops[E2K_CHANNELS]; /* in program order */
    int count;
    int exit; /* -1: none */
};

/* Adds op INDEX, whose conditions are set.  Returns false, and changes nothing, when a
 * channel, the literals, the conditions or the length would not do. */
bool bundle_add(const struct region *region, struct bundle_members *members, int index);
bool bundle_add_exit(const struct region *region, struct bundle_members *members, int exit);

/* Writes the channels of the finished bundle to its ops. */
void bundle_settle(struct region *region, const struct bundle_members *members);

#endif
