/* json.h - JSON that a command of the monitor reads, and that it says.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_JSON_H
#define MONITOR_JSON_H

#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

/* Adds KEY with the value that TEXT is in JSON; with KEY NULL, TEXT is the whole request, an
 * object.  Returns 0, or -1 after what was said of TEXT. */
int json_request(struct monitor_run *run, const char *key, struct json_span text);

/* Lets the command say what the command of QMP returns that it has just executed: on many lines,
 * as QEMU does.  The arguments of the command are gone then.  Returns 0. */
int json_say_return(struct monitor_run *run);

#endif
#endif
