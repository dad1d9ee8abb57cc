/* goldfish_rtc.h - Goldfish real-time clock.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_GOLDFISH_RTC_H
#define DRIVERS_GOLDFISH_RTC_H

#include <stdint.h>

#include "board/object.h"

/* The device as an object; the state is its base. */
extern const struct object_type goldfish_rtc_type;

/* Nanoseconds since the Unix epoch.  Any context. */
uint64_t goldfish_rtc_read(uintptr_t base);

#endif
