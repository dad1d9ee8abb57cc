/* pattern.h - names that fit a pattern.
 *
 * Context: any.  Worst case: the length of the pattern times that of the name.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GUARD_PATTERN_H
#define GUARD_PATTERN_H

#include <stdbool.h>

/* True when PATTERN fits all of NAME: * stands for any characters, none among them, ? for
 * one, others for themselves. */
bool pattern_fits(const char *pattern, const char *name);

#endif
