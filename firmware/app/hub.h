/* hub.h - the sample application: a sensor hub.
 *
 * It reads a temperature sensor and drives a fan (both simulated), raises an alarm, logs to the
 * console, sends readings over an uplink, feeds a watchdog if told to, and beats.  A host finds
 * its state as the object `hub`, and at the symbol `hub`, where it begins with the structure
 * below: that may be read, and where it says so written, with agent-memory-read and -write.
 *
 * SPDX-License-Identifier: MIT */
#ifndef HUB_H
#define HUB_H

#include <stdint.h>

/* The hub works once in this time (microseconds) and logs every so many beats. */
#define HUB_PERIOD    10000
#define HUB_LOG_BEATS 100

struct hub {
    uint32_t beats;      /* periods worked since the application started */
    int32_t temperature; /* the last reading, hundredths of a degree Celsius */
    uint32_t fan;        /* 0 off, 1 on */
    uint32_t late;       /* periods that began more than a period late */
    /* To be written by a host. */
    uint32_t accepts_powerdown; /* 1: end on system_powerdown; 0: log and go on */
    uint32_t hang;              /* 1: hang in an endless loop, interrupts enabled */
};

/* Context: application; entered again, with `hub` as at first, after system_reset. */
void hub_main(void);

#if QMP_GROUP_OBJECTS
extern volatile uint32_t hub_latest; /* see hub.c */
#endif

#endif
