/* thermostat.c - keeps the temperature.
 *
 * SPDX-License-Identifier: MIT */
#include "thermostat.h"

#include "agent/app.h"
#include "devices.h"
#include "hub_state.h"

#if QMP_GROUP_OBJECTS

static uint32_t control_fan(int32_t temperature, uint32_t fan)
{
    if (temperature > hub.fan_on)
        return 1;
    return temperature < hub.fan_off ? 0 : fan;
}

/* ---------------------------------------------------------------------- duty */

/* The beats of an alarm say nothing of the room, so they do not count. */
static void take_off_alarm(void)
{
    hub.fan_beats -= hub.alarm_beats;
    hub.alarm_beats = 0;
}

static void count_beat(void)
{
    if (!hub.base.fan)
        return;
    hub.fan_beats++;
    if (hub.mode == HUB_ALARM)
        hub.alarm_beats++;
}

static void close_period(void)
{
    if (hub.mode == HUB_ALARM)
        take_off_alarm();
    hub.duty = hub.fan_beats;
    if (hub.duty > hub.busiest)
        hub.busiest = hub.duty;
    hub.fan_beats = 0;
}

/* ----------------------------------------------------------------------- modes */

static void begin(enum hub_mode mode)
{
    if (mode == HUB_ALARM) {
        hub.alarms++;
        agent_console("hub: alarm\r\n");
    } else if (mode == HUB_SENSOR_FAULT) {
        hub.sensor_faults++;
        agent_console("hub: sensor fault\r\n");
    }
}

static void end(enum hub_mode mode)
{
    if (mode == HUB_ALARM) {
        agent_console("hub: alarm is over\r\n");
        take_off_alarm();
    } else if (mode == HUB_SENSOR_FAULT) {
        agent_console("hub: sensor is well\r\n");
    }
}

static enum hub_mode choose_mode(bool good)
{
    if (!good)
        return HUB_SENSOR_FAULT;
    if (hub.base.temperature >= hub.alarm_at)
        return HUB_ALARM;
    return hub.base.fan ? HUB_COOLING : HUB_NORMAL;
}

/* ---------------------------------------------------------------------- beats */

static enum hub_mode control(void)
{
    int32_t reading = 0;
    bool good = devices_sense(hub.base.temperature, &reading);
    enum hub_mode mode;

    if (good) {
        hub.base.temperature = reading;
        hub.base.fan = control_fan(reading, hub.base.fan);
    }
    mode = choose_mode(good);
    if (mode == HUB_ALARM || mode == HUB_SENSOR_FAULT)
        hub.base.fan = 1;
    devices_drive_fan(hub.base.fan);
    return mode;
}

void thermostat_beat(bool last)
{
    enum hub_mode before = (enum hub_mode)hub.mode, mode = control();

    hub.mode = (uint8_t)mode;
    if (mode != before)
        begin(mode);
    count_beat();
    if (last)
        close_period();
    /* Exercise: a deliberate bug, for a debugger to find.  This is too late on the last beat of
     * a period, whose beats are cleared by now but not those of the alarm that ends: fan_beats
     * underflows, and the next period's duty, and busiest for good, are about 2^32. */
    if (mode != before)
        end(before);
}

#else

/* The fan goes on above the one and off below the other (hundredths of a degree). */
#define FAN_ON  2600
#define FAN_OFF 2400

void thermostat_beat(bool last)
{
    int32_t reading;

    (void)last;
    (void)devices_sense(hub.base.temperature, &reading);
    hub.base.temperature = reading;
    if (reading > FAN_ON)
        hub.base.fan = 1;
    else if (reading < FAN_OFF)
        hub.base.fan = 0;
}

#endif
