/* cppcheck.c - faults that cppcheck and its MISRA addon have to find.
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>

/* MISRA C:2012, 2.5, of all sources together: a macro that nobody uses */
#define PLANTED 1

/* arrayIndexOutOfBounds */
int32_t planted_last(void)
{
    int32_t numbers[4] = {1, 2, 3, 4};

    return numbers[4];
}

/* MISRA C:2012, 17.2: a function that calls itself; 15.1: goto */
int32_t planted_again(int32_t count)
{
    if (count > 0)
        goto again;
    return 0;
again:
    return planted_again(count - 1);
}
