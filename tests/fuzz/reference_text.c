/* reference_text.c - a value as the writer has to print it, by another way.
 *
 * SPDX-License-Identifier: MIT */
#include "reference_text.h"

#include "fuzz.h"

/* ----------------------------------------------------------------- characters */

/* Bytes of a sequence by its first: of RFC 3629's, and 0xC0 and 0xC1, of which modified UTF-8 needs
 * the first; 1 for what begins none. */
static size_t sequence_size(uint8_t first)
{
    return first >= 0xF8 || first < 0xC0 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
}

static uint32_t code_of(const uint8_t *at, size_t size)
{
    static const uint8_t bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code = at[0] & bits[size];

    for (size_t i = 1; i < size; i++)
        code = code * 64 + at[i] % 64;
    return code;
}

/* Whether CODE, in SIZE bytes, is a character in its shortest form. */
static bool is_good(uint32_t code, size_t size)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = code >= 0xD800 && code < 0xE000;
    bool noncharacter = (code >= 0xFDD0 && code < 0xFDF0) || code % 0x10000 >= 0xFFFE;

    return code >= least[size] && code < 0x110000 && !surrogate && !noncharacter;
}

char *reference_characters(const char *bytes, size_t size)
{
    const uint8_t *at = (const uint8_t *)bytes, *end = at + size;
    char *text = malloc(4 * size + 4), *to = text;

    REQUIRE(text);
    while (at < end) {
        size_t whole = sequence_size(*at), n = 1;

        while (n < whole && at + n < end && at[n] >= 0x80 && at[n] < 0xC0)
            n++;
        if (*at == 0 || (n == whole && at[0] == 0xC0 && at[1] == 0x80)) {
            to = stpcpy(to, "\xF4\x8F\xBF\xBF");
        } else if (n < whole || (whole == 1 && *at >= 0x80) || !is_good(code_of(at, n), n)) {
            to = stpcpy(to, "\xEF\xBF\xBD");
        } else {
            memcpy(to, at, n);
            to += n;
        }
        at += n;
    }
    *to = '\0';
    return text;
}

/* ----------------------------------------------------------------------- text */

static void print_code(FILE *out, uint32_t code)
{
    static const char *const named[128] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
        ['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t"};

    if (code == 0x10FFFF)
        code = 0;
    if (code < 128 && named[code])
        fputs(named[code], out);
    else if (code >= ' ' && code <= '~')
        fputc((int)code, out);
    else if (code < 0x10000)
        fprintf(out, "\\u%04X", code);
    else
        fprintf(out, "\\u%04X\\u%04X", 0xD800 + (code - 0x10000) / 1024, 0xDC00 + code % 1024);
}

static void print_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const uint8_t *at = (const uint8_t *)text; *at; at += sequence_size(*at))
        print_code(out, code_of(at, sequence_size(*at)));
    fputc('"', out);
}

static void print_break(FILE *out, bool pretty, unsigned depth)
{
    if (pretty)
        fprintf(out, "\r\n%*s", 4 * depth, "");
}

static void print_value(FILE *out, const json_t *value, bool pretty, unsigned depth)
{
    const char *text = json_string_value(value), *key, *between = pretty ? "," : ", ";
    bool first = true;
    json_t *child;
    size_t i;

    if (json_is_object(value)) {
        fputc('{', out);
        json_object_foreach((json_t *)value, key, child)
        {
            fputs(first ? "" : between, out);
            print_break(out, pretty, depth + 1);
            print_string(out, key);
            fputs(": ", out);
            print_value(out, child, pretty, depth + 1);
            first = false;
        }
        print_break(out, pretty, depth);
        fputc('}', out);
    } else if (json_is_array(value)) {
        fputc('[', out);
        json_array_foreach(value, i, child)
        {
            fputs(first ? "" : between, out);
            print_break(out, pretty, depth + 1);
            print_value(out, child, pretty, depth + 1);
            first = false;
        }
        print_break(out, pretty, depth);
        fputc(']', out);
    } else if (!text) {
        fputs(json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null", out);
    } else if (text[0] == 'N') {
        fputs(text + 1, out);
    } else {
        print_string(out, text + 1);
    }
}

char *reference_text(const json_t *value, bool pretty, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);

    REQUIRE(out);
    print_value(out, value, pretty, 0);
    REQUIRE(fclose(out) == 0);
    return text;
}
