/* line_check.h - the frame check of a line, as docs/protocol.md has it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef LINE_CHECK_H
#define LINE_CHECK_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define LINE_CHECK_NAME "agent-frame-check"
#define LINE_CHECK_GREETING                                                                        \
    "{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\", \"" LINE_CHECK_NAME "\"]}}\r\n"
#define LINE_CHECK_TAIL 24 /* bytes, with an end */

static inline uint32_t line_check_crc32c(const char *bytes, size_t size)
{
    uint32_t crc = UINT32_MAX;

    while (size--) {
        crc ^= (uint8_t)*bytes++;
        for (int i = 0; i < 8; i++)
            crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
    }
    return ~crc;
}

/* Writes what stands behind OBJECT, which is without its last brace.  Returns its length. */
static inline size_t line_check_tail(const char *object, size_t size, char tail[LINE_CHECK_TAIL])
{
    return (size_t)snprintf(tail, LINE_CHECK_TAIL, ", \"check\": \"%08x\"}",
                            line_check_crc32c(object, size));
}

#endif
