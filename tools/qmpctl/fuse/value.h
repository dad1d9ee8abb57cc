/* value.h - the value of a property as the text of a file, and back.
 *
 * Ownership: what is returned is to be freed.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_VALUE_H
#define QMPCTL_FUSE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "qmpc/json.h"

/* A string as it is, anything else as JSON, and a line end; *LENGTH bytes, NUL-terminated.
 * NULL without memory. */
char *value_to_text(struct qmpc_json value, size_t *length);

/* True if the type that qom-list tells says how a text is meant: a string, a number, a boolean.
 * For others (names of an enum, structures) value_from_text() has to be told. */
bool value_type_is_known(const char *type);

/* The JSON of TEXT (LENGTH bytes; a line end at the end is none of it) for a property of this type;
 * STRING: a type that is not known has strings for values.  NULL: no value can be made of it. */
char *value_from_text(const char *type, bool string, const char *text, size_t length);

#endif
