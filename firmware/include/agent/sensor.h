/* sensor.h - a simulated sensor: the application reads it, a host says what it measures.
 *
 * Type `sensor` of the object model; a host can create more with device_add.  Its value stands
 * still, follows a ramp or a profile (agent/profile.h), or comes from a world that the
 * application simulates until a host takes over; noise is added to it, and it can be made to
 * fail.  All numbers are in the sensor's unit, and within SENSOR_LIMIT of 0.
 *
 * While the link `profile` is set, nothing else moves the value: value, ramp-to, ramp-rate and
 * driven are refused, and at its creation a sensor takes either these or a profile.  A ramp
 * under way ends with it (ramp-rate is 0).  When the link is cleared, the value stands still
 * where the profile had led.  Points outside the sensor's range read as its ends.
 *
 *     static struct sensor level = {.simulated = 50, .minimum = 0, .maximum = 100, .unit = "%"};
 *     OBJECT_INSTANCE(level_object, &object_peripheral, "level", &sensor_type, &level);
 *
 * Context: the functions are for the application, one of its contexts at a time for a sensor.
 * The agent may interrupt them anywhere: what a host changes meanwhile takes effect in that read
 * or the next, all of it.  Nothing waits; the worst case is a few hundred instructions, and with a
 * profile those of profile_value().
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_SENSOR_H
#define AGENT_SENSOR_H

#include "board/object.h"

/* The greatest value, range, noise and rate; the difference of two values fits 31 bits. */
#define SENSOR_LIMIT 1000000000

/* Bytes of a unit's name, its NUL included. */
#define SENSOR_UNIT 12

enum sensor_status {
    SENSOR_OK,
    SENSOR_NO_ANSWER,
};

/* How the value moves: from `value`, at the time `since` (board_clock()), towards `target`. */
struct sensor_motion {
    uint64_t since;
    int32_t value, target;
    uint32_t rate; /* units per second; 0: it stands still */
    bool aimed;    /* a host has set the target */
    bool driven;   /* a host sets the value; the application's world does not */
};

/* Yours to provide, and to set as the sensor is at first: minimum, maximum, unit, and what it
 * measures, either `simulated` or, with motion.driven, motion.value.  The rest is zero, and all
 * of it is private from then on. */
struct sensor {
    /* Written by hosts only. */
    struct sensor_motion motion;
    const struct object *profile; /* what the value follows; NULL: its motion */
    uint32_t changes;             /* of `motion` and `profile` */
    int32_t minimum, maximum;
    uint32_t noise, seed;
    uint32_t seedings; /* times the seed was set */
    uint8_t fault;
    char unit[SENSOR_UNIT];
    /* Written by the application only. */
    bool answered; /* there is a reading */
    int32_t simulated, reading;
    uint32_t reads;
    uint32_t noise_state, seedings_seen;
};

extern const struct object_type sensor_type;

/* Reads SENSOR.  SENSOR_OK: *READING is what it says, which a sensor that is out of its range
 * says too (sensor_covers()).  SENSOR_NO_ANSWER: *READING is as it was. */
enum sensor_status sensor_read(const struct object *sensor, int32_t *reading);

/* Whether READING is one that SENSOR has when it is well. */
bool sensor_covers(const struct object *sensor, int32_t reading);

/* What SENSOR measures from now on in the application's own world; it counts only as long as
 * no host drives the sensor. */
void sensor_simulate(const struct object *sensor, int32_t value);

#endif
