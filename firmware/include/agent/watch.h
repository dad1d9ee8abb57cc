/* watch.h - what an agent remembers of the properties that hosts watch.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_WATCH_H
#define AGENT_WATCH_H

#include "agent/config.h"
#include "board/object.h"

struct agent_watch {
    uint32_t id;                            /* 0: the place is free */
    uint32_t interval;                      /* least time between two events, microseconds */
    const struct object *object;            /* aliases are resolved */
    const struct object_property *property; /* a plain one, no text */
    union object_value seen;                /* when last looked at */
    union object_value told;                /* in the last event, or by agent-watch */
    uint64_t sent_at;                       /* board_clock() of the last event; 0: none yet */
    int64_t above, below;                   /* bounds, of those there are */
    bool has_above, has_below;
    bool pending; /* an event is due when the interval is over */
};

struct agent_watches {
    uint32_t last_id;
    uint64_t next; /* board_clock() of the next look; UINT64_MAX: nothing is watched */
    struct agent_watch list[AGENT_WATCHES_MAX];
};

#endif
