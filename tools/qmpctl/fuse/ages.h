/* ages.h - when a change of a value was first noticed, for the times of files.
 *
 * A table of fixed size: a file that loses its place looks new once more.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_AGES_H
#define QMPCTL_FUSE_AGES_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct ages {
    struct age {
        uint64_t path; /* hashes; 0: free */
        uint64_t value;
        struct timespec since;
    } places[4096];
};

/* Since when the file at PATH is known to have this value: NOW if it was another one, or none was
 * known. */
struct timespec ages_note(struct ages *ages, const char *path, const char *value, size_t length,
                          struct timespec now);

#endif
