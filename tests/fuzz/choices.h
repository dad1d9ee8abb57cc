/* choices.h - an input as a row of choices.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CHOICES_H
#define CHOICES_H

#include <stdint.h>

/* What decides: bytes, and zeros behind their end. */
struct choices {
    const uint8_t *at, *end;
};

/* A number below MOST. */
static inline unsigned choose(struct choices *c, unsigned most)
{
    unsigned value = c->at < c->end ? *c->at++ : 0;

    if (most > 256 && c->at < c->end)
        value = value << 8 | *c->at++;
    return value % most;
}

#endif
