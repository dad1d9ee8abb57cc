/* actuator.h - a simulated actuator: the application commands it, a host sees what it does.
 *
 * Type `actuator` of the object model; a host can create more with device_add, and make any of
 * them fail.
 *
 *     static struct actuator valve = {.minimum = 0, .maximum = 1};
 *     OBJECT_INSTANCE(valve_object, &object_peripheral, "valve", &actuator_type, &valve);
 *
 * Context: the functions are for the application, one of its contexts at a time for an
 * actuator; the agent may interrupt them anywhere.  Nothing waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_ACTUATOR_H
#define AGENT_ACTUATOR_H

#include "board/object.h"

enum actuator_status {
    ACTUATOR_OK,
    ACTUATOR_NO_ANSWER,
    ACTUATOR_OUT_OF_RANGE,
};

/* Yours to provide, and to set as the actuator is at first: minimum, maximum, and, where it
 * does not begin at 0, state and actual.  All of it is private from then on. */
struct actuator {
    int32_t minimum, maximum;
    int32_t state;     /* as commanded */
    int32_t actual;    /* what it really does */
    uint32_t commands; /* of the application */
    uint8_t fault;
};

extern const struct object_type actuator_type;

/* Commands ACTUATOR to be in STATE.  Only after ACTUATOR_OK is that its state. */
enum actuator_status actuator_set(const struct object *actuator, int32_t state);

/* The state it was commanded to be in. */
int32_t actuator_state(const struct object *actuator);

/* What it really does, for the application's simulated world. */
int32_t actuator_actual(const struct object *actuator);

#endif
