/* value.h - values of properties: where they are kept, and as JSON.
 *
 * A plain value is any but a structure or an array.  An alias has to be resolved first
 * (tree_alias()).
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef OBJECTS_VALUE_H
#define OBJECTS_VALUE_H

#include "board/object.h"
#include "qmp/server.h"

/* The value of OBJECT's readable PROPERTY; MEMORY (OBJECT_VALUE_MAX bytes, aligned to 8) takes a
 * structure or an array.  Returns NULL, or why it cannot be read. */
const char *value_get(const struct object *object, const struct object_property *property,
                      void *memory, union object_value *value);

/* Puts a plain VALUE into the VARIABLE that PROPERTY describes. */
void value_store(volatile void *variable, const struct object_property *property,
                 const union object_value *value);

/* Writes VALUE as JSON, with KEY inside an object. */
void value_write(const struct object_property *property, const union object_value *value,
                 struct json_writer *w, const char *key);

/* Writes the value, of any kind, that is at VARIABLE. */
void value_write_variable(const struct object_property *property, const volatile void *variable,
                          struct json_writer *w, const char *key);

/* Writes the Ith element of the ARRAY that PROPERTY describes. */
void value_write_element(const struct object_property *property, const volatile void *array,
                         unsigned i, struct json_writer *w);

/* Reads the token TOKEN of CALL's request as a value of OBJECT's PROPERTY; MEMORY as above.
 * Returns 0, or what qmp_fail() returns. */
int value_parse(struct qmp_call *call, const struct object *object,
                const struct object_property *property, int token, void *memory,
                union object_value *value);

/* Gives OBJECT's writable PROPERTY the value of the token TOKEN of CALL's request.  Returns 0,
 * or what qmp_fail() returns: then nothing was written. */
int value_set(struct qmp_call *call, const struct object *object,
              const struct object_property *property, int token);

#endif
