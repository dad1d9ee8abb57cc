/* limits.h - the sizes a profile of protocol/ is built with.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPDOC_LIMITS_H
#define QMPDOC_LIMITS_H

#include <stddef.h>

struct limit {
    const char *name; /* of a member of AgentLimits */
    long value;
};

struct limits {
    const struct limit *list;
    size_t count;
    const struct limit *agent; /* by their meaning; agent-limits does not tell them */
    size_t agent_count;
    int throttles;                                   /* kinds of rate-limited events */
    int oob, frame_check, introspection, guest_info; /* 1: the profile has it */
};

extern const struct limits limits_default, limits_small;

#endif
