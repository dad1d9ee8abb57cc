/* same_value.h - a message through the reader, value by value, beside what jansson made of it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SAME_VALUE_H
#define SAME_VALUE_H

#include "oracle.h"
#include "qmp/reader.h"

/* Aborts unless what the reader says of VALUE and all in it is what jansson says of EXPECTED:
 * types, members and elements in number and order, strings decoded, numbers as integers and reals.
 */
void require_same(const struct json_doc *doc, int value, const struct oracle_value *expected,
                  bool exact);

#endif
