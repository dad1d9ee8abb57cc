/* decode.c - bytes out of hexadecimal or base64 text, and into the latter.
 *
 * SPDX-License-Identifier: MIT */
#include "common/decode.h"

#include <stdlib.h>
#include <string.h>

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit_value(bool base64, char digit)
{
    static const char hex[] = "0123456789abcdef";
    if (!base64 && digit >= 'A' && digit <= 'F')
        digit = (char)(digit - 'A' + 'a');
    const char *digits = base64 ? base64_digits : hex;
    const char *found = digit != '\0' ? strchr(digits, digit) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* Takes a digit; a complete group makes bytes at *to.  Returns false when it cannot be. */
static bool take_digit(struct decode *decode, char digit, unsigned char **to)
{
    unsigned whole = decode->base64 ? 4 : 2;
    unsigned bits = decode->base64 ? 6 : 4;
    int value = digit_value(decode->base64, digit);
    if (decode->base64 && digit == '=' && decode->digits >= 2) {
        decode->padding++;
        value = 0;
    } else if (decode->padding > 0) {
        return false;
    }
    if (value < 0)
        return false;
    decode->group = decode->group << bits | (uint32_t)value;
    if (++decode->digits < whole)
        return true;
    for (unsigned shift = whole * bits; shift > decode->padding * 8;) {
        shift -= 8;
        *(*to)++ = (unsigned char)(decode->group >> shift);
    }
    decode->group = 0;
    decode->digits = 0;
    return true;
}

ssize_t decode_take(struct decode *decode, const char *text, size_t length, unsigned char *to)
{
    unsigned char *at = to;
    for (size_t i = 0; i < length; i++)
        if (!take_digit(decode, text[i], &at))
            return -1;
    return at - to;
}

bool decode_is_whole(const struct decode *decode)
{
    return decode->digits == 0;
}

char *decode_base64_of(const unsigned char *bytes, size_t length)
{
    char *text = malloc((length + 2) / 3 * 4 + 1);
    char *at = text;
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < length; i += 3, at += 4) {
        size_t count = length - i < 3 ? length - i : 3;
        uint32_t group = (uint32_t)bytes[i] << 16;
        if (count > 1)
            group |= (uint32_t)bytes[i + 1] << 8;
        if (count > 2)
            group |= bytes[i + 2];
        for (unsigned k = 0; k < 4; k++)
            at[k] = k <= count ? base64_digits[group >> (18 - 6 * k) & 0x3F] : '=';
    }
    *at = '\0';
    return text;
}
