/* types.h - lists of the object model in order of name.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_TYPES_H
#define MONITOR_TYPES_H

#include "board/object.h"
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

/* Whether A comes before B. */
bool types_before(const char *a, const char *b);

/* Lets the command list the types of devices; with CREATABLE only those that device_add takes.
 * Returns 0. */
int types_list(struct monitor_run *run, bool creatable);

/* Lets it list what device_add can set of a device of TYPE.  Returns 0, or -1 after saying that
 * there are none. */
int types_help(struct monitor_run *run, struct json_span type);

/* Lets the command list the types that object_add takes, or what it can set of an object of TYPE.
 * Returns 0. */
int types_list_objects(struct monitor_run *run);
int types_help_object(struct monitor_run *run, const struct object_type *type);

#endif
#endif
