/* memory.h - the library's whole need of a C library.
 *
 * The four functions are those that compilers call on their own, so that even a
 * freestanding implementation has them (GCC manual, "Language Standards"); string.h,
 * which a freestanding one need not have, is not used.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_MEMORY_H
#define QMP_MEMORY_H

#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);

static inline uint32_t text_length(const char *text)
{
    uint32_t n = 0;

    while (text[n])
        n++;
    return n;
}

/* The position of C, which is not NUL, in TEXT, or -1. */
static inline int text_find(const char *text, unsigned c)
{
    for (int i = 0; text[i]; i++)
        if ((unsigned char)text[i] == c)
            return i;
    return -1;
}

#endif
