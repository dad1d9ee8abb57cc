/* motion.h - how the value of a simulated sensor moves: by a ramp, a profile, or the
 * application's world.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SIMULATED_MOTION_H
#define SIMULATED_MOTION_H

#include "agent/sensor.h"

/* What SENSOR measures now, without noise and faults.  Context: any. */
int32_t motion_value(const volatile struct sensor *sensor);

/* Makes what SENSOR measures now the value that its motion starts from.  Context: agent. */
void motion_start_from_here(volatile struct sensor *sensor);

#endif
