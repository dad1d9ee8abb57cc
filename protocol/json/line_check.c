/* line_check.c - the frame check of a line.
 *
 * SPDX-License-Identifier: MIT */
#include "qmp/line_check.h"
#include "qmp/framer.h"
#include "qmp/memory.h"

#define DIGITS 8u

uint32_t json_check_add(uint32_t check, const char *bytes, size_t size)
{
    /* Of the polynomial 0x1EDC6F41, reflected, for four bits. */
    static const uint32_t table[16] = {0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1,
                                       0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
                                       0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9,
                                       0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75};

    for (size_t i = 0; i < size; i++) {
        check ^= (uint8_t)bytes[i];
        check = check >> 4 ^ table[check & 15];
        check = check >> 4 ^ table[check & 15];
    }
    return check;
}

void json_check_tail(uint32_t check, char tail[JSON_CHECK_TAIL])
{
    static const char form[] = ", \"check\": \"01234567\"}", digits[] = "0123456789abcdef";
    char *at = &tail[JSON_CHECK_TAIL - 2];

    memcpy(tail, form, JSON_CHECK_TAIL);
    check = ~check;
    for (unsigned i = 0; i < DIGITS; i++, check >>= 4)
        *--at = digits[check & 15];
}

/* Eight digits of lower case, as json_check_tail() writes them; false: they are something else. */
static bool read_digits(const char *at, uint32_t *value)
{
    *value = 0;
    for (unsigned i = 0; i < DIGITS; i++) {
        int digit = at[i] >= 'A' && at[i] <= 'F' ? -1 : json_hex_digit((uint8_t)at[i]);

        if (digit < 0)
            return false;
        *value = *value << 4 | (uint32_t)digit;
    }
    return true;
}

enum json_check json_check_canonical(uint32_t check, const char *message, uint32_t length)
{
    static const char key[] = ",\"check\":\"";
    const char *at = message + length - JSON_CHECK_CANONICAL;
    char tail[JSON_CHECK_TAIL];
    uint32_t claimed;

    if (length <= JSON_CHECK_CANONICAL || memcmp(at, key, sizeof key - 1) != 0 ||
        memcmp(message + length - 2, "\"}", 2) != 0)
        return JSON_CHECK_ABSENT;
    if (!read_digits(at + sizeof key - 1, &claimed))
        return JSON_CHECK_WRONG;
    json_check_tail(~claimed, tail);
    return json_check_add(~claimed, tail, sizeof tail) == check ? JSON_CHECK_RIGHT
                                                                : JSON_CHECK_WRONG;
}
