/* devices.c - the hub's devices.
 *
 * SPDX-License-Identifier: MIT */
#include "devices.h"

#include "hub_state.h"

/* By how much the room is warmer after a beat. */
static int32_t warming(bool fan)
{
    return fan ? -3 : 2;
}

#if QMP_GROUP_OBJECTS

#include "agent/actuator.h"
#include "agent/sensor.h"
#include "agent/uplink.h"

static struct sensor temperature = {
    .simulated = DEVICES_ROOM, .minimum = -5000, .maximum = 12500, .unit = "0.01 deg C"};
static struct actuator fan_motor = {.minimum = 0, .maximum = 1};
static struct uplink uplink0 = {.link = true};

OBJECT_INSTANCE(devices_temperature, &object_peripheral, "temperature", &sensor_type, &temperature);
OBJECT_INSTANCE(devices_fan, &object_peripheral, "fan", &actuator_type, &fan_motor);
OBJECT_INSTANCE(devices_uplink, &object_peripheral, "uplink0", &uplink_type, &uplink0);

/* The device that LINK leads to, or NULL.  A host may change the link and delete the device at
 * any moment, unless another link, which is in_use, leads there too. */
static const struct object *take(const struct object *volatile *link)
{
    do
        hub.in_use = *link;
    while (hub.in_use != *link);
    return hub.in_use;
}

static void release(void)
{
    hub.in_use = NULL;
}

static bool fan_runs(void)
{
    const struct object *actuator = take(&hub.actuator);
    bool runs = actuator != NULL && actuator_actual(actuator) > 0;

    release();
    return runs;
}

bool devices_sense(int32_t before, int32_t *reading)
{
    bool cools = fan_runs();
    const struct object *sensor = take(&hub.sensor);
    bool good = false;

    if (sensor != NULL) {
        /* A host may have written anything to where the hub keeps its temperature. */
        sensor_simulate(sensor, (int32_t)((uint32_t)before + (uint32_t)warming(cools)));
        good = sensor_read(sensor, reading) == SENSOR_OK && sensor_covers(sensor, *reading);
    }
    release();
    return good;
}

void devices_drive_fan(uint32_t fan)
{
    const struct object *actuator = take(&hub.actuator);

    if (actuator != NULL && actuator_state(actuator) != (int32_t)fan)
        (void)actuator_set(actuator, (int32_t)fan); /* the next beat tries again */
    release();
}

void devices_send(int32_t reading)
{
    const struct object *uplink = take(&hub.uplink);

    if (uplink != NULL)
        (void)uplink_send(uplink, reading); /* what is lost is lost: it counts itself */
    release();
}

#else

/* Without objects there is only the room. */
bool devices_sense(int32_t before, int32_t *reading)
{
    *reading = (int32_t)((uint32_t)before + (uint32_t)warming(hub.base.fan != 0));
    return true;
}

void devices_drive_fan(uint32_t fan)
{
    (void)fan;
}

void devices_send(int32_t reading)
{
    (void)reading;
}

#endif
