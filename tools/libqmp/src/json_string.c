/* json_string.c - JSON strings to UTF-8.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "qmpc/json.h"
#include "qmpc/qmpc.h"

static unsigned hex_value(char c)
{
    if (c <= '9')
        return (unsigned)(c - '0');
    return (unsigned)((c | 0x20) - 'a') + 10;
}

static unsigned hex4(const char *at)
{
    unsigned code = 0;
    for (int i = 0; i < 4; i++)
        code = code << 4 | hex_value(at[i]);
    return code;
}

static size_t put_utf8(unsigned code, char bytes[4])
{
    if (code < 0x80) {
        bytes[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--, code >>= 6)
        bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(lead[length] | code);
    return length;
}

/* *at is behind `\u`, and the string has been checked: four digits are there, and the second half
 * of a pair behind the first. */
static unsigned take_code(const char **at)
{
    unsigned code = hex4(*at);
    *at += 4;
    if (code < 0xD800 || code > 0xDBFF)
        return code;
    unsigned low = hex4(*at + 2);
    *at += 6;
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

size_t qmpc_scan_character(const char **at, char bytes[4])
{
    char c = *(*at)++;
    if (c == '\\') {
        c = *(*at)++;
        switch (c) {
        case 'b':
            c = '\b';
            break;
        case 'f':
            c = '\f';
            break;
        case 'n':
            c = '\n';
            break;
        case 'r':
            c = '\r';
            break;
        case 't':
            c = '\t';
            break;
        case 'u':
            return put_utf8(take_code(at), bytes);
        default: /* the quote, the backslash and the slash stand for themselves */
            break;
        }
    }
    bytes[0] = c;
    return 1;
}

int64_t qmpc_json_string(struct qmpc_json value, char *buffer, size_t size)
{
    if (size > 0)
        buffer[0] = '\0';
    if (value.text == NULL)
        return QMPC_E_MISSING;
    if (qmpc_json_type(value) != QMPC_JSON_STRING)
        return QMPC_E_TYPE;
    const char *at = value.text + 1;
    const char *end = value.text + value.length - 1;
    size_t length = 0;
    while (at < end) {
        char bytes[4];
        size_t count = qmpc_scan_character(&at, bytes);
        for (size_t i = 0; i < count; i++, length++) {
            if (length + 1 < size)
                buffer[length] = bytes[i];
        }
    }
    if (size > 0)
        buffer[length < size ? length : size - 1] = '\0';
    return (int64_t)length;
}

char *qmpc_json_strdup(struct qmpc_json value)
{
    if (qmpc_json_type(value) != QMPC_JSON_STRING)
        return NULL;
    /* Unescaping never makes a string longer, and the two quotes make room for the NUL. */
    char *text = malloc(value.length);
    if (text != NULL)
        qmpc_json_string(value, text, value.length);
    return text;
}

bool qmpc_scan_string_is(struct qmpc_json string, const char *text, size_t length)
{
    const char *at = string.text + 1;
    const char *end = string.text + string.length - 1;
    while (at < end) {
        char bytes[4];
        size_t count = qmpc_scan_character(&at, bytes);
        if (count > length || memcmp(text, bytes, count) != 0)
            return false;
        text += count;
        length -= count;
    }
    return length == 0;
}

bool qmpc_json_string_is(struct qmpc_json value, const char *text)
{
    return qmpc_json_type(value) == QMPC_JSON_STRING &&
           qmpc_scan_string_is(value, text, strlen(text));
}
