/* hub_state.c - the hub's state, and what a host sees of it.
 *
 * SPDX-License-Identifier: MIT */
#include "hub_state.h"

#include "agent/actuator.h"
#include "agent/sensor.h"
#include "agent/uplink.h"
#include "devices.h"

volatile struct hub_state hub = {
    .base = {.temperature = DEVICES_ROOM},
#if QMP_GROUP_OBJECTS
    .sensor = &devices_temperature,
    .actuator = &devices_fan,
    .uplink = &devices_uplink,
    .fan_on = 2600,
    .fan_off = 2400,
    .alarm_at = 6000,
#endif
};

#if QMP_GROUP_OBJECTS

#define TEMPERATURE(property, member, meaning)                                                     \
    OBJECT_INT(property, 32, struct hub_state, member, OBJECT_READ_WRITE, -5000, 12500, meaning)
#define SWITCH(property, member, meaning)                                                          \
    OBJECT_UINT(property, 32, struct hub_state, member, OBJECT_READ_WRITE, 0, 1, meaning)
#define COUNTER(property, member, meaning)                                                         \
    OBJECT_COUNTER(property, 32, struct hub_state, member, meaning)

static const char *const failure_names[] = {"no", "panic", "assert"};
static const char *const mode_names[] = {"normal", "cooling", "alarm", "sensor-fault"};

static const struct object_property properties[] = {
    COUNTER("beats", base.beats, "periods worked since the application started"),
    TEMPERATURE("temperature", base.temperature,
                "the last reading, hundredths of a degree Celsius; the simulated room goes on "
                "from what is written"),
    SWITCH("fan", base.fan, "0 off, 1 on"),
    COUNTER("late", base.late, "periods that began more than a period late"),
    SWITCH("accepts-powerdown", base.accepts_powerdown,
           "1: end on system_powerdown; 0: log and go on"),
    SWITCH("hang", base.hang, "1: hang in an endless loop"),
    OBJECT_ENUM("state", "HubState", mode_names, struct hub_state, mode, OBJECT_READABLE,
                "sensor-fault: no answer, or out of its range"),
    TEMPERATURE("fan-on", fan_on, "above this the fan goes on, hundredths of a degree Celsius"),
    TEMPERATURE("fan-off", fan_off, "below this it goes off"),
    TEMPERATURE("alarm-at", alarm_at, "from this on there is an alarm"),
    COUNTER("alarms", alarms, "times one began"),
    COUNTER("sensor-faults", sensor_faults, "times one began"),
    COUNTER("duty", duty,
            "beats in which the fan ran, of the 100 of the last log period, without alarms"),
    COUNTER("busiest", busiest, "the greatest duty so far"),
    OBJECT_UINT("watchdog", 32, struct hub_state, watchdog, OBJECT_READ_WRITE, 0, 60000,
                "milliseconds; if not 0, the hub feeds its watchdog each beat"),
    OBJECT_LINK("sensor", "sensor", &sensor_type, struct hub_state, sensor, OBJECT_READ_WRITE,
                "that it reads"),
    OBJECT_LINK("actuator", "actuator", &actuator_type, struct hub_state, actuator,
                OBJECT_READ_WRITE, "its fan"),
    OBJECT_LINK("uplink", "uplink", &uplink_type, struct hub_state, uplink, OBJECT_READ_WRITE,
                "over which it sends a reading each log period"),
    OBJECT_ENUM("fails", "HubFailure", failure_names, struct hub_state, fails, OBJECT_READ_WRITE,
                "not no: give up in the next beat"),
    OBJECT_LINK("in-use", "device", &object_device, struct hub_state, in_use, OBJECT_READABLE,
                "the one it is just dealing with, which cannot be deleted"),
};
OBJECT_TYPE(hub_type, "sensor-hub", &object_device, properties);
OBJECT_INSTANCE(hub_object, &object_peripheral, "hub", &hub_type, (void *)&hub);

#endif
