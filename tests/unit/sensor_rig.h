/* sensor_rig.h - a simulated sensor under test, and the clock it looks at.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SENSOR_RIG_H
#define SENSOR_RIG_H

#include "unit.h"

#include "agent/sensor.h"

#define SECOND 1000000ull
#define HOUR   (3600 * SECOND)

/* What board_clock() says. */
extern uint64_t rig_now;

/* Called once, at the next look at the clock, which is what a read does last of all that a host
 * may change: as an agent that comes in just then. */
extern void (*rig_interrupt)(void);

extern const struct object rig_object;

/* Makes it a new sensor; a cmocka setup. */
int rig_setup(void **state);

/* A number; all of a sensor's fit 32 bits with a sign. */
int32_t rig_get(const char *name);

/* Returns what the setter says. */
const char *rig_put(const char *name, int64_t value);

/* Reads it as an application; it must answer. */
int32_t rig_read(void);

#endif
