/* pattern.c - names that fit a pattern.
 *
 * A star is tried with no characters first, then with one more each time the rest does not
 * fit.  Only the last star met needs that: whatever an earlier one stands for, the later one
 * can make up for it.
 *
 * SPDX-License-Identifier: MIT */
#include "guard/pattern.h"

#include <stddef.h>

bool pattern_fits(const char *pattern, const char *name)
{
    const char *star = NULL;   /* behind the last one met */
    const char *resume = NULL; /* the first character that it does not stand for */

    while (*name != '\0') {
        if (*pattern == '*') {
            star = ++pattern;
            resume = name;
        } else if (*pattern == '?' || *pattern == *name) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star;
            name = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
