/* bytes.c - hexadecimal and base64.
 *
 * SPDX-License-Identifier: MIT */
#include "bytes.h"

#include "qmp/framer.h"

#include <stdbool.h>

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t bytes_to_hex(char *text, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        *text++ = hex_digits[bytes[i] >> 4];
        *text++ = hex_digits[bytes[i] & 15];
    }
    return size * 2;
}

size_t bytes_to_base64(char *text, const uint8_t *bytes, size_t size)
{
    char *to = text;

    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t group = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? bytes[i + 2] : 0);

        *to++ = base64_digits[group >> 18];
        *to++ = base64_digits[group >> 12 & 63];
        *to++ = left > 1 ? base64_digits[group >> 6 & 63] : '=';
        *to++ = left > 2 ? base64_digits[group & 63] : '=';
    }
    return (size_t)(to - text);
}

ptrdiff_t bytes_from_hex(uint8_t *bytes, const char *text, size_t length, size_t *wrong)
{
    for (size_t i = 0; i < length; i++) {
        int value = json_hex_digit((uint8_t)text[i]);

        if (value < 0) {
            *wrong = i;
            return -1;
        }
        if (bytes)
            bytes[i / 2] = (uint8_t)(i % 2 ? bytes[i / 2] | value : value << 4);
    }
    if (length % 2) {
        *wrong = length;
        return -1;
    }
    return (ptrdiff_t)(length / 2);
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* One group of four characters, the last of the text or not.  Returns its bytes,
 * or -1 with *WRONG its first wrong character. */
static int base64_group(uint8_t bytes[3], const char *text, bool last, size_t *wrong)
{
    uint32_t group = 0;
    int digits = 4;

    if (last && text[3] == '=')
        digits = text[2] == '=' ? 2 : 3;
    for (int i = 0; i < 4; i++) {
        int value = i < digits ? base64_value(text[i]) : 0;

        if (value < 0) {
            *wrong = (size_t)i;
            return -1;
        }
        group = group << 6 | (uint32_t)value;
    }
    /* RFC 4648, 3.5: bits that stand for nothing must be zero. */
    if ((digits == 3 && group & 0xFF) || (digits == 2 && group & 0xFFFF)) {
        *wrong = (size_t)digits - 1;
        return -1;
    }
    bytes[0] = (uint8_t)(group >> 16);
    bytes[1] = (uint8_t)(group >> 8);
    bytes[2] = (uint8_t)group;
    return digits - 1;
}

ptrdiff_t bytes_from_base64(uint8_t *bytes, const char *text, size_t length, size_t *wrong)
{
    ptrdiff_t total = 0;
    size_t i = 0;

    for (; i + 4 <= length; i += 4) {
        uint8_t group[3];
        int n = base64_group(group, text + i, i + 4 == length, wrong);

        if (n < 0) {
            *wrong += i;
            return -1;
        }
        for (int k = 0; k < n && bytes; k++)
            bytes[total + k] = group[k];
        total += n;
    }
    if (i == length)
        return total;
    /* A group is incomplete: ended too early, unless one of its characters is wrong. */
    while (i < length && base64_value(text[i]) >= 0)
        i++;
    *wrong = i;
    return -1;
}
