/* devices.h - what the hub works with: a sensor, a fan, an uplink, and the room around them.
 *
 * The room warms up by itself and cools while the fan runs.  A host that sets the value of the
 * sensor takes the room's place.
 *
 * Context: application.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEVICES_H
#define DEVICES_H

#include <stdbool.h>
#include <stdint.h>

#include "qmp/groups.h"

/* How warm the room is at first (hundredths of a degree Celsius). */
#define DEVICES_ROOM 2000

#if QMP_GROUP_OBJECTS
#include "board/object.h"

/* The hub's own, in /machine/peripheral: temperature, fan, uplink0. */
extern const struct object devices_temperature, devices_fan, devices_uplink;
#endif

/* Reads the sensor, after the room has had its effect on it: it goes on from the temperature
 * BEFORE.  Returns false when the sensor does not answer, or not with what can be true. */
bool devices_sense(int32_t before, int32_t *reading);

/* Has the fan run, or not. */
void devices_drive_fan(uint32_t fan);

/* Sends READING over the uplink. */
void devices_send(int32_t reading);

#endif
