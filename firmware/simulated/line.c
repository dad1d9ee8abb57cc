/* line.c - points on straight lines.
 *
 * SPDX-License-Identifier: MIT */
#include "line.h"

#include "qmp/groups.h"

#if QMP_GROUP_OBJECTS

uint32_t line_divide(uint64_t dividend, uint32_t divisor)
{
    uint32_t quotient = 0;

    if (dividend >> 32 >= divisor)
        return UINT32_MAX;
    for (uint32_t bit = 1u << 31; bit != 0; bit >>= 1)
        if ((uint64_t)(quotient | bit) * divisor <= dividend)
            quotient |= bit;
    return quotient;
}

/* The length of a line may not fit an int32_t: unsigned numbers wrap as they should. */
uint32_t line_length(int32_t from, int32_t to)
{
    return to < from ? (uint32_t)from - (uint32_t)to : (uint32_t)to - (uint32_t)from;
}

int32_t line_point(int32_t from, int32_t to, uint32_t way)
{
    return (int32_t)(to < from ? (uint32_t)from - way : (uint32_t)from + way);
}

#endif
