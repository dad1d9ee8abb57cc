/* line.h - points on straight lines, in integers and without a 64-bit division, which is a
 * thousand instructions on a Cortex-M.
 *
 * Context: any.  Worst case: some three hundred instructions.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SIMULATED_LINE_H
#define SIMULATED_LINE_H

#include <stdint.h>

/* DIVIDEND / DIVISOR, rounded down, or UINT32_MAX if it is more.  DIVISOR is not 0. */
uint32_t line_divide(uint64_t dividend, uint32_t divisor);

/* How far it is between the two. */
uint32_t line_length(int32_t from, int32_t to);

/* The point WAY from FROM on the line to TO; WAY is at most its length. */
int32_t line_point(int32_t from, int32_t to, uint32_t way);

#endif
