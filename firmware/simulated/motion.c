/* motion.c - how the value of a simulated sensor moves.
 *
 * SPDX-License-Identifier: MIT */
#include "motion.h"

#include "agent/profile.h"
#include "board/board.h"
#include "line.h"
#include "qmp/groups.h"

#if BOARD_ISOLATED
#include "objects/tree.h"
#endif

#if QMP_GROUP_OBJECTS

#define SECOND 1000000u /* of board_clock() */

/* RATE * ELAPSED microseconds, in whole units, DISTANCE (31 bits) at most. */
static uint32_t way_gone(uint32_t rate, uint64_t elapsed, uint32_t distance)
{
    uint64_t high = (uint64_t)rate * (uint32_t)(elapsed >> 32), gone;

    if (high >> 20 != 0) /* 2^52 and more: past any distance, which is less than 2^31 seconds */
        return distance;
    gone = (high << 32) + (uint64_t)rate * (uint32_t)elapsed; /* a rate has 30 bits */
    return gone >= (uint64_t)distance * SECOND ? distance : line_divide(gone, SECOND);
}

static int32_t position(const struct sensor_motion *motion, uint64_t now)
{
    uint32_t distance = line_length(motion->value, motion->target);

    if (motion->rate == 0 || !motion->aimed)
        return motion->value;
    return line_point(motion->value, motion->target,
                      way_gone(motion->rate, now - motion->since, distance));
}

#if BOARD_ISOLATED
/* The sensor of an isolated application may lead to anything. */
static const struct object *believe(const struct object *profile)
{
    profile = tree_believe(profile);
    return profile != NULL && tree_is_a(profile->type, &profile_type) ? profile : NULL;
}
#else
#define believe(profile) (profile)
#endif

int32_t motion_value(const volatile struct sensor *sensor)
{
    struct sensor_motion motion;
    const struct object *profile;
    int32_t profiled = 0;
    uint32_t before;

    do {
        before = sensor->changes;
        profile = believe(sensor->profile);
        if (profile != NULL)
            profiled = profile_value(profile);
        motion.since = sensor->motion.since;
        motion.value = sensor->motion.value;
        motion.target = sensor->motion.target;
        motion.rate = sensor->motion.rate;
        motion.aimed = sensor->motion.aimed;
        motion.driven = sensor->motion.driven;
    } while (sensor->changes != before);
    if (profile != NULL)
        return profiled;
    return motion.driven ? position(&motion, board_clock()) : sensor->simulated;
}

void motion_start_from_here(volatile struct sensor *sensor)
{
    int32_t value = motion_value(sensor);

    sensor->motion.value = value;
    sensor->motion.since = board_clock();
    sensor->motion.driven = true;
    sensor->changes++;
}

#endif
