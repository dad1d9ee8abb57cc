/* profile.h - what a simulated sensor's value does over time, as a table of points.
 *
 * Type `profile` of the object model; a host creates one with object-add and has a sensor
 * (agent/sensor.h) follow it by the sensor's link `profile`.  Any number of sensors may.
 *
 * Each point lasts a step.  With `interpolate` a straight line leads to the next point, rounded
 * towards where it comes from; without, the value stands still until then.  With `repeat` the
 * first point follows the last, so a period has as many steps as there are points; without, the
 * last point stays.  A profile begins when it is created or restarted; when its points, length
 * or step are changed, it is where it would be had it begun with these.
 *
 *     static struct profile day = {.points = {1800, 2400, 2600, 2000}, .length = 4,
 *                                  .step = 250, .interpolate = true, .repeat = true};
 *     OBJECT_INSTANCE(day_object, &object_objects, "day", &profile_type, &day);
 *
 * Context: the function is for any.  The agent may interrupt it anywhere: its value is of the
 * profile before what a host changes then, or after.  Nothing waits; the worst case is
 * 1,500 instructions, and as many again for each change that comes in meanwhile.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_PROFILE_H
#define AGENT_PROFILE_H

#include "board/object.h"

/* Points of a profile, and how far they may be from 0. */
#define PROFILE_POINTS 16
#define PROFILE_LIMIT  1000000000

/* The longest step (milliseconds). */
#define PROFILE_STEP_MAX 3600000

/* Yours to provide, and to set as the profile is at first; one that no host creates begins at
 * `since`, 0: with the board's clock.  The rest is zero, and all of it is private from then
 * on: hosts write it, and nobody else. */
struct profile {
    uint64_t since; /* board_clock() when it began */
    int32_t points[PROFILE_POINTS];
    uint32_t step; /* milliseconds, 1 to PROFILE_STEP_MAX */
    uint32_t changes;
    uint8_t length;              /* points that count, 1 to PROFILE_POINTS */
    uint8_t interpolate, repeat; /* true or false */
};

extern const struct object_type profile_type;

/* The value of PROFILE now. */
int32_t profile_value(const struct object *profile);

#endif
