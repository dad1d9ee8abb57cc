/* fuzz.h - what the fuzz targets share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A condition that must hold whatever the input is. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The sizes into which a stream is cut, derived from its own bytes, so that an input
 * is nothing but the bytes of a conversation. */
struct pieces {
    uint32_t state;
};

static inline struct pieces pieces_of(const uint8_t *data, size_t size)
{
    struct pieces p = {2166136261u};

    for (size_t i = 0; i < size; i++)
        p.state = (p.state ^ data[i]) * 16777619u;
    p.state |= 1;
    return p;
}

/* The next size, 1 to MOST, mostly small. */
static inline size_t pieces_next(struct pieces *p, size_t most)
{
    p->state ^= p->state << 13;
    p->state ^= p->state >> 17;
    p->state ^= p->state << 5;
    return 1 + p->state % (p->state & 0x700 ? (most < 16 ? most : 16) : most);
}

#endif
