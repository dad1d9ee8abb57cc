/* number.c - numbers in words.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/number.h"

#if QMP_GROUP_MONITOR

/* 16: none. */
static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

/* Appends a digit; false: that is more than 64 bits.  Halves, as Cortex-M divides no such number.
 */
static bool append(uint64_t *number, unsigned base, unsigned digit)
{
    uint64_t low = (*number & UINT32_MAX) * base + digit;
    uint64_t high = (*number >> 32) * base + (low >> 32);

    if (high >> 32 != 0)
        return false;
    *number = high << 32 | (low & UINT32_MAX);
    return true;
}

uint32_t number_take(struct json_span text, uint64_t *number, bool *fits)
{
    unsigned base = text.length > 1 && text.text[0] == '0' ? 8 : 10;
    uint32_t i = 0;

    if (text.length > 2 && base == 8 && (text.text[1] | 0x20) == 'x' &&
        digit_value(text.text[2]) < 16) {
        base = 16;
        i = 2;
    }
    *number = 0;
    *fits = true;
    for (; i < text.length && digit_value(text.text[i]) < base; i++)
        *fits = *fits && append(number, base, digit_value(text.text[i]));
    if (!*fits)
        *number = UINT64_MAX;
    return i;
}

bool number_read(struct json_span text, uint64_t *number)
{
    bool fits;
    uint32_t length = number_take(text, number, &fits);

    return fits && length > 0 && length == text.length;
}

#endif
