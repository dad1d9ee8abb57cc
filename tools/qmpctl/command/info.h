/* info.h - what `qmpctl info` has asked for, and how it is shown to people.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_INFO_H
#define QMPCTL_INFO_H

#include <stdbool.h>

#include "common/objects.h"
#include "qmpc/qmpc.h"

enum info_part {
    INFO_VERSION,
    INFO_STATUS,
    INFO_NAME,
    INFO_TARGET,
    INFO_CPUS,
    INFO_MEMORY,
    INFO_AREAS,
    INFO_AGENT,
    INFO_PORTS,
    INFO_PARTS
};

enum { INFO_PLACES = 4 };
extern const char *const info_places[INFO_PLACES]; /* paths with devices below */

struct info {
    struct qmpc_message *replies[INFO_PARTS]; /* NULL: the server does not know */
    struct objects_list devices[INFO_PLACES];
};

/* An object in the tree that is no part of a device, and no folder. */
bool info_is_device(const struct objects_entry *entry);

/* info_show.c: one screen on standard output. */
void info_show(const struct info *info, bool colours);

#endif
