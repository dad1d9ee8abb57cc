/* sample_value.h - values that fit a type.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SAMPLE_VALUE_H
#define SAMPLE_VALUE_H

#include <stdio.h>

#include "qmp/schema.h"

/* Writes an object of TYPE as JSON.  Odd variants have the optional members; each takes another
 * value of an enum, and another branch of an alternate. */
void put_arguments(FILE *out, const struct qmp_type *type, unsigned variant);

#endif
