/* values.h - values of properties that a user typed.
 *
 * What a user types is text, and QMP wants numbers and booleans: which, the property says.  What
 * cannot be one goes as text, so that QMP finds what is wrong in its own order; values_fail()
 * then says it of a text.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_VALUES_H
#define MONITOR_VALUES_H

#include "board/object.h"
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

/* Adds NAME, a constant, to the request with what TEXT is as a value of PROPERTY (NULL: of none).
 * False: it is to go as text. */
bool request_value(struct monitor_run *run, const char *name,
                   const struct object_property *property, struct json_span text);

/* Adds the property NAME of TYPE, which may be NULL, with TEXT as its value. */
void request_property(struct monitor_run *run, const struct object_type *type,
                      struct json_span name, struct json_span text);

/* Says why monitor_try() failed; NO_INTEGER where a text is no number.  Returns -1. */
int values_fail(struct monitor_run *run, const char *no_integer);

#endif
#endif
