/* number.h - numbers in words, where no expression is taken.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_NUMBER_H
#define MONITOR_NUMBER_H

#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

/* Reads a number without a sign off the front of TEXT, in C's notations: decimal, 0x and 0.
 * Returns how many bytes it has, 0: there is none.  One of more than 64 bits is UINT64_MAX, and
 * *FITS then false. */
uint32_t number_take(struct json_span text, uint64_t *number, bool *fits);

/* Reads TEXT, all of it; false: it is no number of 64 bits. */
bool number_read(struct json_span text, uint64_t *number);

#endif
#endif
