/* value.h - values of properties, from and to where they are kept and JSON.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef OBJECTS_VALUE_H
#define OBJECTS_VALUE_H

#include "board/object.h"
#include "qmp/server.h"

/* The value of OBJECT's readable PROPERTY. */
union object_value value_get(const struct object *object, const struct object_property *property);

/* Writes VALUE as JSON, with KEY inside an object. */
void value_write(const struct object_property *property, const union object_value *value,
                 struct json_writer *w, const char *key);

/* Gives OBJECT's writable PROPERTY the value of the token VALUE of CALL's request.  Returns 0,
 * or what qmp_fail() returns: then nothing was written. */
int value_set(struct qmp_call *call, const struct object *object,
              const struct object_property *property, int value);

#endif
