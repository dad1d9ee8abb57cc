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
#include "monitor/grammar/options.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

/* Adds NAME, a constant, to the request with what TEXT is as a value of PROPERTY (NULL: of none).
 * False: it is to go as text. */
bool request_value(struct monitor_run *run, const char *name,
                   const struct object_property *property, struct json_span text);

/* Adds OPTIONS, of a name that comes more than once the one options_find() finds: those in OWN
 * (ends with a NULL), which are the command's, as text, others as properties of TYPE, which may be
 * NULL. */
void request_options(struct monitor_run *run, const struct monitor_options *options,
                     const struct object_type *type, const char *const *own);

/* Says why monitor_try() failed; NO_INTEGER where a text is no number.  Returns -1. */
int values_fail(struct monitor_run *run, const char *no_integer);

#endif
#endif
