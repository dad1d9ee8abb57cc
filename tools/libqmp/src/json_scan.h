/* json_scan.h - the steps from one JSON token to the next, shared by the JSON files of libqmp.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPC_JSON_SCAN_H
#define QMPC_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "qmpc/json.h"

/* Each returns the first byte behind what it read, NULL if that is not there.  What they read is
 * checked text: they find where it ends, and do not look whether it is right. */
const char *qmpc_scan_space(const char *at, const char *end);
const char *qmpc_scan_string(const char *at, const char *end);
const char *qmpc_scan_value(const char *at, const char *end);

/* Unescapes one character of a checked string at *at (before the closing quote) to 1 to 4 bytes of
 * UTF-8 and moves *at behind it.  Returns the number of bytes. */
size_t qmpc_scan_character(const char **at, char bytes[4]);

/* Compares a checked string, unescaped, with length bytes of text: a component of a path has no
 * NUL behind it. */
bool qmpc_scan_string_is(struct qmpc_json string, const char *text, size_t length);

#endif
