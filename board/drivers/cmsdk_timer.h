/* cmsdk_timer.h - Arm's CMSDK APB timer as an object: the application's, or a test's.
 *
 * The agent does not use it.  It counts down from the reload value, and at 0 begins again
 * there and, where its control says so, interrupts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CMSDK_TIMER_H
#define DRIVERS_CMSDK_TIMER_H

#include "board/object.h"

/* The state is the device's base. */
extern const struct object_type cmsdk_timer_type;

#endif
