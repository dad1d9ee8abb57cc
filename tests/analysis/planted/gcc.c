/* gcc.c - faults that gcc -fanalyzer has to find.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

/* -Wanalyzer-double-free */
void planted_twice(size_t size)
{
    char *bytes = malloc(size);

    free(bytes);
    free(bytes);
}

/* -Wanalyzer-malloc-leak */
int planted_lost(size_t size)
{
    char *bytes = malloc(size);

    return bytes != NULL;
}
