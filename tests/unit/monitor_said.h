/* monitor_said.h - what a handler of the human monitor says, as a terminal gets it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_MONITOR_SAID_H
#define UNIT_MONITOR_SAID_H

#include "monitor/monitor.h"

/* The text, of one without arguments, through an output of SIZE bytes: what does not fit is taken
 * back and asked for again, as monitor/run.c does it.  Valid until the next call. */
const char *monitor_said(monitor_handler *handler, uint32_t size);

/* The same of RUN, which has what the handler wants. */
const char *monitor_said_by(struct monitor_run *run, monitor_handler *handler, uint32_t size);

#endif
