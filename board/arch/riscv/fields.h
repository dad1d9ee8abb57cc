/* fields.h - the fields of an instruction.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_FIELDS_H
#define RISCV_FIELDS_H

#include <stdint.h>

/* Bits HIGH to LOW, as a number. */
static inline uint32_t bits(uint32_t instruction, unsigned high, unsigned low)
{
    return instruction >> low & ((UINT32_C(2) << (high - low)) - 1);
}

static inline uint32_t bit(uint32_t instruction, unsigned number)
{
    return instruction >> number & 1;
}

/* VALUE as a signed number of WIDTH bits. */
static inline int64_t extend(uint32_t value, unsigned width)
{
    int64_t sign = INT64_C(1) << (width - 1);

    return ((int64_t)value ^ sign) - sign;
}

/* The three bits from LOW on name one of x8 to x15. */
static inline uint8_t short_register(uint32_t instruction, unsigned low)
{
    return (uint8_t)(8 + (instruction >> low & 7));
}

#endif
