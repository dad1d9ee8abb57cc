/* goldfish_rtc.h - Goldfish real-time clock.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_GOLDFISH_RTC_H
#define DRIVERS_GOLDFISH_RTC_H

#include <stdint.h>

/* Nanoseconds since the Unix epoch.  Any context. */
uint64_t goldfish_rtc_read(uintptr_t base);

#endif
