/* show.h - what commands that show numbers and memory have in common.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_SHOW_H
#define MONITOR_SHOW_H

#include "monitor/say.h"

#if QMP_GROUP_MONITOR

/* VALUE as a character in single quotes: of one that is not printable ASCII, the low 32 bits in
 * hex. */
void show_character(struct monitor_run *run, uint64_t value);

/* VALUE, of run->size bytes, in the way of run->format, in a column that all such values fit. */
void show_unit(struct monitor_run *run, uint64_t value);

#if QMP_GROUP_MEMORY || QMP_GROUP_INSPECT

/* Copies the SIZE bytes at ADDRESS, without breakpoints.  Returns how many there were before one
 * that is not memory, or is with the host. */
size_t monitor_look(struct monitor_run *run, uint64_t address, void *buffer, size_t size);

/* How many bytes from ADDRESS on, at which monitor_look() found none, there are before one that
 * may be memory; at most LIMIT. */
uint32_t monitor_gap(uint64_t address, uint32_t limit);

#endif
#endif
#endif
