/* bytes.c - hexadecimal and base64, and where characters end.
 *
 * SPDX-License-Identifier: MIT */
#include "bytes.h"

#include "qmp/framer.h"

#include <stdbool.h>

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* A processor's word as a row of bytes, the first of which is its lowest, lets several characters
 * be made at a time.  W(x) is the 32-bit constant X as often as it goes into a word. */
#if !QMP_SMALL && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define WORDS 1
#else
#define WORDS 0
#endif

#if WORDS

#define WORD_BITS (8 * (unsigned)sizeof(uintptr_t))
#define W(x)      ((uintptr_t)-1 / UINT32_MAX * (x))
#define EACH(x)   ((uintptr_t)-1 / 255 * (x))

static bool is_word_aligned(const void *a, const void *b)
{
    return (((uintptr_t)a | (uintptr_t)b) % sizeof(uintptr_t)) == 0;
}

/* One in each byte of DIGITS, all below 128, that is LEAST or more. */
static uintptr_t at_least(uintptr_t digits, unsigned least)
{
    return (digits + EACH(128 - least)) >> 7 & EACH(1);
}

/* The characters for the half of BYTES that is lower. */
static uintptr_t hex_word(uintptr_t bytes)
{
    uintptr_t spread = bytes & (uintptr_t)-1 >> WORD_BITS / 2;

#if UINTPTR_MAX > UINT32_MAX
    spread = (spread | spread << 16) & 0x0000ffff0000ffff;
#endif
    spread = (spread | spread << 8) & W(0x00ff00ff);
    spread = (spread >> 4 & W(0x000f000f)) | (spread << 8 & W(0x0f000f00));
    return spread + EACH('0') + at_least(spread, 10) * ('a' - '0' - 10);
}

static size_t hex_words(char *text, const uint8_t *bytes, size_t size)
{
    const uintptr_t *from = (const uintptr_t *)(const void *)bytes;
    uintptr_t *to = (uintptr_t *)(void *)text;

    for (size_t i = 0; i < size / sizeof *from; i++) {
        *to++ = hex_word(from[i]);
        *to++ = hex_word(from[i] >> WORD_BITS / 2);
    }
    return size / sizeof *from * sizeof *from;
}

/* The characters for three quarters of a word of bytes; what is above them does not matter. */
static uintptr_t base64_word(uintptr_t bytes)
{
    uintptr_t digits;

#if UINTPTR_MAX > UINT32_MAX
    bytes = (bytes & 0x0000000000ffffff) | (bytes << 8 & 0x00ffffff00000000);
#endif
    digits = (bytes >> 2 & W(0x0000003f)) | (bytes << 12 & W(0x00003000)) |
             (bytes >> 4 & W(0x00000f00)) | (bytes << 10 & W(0x003c0000)) |
             (bytes >> 6 & W(0x00030000)) | (bytes << 8 & W(0x3f000000));
    return digits + EACH('A') + at_least(digits, 26) * ('a' - 'A' - 26) -
           at_least(digits, 52) * ('a' - '0' + 26) - at_least(digits, 62) * ('0' + 10 - '+') +
           at_least(digits, 63) * ('/' - '+' - 1);
}

static size_t base64_words(char *text, const uint8_t *bytes, size_t size)
{
    enum { QUARTER = WORD_BITS / 4 };
    const uintptr_t *from = (const uintptr_t *)(const void *)bytes;
    uintptr_t *to = (uintptr_t *)(void *)text;
    size_t groups = size / (3 * sizeof *from);

    for (size_t i = 0; i < groups; i++, from += 3) {
        *to++ = base64_word(from[0]);
        *to++ = base64_word(from[0] >> 3 * QUARTER | from[1] << QUARTER);
        *to++ = base64_word(from[1] >> 2 * QUARTER | from[2] << 2 * QUARTER);
        *to++ = base64_word(from[2] >> QUARTER);
    }
    return groups * 3 * sizeof *from;
}

#else

#define is_word_aligned(a, b)           false
#define hex_words(text, bytes, size)    0
#define base64_words(text, bytes, size) 0

#endif

size_t bytes_to_hex(char *text, const uint8_t *bytes, size_t size)
{
    size_t i = is_word_aligned(text, bytes) ? hex_words(text, bytes, size) : 0;

    text += 2 * i;
    for (; i < size; i++) {
        *text++ = hex_digits[bytes[i] >> 4];
        *text++ = hex_digits[bytes[i] & 15];
    }
    return size * 2;
}

/* The four characters for the first three of LEFT bytes, or for as many as there are. */
static void base64_characters(char to[4], const uint8_t *bytes, size_t left)
{
    uint32_t group = (uint32_t)bytes[0] << 16;

    if (left > 1)
        group |= (uint32_t)bytes[1] << 8;
    if (left > 2)
        group |= bytes[2];
    to[0] = base64_digits[group >> 18];
    to[1] = base64_digits[group >> 12 & 63];
    to[2] = left > 1 ? base64_digits[group >> 6 & 63] : '=';
    to[3] = left > 2 ? base64_digits[group & 63] : '=';
}

size_t bytes_to_base64(char *text, const uint8_t *bytes, size_t size)
{
    size_t i = is_word_aligned(text, bytes) ? base64_words(text, bytes, size) : 0;
    char *to = text + i / 3 * 4;

    for (; i < size; i += 3, to += 4)
        base64_characters(to, bytes + i, size - i);
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

/* ----------------------------------------------------------------------- UTF-8 */

uint32_t bytes_whole_characters(const uint8_t *bytes, uint32_t size)
{
    for (uint32_t back = 1; back <= 3 && back <= size; back++) {
        uint8_t c = bytes[size - back];

        if ((c & 0xC0) != 0x80)
            return back < (c < 0xC0 || c >= 0xF8 ? 1u
                           : c < 0xE0            ? 2u
                           : c < 0xF0            ? 3u
                                                 : 4u)
                       ? size - back
                       : size;
    }
    return size;
}
