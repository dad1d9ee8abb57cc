/* tidy.c - faults that clang-tidy has to find.
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

struct planted {
    int32_t numbers[8];
};

/* bugprone-sizeof-expression: of the pointer */
void planted_clear(struct planted *all)
{
    memset(all, 0, sizeof(all));
}

/* clang-analyzer-core.NullDereference */
int32_t planted_first(const struct planted *all)
{
    if (all == NULL)
        return all->numbers[0];
    return all->numbers[1];
}
