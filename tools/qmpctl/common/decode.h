/* decode.h - bytes out of hexadecimal or base64 text that comes in pieces.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_DECODE_H
#define QMPCTL_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Zero but for `base64` at the beginning. */
struct decode {
    bool base64; /* hexadecimal, in small letters or capitals, otherwise */
    uint32_t group;
    unsigned digits, padding;
};

/* Decodes LENGTH digits to TO, which has room for LENGTH + 2 bytes.  Returns how many bytes that
 * made, or -1: there is a digit that cannot be. */
ssize_t decode_take(struct decode *decode, const char *text, size_t length, unsigned char *to);

/* True if nothing of a byte is left over. */
bool decode_is_whole(const struct decode *decode);

/* The base64 text of bytes, to be freed; NULL without memory. */
char *decode_base64_of(const unsigned char *bytes, size_t length);

#endif
