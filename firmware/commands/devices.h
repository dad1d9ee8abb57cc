/* devices.h - what devices tell by themselves.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_DEVICES_H
#define COMMANDS_DEVICES_H

#include <stdint.h>

#include "qmp/groups.h"

struct agent;

#if QMP_GROUP_DEVICES

/* Sends the events of what happened in devices, and acts on the watchdog.  Returns the
 * board_clock() at which to call again.  Context: agent. */
uint64_t devices_tick(struct agent *agent);

#else /* nothing happens */

static inline uint64_t devices_tick(struct agent *agent)
{
    (void)agent;
    return UINT64_MAX;
}

#endif

#endif
