/* harmless.c - text from elsewhere, without what could steer a terminal.
 *
 * A byte that is no UTF-8 may be a control character to a terminal that is set to another
 * encoding (0x9B is CSI), so it is shown as well.
 *
 * SPDX-License-Identifier: MIT */
#include "common/style.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The character at TEXT and how many bytes it takes; 0: these are no UTF-8. */
static size_t decode(const char *text, size_t length, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text[0];
    *code = first;
    if (first < 0x80)
        return 1;
    size_t size = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || size > length)
        return 0;
    *code = first & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | ((unsigned char)text[i] & 0x3F);
    }
    bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return *code < least[size] || surrogate || *code > 0x10FFFF ? 0 : size;
}

struct range {
    uint32_t first, last;
};

static bool is_in(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

/* Marks, embeddings, overrides and isolates of direction (Unicode, annex 9), and the separators
 * that some programs take for line ends. */
static bool is_hidden(uint32_t code)
{
    static const struct range hidden[] = {
        {0x061C, 0x061C}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}};
    return is_in(code, hidden, sizeof hidden / sizeof hidden[0]);
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

static void put_control(FILE *out, uint32_t code)
{
    if (code == '\n')
        fputs("\\n", out);
    else if (code == '\t')
        fputs("\\t", out);
    else
        fprintf(out, "\\x%02X", code);
}

static void put_all(FILE *out, const char *text, size_t length, bool lines)
{
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t code;
        size = decode(text + i, length - i, &code);
        if (size == 0) {
            size = 1;
            fprintf(out, "\\x%02X", (unsigned char)text[i]);
        } else if (lines && code == '\r' && i + 1 < length && text[i + 1] == '\n') {
            continue;
        } else if (is_control(code) && !(lines && (code == '\n' || code == '\t'))) {
            put_control(out, code);
        } else if (is_hidden(code)) {
            fprintf(out, "\\u%04X", code);
        } else {
            fwrite(text + i, 1, size, out);
        }
    }
}

void style_text(FILE *out, const char *text, size_t length)
{
    put_all(out, text, length, false);
}

void style_lines(FILE *out, const char *text, size_t length)
{
    put_all(out, text, length, true);
}

char *style_harmless(const char *text, size_t length)
{
    char *result = NULL;
    size_t size;
    FILE *out = open_memstream(&result, &size);
    if (out == NULL)
        return NULL;
    style_text(out, text, length);
    if (fclose(out) != 0) {
        free(result);
        return NULL;
    }
    return result;
}

void style_json(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t code;
        size = decode(text + i, length - i, &code);
        if (size == 0) {
            size = 1;
            fputs("\\ufffd", out);
        } else if ((is_control(code) && strchr("\r\n\t", (int)code) == NULL) || is_hidden(code)) {
            fprintf(out, "\\u%04x", code);
        } else {
            fwrite(text + i, 1, size, out);
        }
    }
}

/* Blocks that a terminal gives two columns, and combining marks, coarsely. */
static unsigned columns_of(uint32_t code)
{
    static const struct range none[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x200B, 0x200D},
                                        {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
    static const struct range two[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0xA4CF},
                                       {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},  {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F},
                                       {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    if (is_in(code, none, sizeof none / sizeof none[0]))
        return 0;
    return is_in(code, two, sizeof two / sizeof two[0]) ? 2 : 1;
}

size_t style_width(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t code;
        size = decode(text + i, length - i, &code);
        if (size == 0)
            size = 1;
        width += columns_of(code);
    }
    return width;
}
