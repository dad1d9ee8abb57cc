/* own_schema.h - commands with all that arguments can be, beside the product's.
 *
 * SPDX-License-Identifier: MIT */
#ifndef OWN_SCHEMA_H
#define OWN_SCHEMA_H

#include "qmp/schema.h"

/* NULL where a server takes no second schema. */
extern const struct qmp_schema *const own_schema;

#endif
