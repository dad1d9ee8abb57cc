/* hub_state.h - all of the hub's state.
 *
 * Context: application.  The agent may read and write it at any time.
 *
 * SPDX-License-Identifier: MIT */
#ifndef HUB_STATE_H
#define HUB_STATE_H

#include <stdint.h>

#include "board/object.h"
#include "hub.h"
#include "qmp/groups.h"

enum hub_mode {
    HUB_NORMAL,
    HUB_COOLING,      /* the fan runs */
    HUB_ALARM,        /* too hot; the fan runs */
    HUB_SENSOR_FAULT, /* nobody knows how hot; the fan runs */
};

/* A host may try what happens then. */
enum hub_failure {
    HUB_GOES_ON,
    HUB_PANICS,  /* agent_panic() */
    HUB_ASSERTS, /* assert() of what does not hold */
};

struct hub_state {
    struct hub base; /* first, as hub.h says */
#if QMP_GROUP_OBJECTS
    /* What it works with; NULL: nothing. */
    const struct object *sensor, *actuator, *uplink;
    const struct object *in_use; /* the one of these under way, see devices.h */
    int32_t fan_on, fan_off;     /* the fan goes on above the one and off below the other */
    int32_t alarm_at;            /* the alarm begins at this temperature and ends below */
    uint8_t mode;                /* enum hub_mode */
    uint8_t fails;               /* enum hub_failure: how it fails in its next beat */
    uint32_t alarms, sensor_faults;
    /* Beats of this log period in which the fan ran, and those of them since an alarm began;
     * without these, of the last period, and of the busiest. */
    uint32_t fan_beats, alarm_beats, duty, busiest;
    uint32_t watchdog;         /* milliseconds in which the hub must beat; 0: it need not */
    uint32_t watchdog_running; /* what of it has been done */
#endif
};

extern volatile struct hub_state hub;

#endif
