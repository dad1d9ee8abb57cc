/* wipe.h - overwrites what is not to be found in memory later.
 *
 * Context: any.
 *
 * SPDX-License-Identifier: MIT */
#ifndef GUARD_WIPE_H
#define GUARD_WIPE_H

#include <stddef.h>

/* A compiler may leave out a memset() of what is not read any more, but not this. */
static inline void wipe(void *memory, size_t size)
{
    volatile unsigned char *byte = memory;

    while (size--)
        *byte++ = 0;
}

#endif
