/* raw_message.c - a message as it came, before the framer.
 *
 * SPDX-License-Identifier: MIT */
#include "raw_message.h"

#include "fuzz.h"

char *raw_to_rfc8259(const char *raw, size_t size, size_t *result_size)
{
    char *result = malloc(6 * size + 1), *to = result, quote = 0;

    REQUIRE(result);
    for (size_t i = 0; i < size; i++) {
        char c = raw[i], next = i + 1 < size ? raw[i + 1] : 0;

        if (!quote && (c == '"' || c == '\'')) {
            quote = c;
            *to++ = '"';
        } else if (!quote) {
            *to++ = c;
        } else if (c == quote) {
            quote = 0;
            *to++ = '"';
        } else if (c == '\\' && next == '\'') {
            *to++ = '\'';
            i++;
        } else if (c == '\\' && next) {
            *to++ = c;
            *to++ = next;
            i++;
        } else if (c == '"') {
            to = stpcpy(to, "\\\"");
        } else if (c == '\xC0' && next == '\x80') {
            to = stpcpy(to, "\\u0000");
            i++;
        } else {
            *to++ = c;
        }
    }
    *result_size = (size_t)(to - result);
    return result;
}

/* Bytes of the canonical form that the escape at TEXT stands for; *TAKEN are its own. */
static size_t escape_size(const char *text, size_t size, size_t *taken)
{
    char digits[5] = "";
    unsigned long code;

    *taken = size < 2 ? size : 2;
    if (size < 2)
        return 0;
    if (text[1] != 'u')
        return text[1] == '"' || text[1] == '\\' ? 2 : 1;
    if (size < 6) {
        *taken = size;
        return 0;
    }
    *taken = 6;
    memcpy(digits, text + 2, 4);
    code = strtoul(digits, NULL, 16);
    if (code >= 0xD800 && code <= 0xDFFF) /* a pair: both halves at its end */
        return code < 0xDC00 ? 0 : 4;
    if (code == '"' || code == '\\' || code == 0)
        return 2;
    return code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
}

/* The string at TEXT; its canonical size.  *TAKEN are its own bytes. */
static size_t string_size(const char *text, size_t size, size_t *taken)
{
    size_t canonical = 1, at = 1, n;

    while (at < size && text[at] != text[0]) {
        if (text[at] == '\\') {
            canonical += escape_size(text + at, size - at, &n);
            at += n;
        } else {
            canonical += text[at] == '"' ? 2 : 1;
            at++;
        }
    }
    *taken = at < size ? at + 1 : size;
    return canonical + (at < size);
}

struct raw_size raw_measure(const char *raw, size_t size)
{
    struct raw_size m = {0, 0, 0};
    size_t depth = 0, taken;

    for (size_t i = 0; i < size; i += taken) {
        taken = 1;
        if (strchr(" \t\r\n", raw[i]) && raw[i])
            continue;
        m.canonical++;
        if (raw[i] == '"' || raw[i] == '\'') {
            m.canonical += string_size(raw + i, size - i, &taken) - 1;
            m.tokens++;
        } else if (raw[i] == '{' || raw[i] == '[') {
            m.tokens++;
            if (++depth > m.nesting)
                m.nesting = depth;
        } else if (raw[i] == '}' || raw[i] == ']') {
            depth -= depth > 0;
        } else if (raw[i] != ',' && raw[i] != ':') { /* a number or a word */
            while (i + taken < size && !strchr(" \t\r\n{}[],:\"'", raw[i + taken]))
                taken++;
            m.canonical += taken - 1;
            m.tokens++;
        }
    }
    return m;
}
