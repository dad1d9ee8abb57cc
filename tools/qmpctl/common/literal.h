/* literal.h - objects and lists written as in Python, as qmp-shell takes them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_LITERAL_H
#define QMPCTL_LITERAL_H

/* "{'a': [True, None, 0x10]}" as JSON, to be freed.  Strings may have either quotes, true, false
 * and null either spelling, a comma may stand behind the last element, numbers may be hexadecimal.
 * NULL: it is nothing of that kind. */
char *literal_to_json(const char *text);

#endif
