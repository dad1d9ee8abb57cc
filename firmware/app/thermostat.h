/* thermostat.h - keeps the temperature: reads the sensor, decides, drives the fan.
 *
 * Context: application.
 *
 * SPDX-License-Identifier: MIT */
#ifndef THERMOSTAT_H
#define THERMOSTAT_H

#include <stdbool.h>

/* One beat; END: the last of a log period. */
void thermostat_beat(bool end);

#endif
