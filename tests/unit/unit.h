/* unit.h - what every unit test includes: cmocka with what it needs, and little
 * helpers.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Bytes of a literal that may hold NULs. */
struct literal {
    const char *bytes;
    size_t size;
};
/* clang-format off */
#define BYTES(text) {text, sizeof(text) - 1}
/* clang-format on */

/* A repeatable sequence (xorshift32); *SEED must not be 0. */
static inline uint32_t unit_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

#endif
