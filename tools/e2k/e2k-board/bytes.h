/* bytes.h - numbers in the board's memory, little-endian and aligned as they come.
 *
 * Compilers make one access of each on little-endian hosts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_BYTES_H
#define E2K_BYTES_H

#include <stdint.h>

static inline uint64_t bytes_get8(const uint8_t *at)
{
    return *at;
}

static inline uint64_t bytes_get16(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8;
}

static inline uint64_t bytes_get32(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24;
}

static inline uint64_t bytes_get64(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

static inline void bytes_put8(uint8_t *at, uint64_t value)
{
    at[0] = (uint8_t)value;
}

static inline void bytes_put16(uint8_t *at, uint64_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static inline void bytes_put32(uint8_t *at, uint64_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
}

static inline void bytes_put64(uint8_t *at, uint64_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
    at[4] = (uint8_t)(value >> 32);
    at[5] = (uint8_t)(value >> 40);
    at[6] = (uint8_t)(value >> 48);
    at[7] = (uint8_t)(value >> 56);
}

#endif
