/* cmsdk_dualtimer.h - Arm's CMSDK dual timer: one half is the clock, the other the alarm.
 *
 * Implements board_clock() and timer_program().
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CMSDK_DUALTIMER_H
#define DRIVERS_CMSDK_DUALTIMER_H

/* Sets the clock to 0 and turns the alarm off. */
void cmsdk_dualtimer_init(void);

/* The handler of its interrupt; DEVICE is unused. */
void cmsdk_dualtimer_service(void *device);

#endif
