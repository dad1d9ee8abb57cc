/* libc.h - what the functions that compilers call on their own do (qmp/memory.h), as far as the
 * proofs need it.  Stated, not proven.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROOFS_LIBC_H
#define PROOFS_LIBC_H

#include <stddef.h>

/*@ requires \valid_read((char *)from + (0 .. size - 1)) && \valid((char *)to + (0 .. size - 1));
    requires \separated((char *)to + (0 .. size - 1), (char *)from + (0 .. size - 1));
    assigns ((char *)to)[0 .. size - 1] \from ((char *)from)[0 .. size - 1]; */
void *memcpy(void *restrict to, const void *restrict from, size_t size);

/*@ requires \valid_read((char *)from + (0 .. size - 1)) && \valid((char *)to + (0 .. size - 1));
    assigns ((char *)to)[0 .. size - 1] \from ((char *)from)[0 .. size - 1]; */
void *memmove(void *to, const void *from, size_t size);

/*@ requires \valid((char *)to + (0 .. size - 1));
    assigns ((char *)to)[0 .. size - 1] \from byte; */
void *memset(void *to, int byte, size_t size);

/*@ requires \valid_read((char *)a + (0 .. size - 1)) && \valid_read((char *)b + (0 .. size - 1));
    assigns \nothing; */
int memcmp(const void *a, const void *b, size_t size);

#endif
