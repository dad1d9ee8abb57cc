/* sensor.c - simulated sensors.
 *
 * The agent may interrupt the application in any of its functions here, and never the other way
 * round.  So each variable has one writer, and the application reads those that belong together
 * again when a host has changed them meanwhile.
 *
 * Sources: Austin Appleby, MurmurHash3 (public domain), for the finalizer in mix().
 *
 * SPDX-License-Identifier: MIT */
#include "agent/sensor.h"

#include "agent/profile.h"
#include "motion.h"
#include "qmp/groups.h"

#if QMP_GROUP_OBJECTS

enum { FAULT_NONE, FAULT_STUCK, FAULT_OUT_OF_RANGE, FAULT_NO_ANSWER };
static const char *const fault_names[] = {"none", "stuck", "out-of-range", "no-answer"};

_Static_assert(PROFILE_LIMIT <= SENSOR_LIMIT, "a profile leads to what a sensor may measure");

static volatile struct sensor *state_of(const struct object *object)
{
    return object->state;
}

/* ------------------------------------------------------------------ properties */

static const char follows_profile[] = "The sensor follows a profile: clear that link first";

static bool is_covered(const volatile struct sensor *sensor, int64_t value)
{
    return value >= sensor->minimum && value <= sensor->maximum;
}

static const char *get_value(const struct object *object, union object_value *value)
{
    value->number = motion_value(state_of(object));
    return NULL;
}

static const char *set_value(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    if (sensor->profile != NULL)
        return follows_profile;
    if (!is_covered(sensor, value->number))
        return "The value is outside the sensor's range";
    motion_start_from_here(sensor);
    sensor->motion.value = (int32_t)value->number;
    return NULL;
}

static const char *get_target(const struct object *object, union object_value *value)
{
    const volatile struct sensor *sensor = state_of(object);

    value->number = sensor->motion.aimed ? sensor->motion.target : motion_value(sensor);
    return NULL;
}

static const char *set_target(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    if (sensor->profile != NULL)
        return follows_profile;
    if (!is_covered(sensor, value->number))
        return "The ramp leads out of the sensor's range";
    motion_start_from_here(sensor);
    sensor->motion.target = (int32_t)value->number;
    sensor->motion.aimed = true;
    return NULL;
}

static const char *set_rate(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    if (sensor->profile != NULL)
        return follows_profile;
    motion_start_from_here(sensor);
    sensor->motion.rate = (uint32_t)value->natural;
    return NULL;
}

static const char *set_driven(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    if (sensor->profile != NULL)
        return follows_profile;
    motion_start_from_here(sensor);
    sensor->motion.driven = value->boolean;
    if (!value->boolean)
        sensor->motion.rate = 0;
    return NULL;
}

/* The value stays where the one that is followed no longer has led. */
static const char *set_profile(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    if (value->object == sensor->profile)
        return NULL;
    motion_start_from_here(sensor);
    sensor->motion.rate = 0;
    sensor->profile = value->object;
    return NULL;
}

static const char *set_minimum(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    if (value->number > sensor->maximum)
        return "The minimum is above the maximum";
    sensor->minimum = (int32_t)value->number;
    return NULL;
}

static const char *set_maximum(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    if (value->number < sensor->minimum)
        return "The maximum is below the minimum";
    sensor->maximum = (int32_t)value->number;
    return NULL;
}

static const char *set_seed(const struct object *object, const union object_value *value)
{
    volatile struct sensor *sensor = state_of(object);

    sensor->seed = (uint32_t)value->natural;
    sensor->seedings++;
    return NULL;
}

/* A new sensor's properties, which come in any order: one that follows a profile takes none that
 * move it, before the profile either. */
static const char *complete(const struct object *object)
{
    const volatile struct sensor *sensor = state_of(object);

    if (sensor->profile != NULL)
        return sensor->changes == 1 ? NULL : follows_profile;
    if (!is_covered(sensor, sensor->motion.value))
        return "The value is outside the sensor's range";
    if (sensor->motion.aimed && !is_covered(sensor, sensor->motion.target))
        return "The ramp leads out of the sensor's range";
    return NULL;
}

#define NUMBER(property, member, getter, setter, meaning)                                          \
    {                                                                                              \
        .name = property, .type = "int32", .description = meaning,                                 \
        .min = {.number = -SENSOR_LIMIT}, .max = {.number = SENSOR_LIMIT}, .get = getter,          \
        .set = setter, .kind = OBJECT_KIND_INT, .flags = OBJECT_READ_WRITE,                        \
        OBJECT_VARIABLE(struct sensor, member)                                                     \
    }

