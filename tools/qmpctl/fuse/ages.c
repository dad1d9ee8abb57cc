/* ages.c - when a change of a value was first noticed.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/ages.h"

#include <string.h>

/* FNV-1a; never 0. */
static uint64_t hash(const char *bytes, size_t length)
{
    uint64_t result = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < length; i++)
        result = (result ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001B3);
    return result != 0 ? result : 1;
}

struct timespec ages_note(struct ages *ages, const char *path, const char *value, size_t length,
                          struct timespec now)
{
    uint64_t place = hash(path, strlen(path));
    uint64_t seen = hash(value, length);
    struct age *age = &ages->places[place % (sizeof ages->places / sizeof ages->places[0])];
    if (age->path != place || age->value != seen)
        *age = (struct age){.path = place, .value = seen, .since = now};
    return age->since;
}
