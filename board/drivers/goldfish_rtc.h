/* goldfish_rtc.h - Goldfish real-time clock.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_GOLDFISH_RTC_H
#define DRIVERS_GOLDFISH_RTC_H

#include <stdint.h>

#include "board/object.h"

struct goldfish_rtc {
    uintptr_t base;   /* the board sets it */
    uint64_t forward; /* nanoseconds by which it was set forward since reset; back: negative */
};

/* The clock as an object; the state is the struct goldfish_rtc.  Setting the time raises
 * BOARD_NOTICE_RTC. */
extern const struct object_type goldfish_rtc_type;

/* Nanoseconds since the Unix epoch.  Any context. */
uint64_t goldfish_rtc_read(const struct goldfish_rtc *rtc);

/* For struct board_rtc: seconds, to the nearest.  Context: agent. */
int64_t goldfish_rtc_offset(const struct goldfish_rtc *rtc);

#endif
