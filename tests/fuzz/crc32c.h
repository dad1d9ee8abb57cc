/* crc32c.h - CRC-32C, a bit at a time: RFC 3720, appendix B.4.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CRC32C_H
#define CRC32C_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t crc32c(const char *bytes, size_t size)
{
    uint32_t crc = 0xFFFFFFFF;

    for (size_t i = 0; i < size; i++) {
        crc ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
    }
    return ~crc;
}

/* The end of a line with a frame check: `, "check": "01234567"}`. */
#define CHECK_SIZE 22u

#endif
