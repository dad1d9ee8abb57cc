/* profile.c - tables that simulated sensors follow.
 *
 * Hosts are the only writers, and the application may be interrupted by them while it reads: it
 * reads again when `changes` says so.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/profile.h"

#include "board/board.h"
#include "line.h"
#include "qmp/groups.h"

#if QMP_GROUP_OBJECTS

#define MILLISECOND 1000u /* of board_clock() */

_Static_assert((uint64_t)PROFILE_STEP_MAX *MILLISECOND <= UINT32_MAX, "a step has 32 bits");

static volatile struct profile *state_of(const struct object *object)
{
    return object->state;
}

/* ------------------------------------------------------------------------ value */

static uint32_t limit(uint32_t value, uint32_t most)
{
    if (value > most)
        return most;
    return value < 1 ? 1 : value;
}

/* ELAPSED modulo PERIOD, which is not 0. */
static uint64_t time_in_period(uint64_t elapsed, uint64_t period)
{
    uint64_t multiple = period;

    while (multiple <= elapsed >> 1)
        multiple <<= 1;
    for (; multiple >= period; multiple >>= 1)
        if (elapsed >= multiple)
            elapsed -= multiple;
    return elapsed;
}

/* The value ELAPSED microseconds after the beginning.  A reader that a host interrupts may find
 * another object's state here, after object-del and object-add: what that makes is thrown away,
 * but it must be made in bounds and in time, so the numbers are limited once more (and a truth
 * value is a byte, which no other state makes undefined). */
static int32_t value_after(const volatile struct profile *profile, uint64_t elapsed)
{
    uint32_t length = limit(profile->length, PROFILE_POINTS);
    uint32_t step = limit(profile->step, PROFILE_STEP_MAX) * MILLISECOND, at = 0;
    int32_t from, to;

    if (profile->repeat)
        elapsed = time_in_period(elapsed, (uint64_t)length * step);
    else if (elapsed >= (uint64_t)(length - 1) * step)
        return profile->points[length - 1];
    for (; elapsed >= step; elapsed -= step)
        at++;
    from = profile->points[at];
    to = profile->points[at + 1 < length ? at + 1 : 0];
    if (!profile->interpolate)
        return from;
    return line_point(from, to, line_divide(line_length(from, to) * elapsed, step));
}

int32_t profile_value(const struct object *object)
{
    const volatile struct profile *profile = state_of(object);
    uint32_t before;
    int32_t value;

    do {
        before = profile->changes;
        value = value_after(profile, board_clock() - profile->since);
    } while (profile->changes != before);
    return value;
}

/* ------------------------------------------------------------------- properties */

static const char *set_points(const struct object *object, const union object_value *value)
{
    volatile struct profile *profile = state_of(object);
    const int32_t *points = value->memory;

    for (unsigned i = 0; i < PROFILE_POINTS; i++)
        profile->points[i] = points[i];
    profile->changes++;
    return NULL;
}

static const char *set_length(const struct object *object, const union object_value *value)
{
    state_of(object)->length = (uint8_t)value->natural;
    state_of(object)->changes++;
    return NULL;
}

static const char *set_step(const struct object *object, const union object_value *value)
{
    state_of(object)->step = (uint32_t)value->natural;
    state_of(object)->changes++;
    return NULL;
}

static const char *set_interpolate(const struct object *object, const union object_value *value)
{
    state_of(object)->interpolate = value->boolean;
    state_of(object)->changes++;
    return NULL;
}

static const char *set_repeat(const struct object *object, const union object_value *value)
{
    state_of(object)->repeat = value->boolean;
    state_of(object)->changes++;
    return NULL;
}

static const char *get_position(const struct object *object, union object_value *value)
{
    value->natural = line_divide(board_clock() - state_of(object)->since, MILLISECOND);
    return NULL;
}

/* Also what completes a new one.  Context: agent. */
static const char *begin(const struct object *object)
{
    state_of(object)->since = board_clock();
    state_of(object)->changes++;
    return NULL;
}

static const char *set_restart(const struct object *object, const union object_value *value)
{
    return value->boolean ? begin(object) : NULL;
}

#define NUMBER(property, type_name, member, most, setter, meaning)                                 \
    {                                                                                              \
        .name = property, .type = type_name, .description = meaning, .min = {.natural = 1},        \
        .max = {.natural = most}, .set = setter, .kind = OBJECT_KIND_UINT,                         \
        .flags = OBJECT_READ_WRITE, OBJECT_VARIABLE(struct profile, member)                        \
    }
#define CHOICE(property, member, setter, meaning)                                                  \
    {                                                                                              \
        .name = property, .type = "bool", .description = meaning, .set = setter,                   \
        .kind = OBJECT_KIND_BOOL, .flags = OBJECT_READ_WRITE,                                      \
        OBJECT_VARIABLE(struct profile, member)                                                    \
    }

static const struct object_property point = {
    .type = "int32",
    .min = {.number = -PROFILE_LIMIT},
    .max = {.number = PROFILE_LIMIT},
    .kind = OBJECT_KIND_INT,
    .size = sizeof(int32_t),
};

static const struct object_property properties[] = {
    {.name = "points",
     .type = "[int32]",
     .description = "the values, each for a step, in the unit of the sensor",
     .members = &point,
     .count = PROFILE_POINTS,
     .set = set_points,
     .kind = OBJECT_KIND_ARRAY,
     .flags = OBJECT_READ_WRITE,
     OBJECT_VARIABLE(struct profile, points)},
    NUMBER("length", "uint8", length, PROFILE_POINTS, set_length, "how many points count"),
    NUMBER("step", "uint32", step, PROFILE_STEP_MAX, set_step,
           "milliseconds from a point to the next"),
    CHOICE("interpolate", interpolate, set_interpolate,
           "straight lines between the points; false: steps"),
    CHOICE("repeat", repeat, set_repeat,
           "after the last point comes the first; false: the last stays"),
    {.name = "position",
     .type = "uint32",
     .description = "milliseconds since it began, 4294967295 at most",
     .get = get_position,
     .kind = OBJECT_KIND_UINT,
     .size = sizeof(uint32_t),
     .flags = OBJECT_READABLE},
    {.name = "restart",
     .type = "bool",
     .description = "true: it begins now",
     .set = set_restart,
     .kind = OBJECT_KIND_BOOL,
     .size = sizeof(bool),
     .flags = OBJECT_WRITABLE},
};

static const struct profile created = {
    .step = 1000, .length = 1, .interpolate = true, .repeat = true};
OBJECT_CREATABLE(profile_type, "profile", &object_base, properties, created, begin);

#endif