static const struct object_property properties[] = {
    NUMBER("value", motion.value, get_value, set_value,
           "what it measures, without noise and faults; a ramp goes on from what is written"),
    NUMBER("ramp-to", motion.target, get_target, set_target, "where a ramp leads"),
    {.name = "ramp-rate",
     .type = "uint32",
     .description = "units per second; 0: the value stands still",
     .max = {.natural = SENSOR_LIMIT},
     .set = set_rate,
     .kind = OBJECT_KIND_UINT,
     .flags = OBJECT_READ_WRITE,
     OBJECT_VARIABLE(struct sensor, motion.rate)},
    {.name = "driven",
     .type = "bool",
     .description = "a host sets the value, as writing it or a ramp makes it; false: the "
                    "application's simulated world does",
     .set = set_driven,
     .kind = OBJECT_KIND_BOOL,
     .flags = OBJECT_READ_WRITE,
     OBJECT_VARIABLE(struct sensor, motion.driven)},
    {.name = "profile",
     .type = "link<profile>",
     .description = "what the value follows, in place of what is written and of a ramp",
     .target = &profile_type,
     .set = set_profile,
     .kind = OBJECT_KIND_LINK,
     .flags = OBJECT_READ_WRITE,
     OBJECT_VARIABLE(struct sensor, profile)},
    NUMBER("minimum", minimum, NULL, set_minimum, "least reading; less reads as this"),
    NUMBER("maximum", maximum, NULL, set_maximum, "greatest reading; more reads as this"),
    OBJECT_UINT("noise", 32, struct sensor, noise, OBJECT_READ_WRITE, 0, SENSOR_LIMIT,
                "units that a reading is off by, at most, either way"),
    {.name = "seed",
     .type = "uint32",
     .description = "of the noise, which begins again: the same seed, the same noise",
     .set = set_seed,
     .kind = OBJECT_KIND_UINT,
     .flags = OBJECT_READ_WRITE,
     OBJECT_VARIABLE(struct sensor, seed)},
    OBJECT_ENUM("fault", "SensorFault", fault_names, struct sensor, fault, OBJECT_READ_WRITE,
                "stuck: every reading is the last; out-of-range: maximum + 1"),
    {.name = "reading",
     .type = "int32",
     .description = "what the application read last",
     .kind = OBJECT_KIND_INT,
     .flags = OBJECT_READABLE,
     OBJECT_VARIABLE(struct sensor, reading)},
    OBJECT_COUNTER("reads", 32, struct sensor, reads, "times the application read it"),
    OBJECT_TEXT("unit", struct sensor, unit, OBJECT_READ_WRITE, "of all these numbers"),
};

static const struct sensor created = {
    .motion = {.driven = true},
    .minimum = -SENSOR_LIMIT,
    .maximum = SENSOR_LIMIT,
};
OBJECT_CREATABLE(sensor_type, "sensor", &object_device, properties, created, complete);

/* ---------------------------------------------------------------- the application */

/* Spreads 32 bits. */
static uint32_t mix(uint32_t x)
{
    x ^= x >> 16;
    x *= 0x85ebca6bu;
    x ^= x >> 13;
    x *= 0xc2b2ae35u;
    return x ^ x >> 16;
}

/* The noise of this read, -AMPLITUDE to AMPLITUDE. */
static int32_t draw_noise(volatile struct sensor *sensor, uint32_t amplitude)
{
    uint32_t seedings = sensor->seedings;

    if (seedings != sensor->seedings_seen) {
        sensor->noise_state = sensor->seed;
        sensor->seedings_seen = seedings;
    }
    sensor->noise_state += 0x9e3779b9u;
    return (int32_t)((uint64_t)mix(sensor->noise_state) * (2 * amplitude + 1) >> 32) -
           (int32_t)amplitude;
}

static int32_t limit(int32_t value, int32_t least, int32_t most)
{
    if (value > most)
        return most;
    return value < least ? least : value;
}

enum sensor_status sensor_read(const struct object *object, int32_t *reading)
{
    volatile struct sensor *sensor = state_of(object);
    int32_t noise = draw_noise(sensor, sensor->noise);
    uint8_t fault = sensor->fault;

    sensor->reads++;
    if (fault == FAULT_NO_ANSWER)
        return SENSOR_NO_ANSWER;
    if (fault == FAULT_OUT_OF_RANGE)
        sensor->reading = sensor->maximum + 1;
    else if (fault != FAULT_STUCK || !sensor->answered)
        sensor->reading = limit(motion_value(sensor) + noise, sensor->minimum, sensor->maximum);
    sensor->answered = true;
    *reading = sensor->reading;
    return SENSOR_OK;
}

bool sensor_covers(const struct object *object, int32_t reading)
{
    return is_covered(state_of(object), reading);
}

void sensor_simulate(const struct object *object, int32_t value)
{
    state_of(object)->simulated = limit(value, -SENSOR_LIMIT, SENSOR_LIMIT);
}

#endif
