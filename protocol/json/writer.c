/* writer.c - JSON out, within a bounded buffer.
 *
 * SPDX-License-Identifier: MIT */
#include "qmp/writer.h"
#include "layout.h"
#include "qmp/memory.h"

/* The longest that one character can become: two escapes \uXXXX. */
#define CHARACTER_MAX 12u

void json_writer_init(struct json_writer *w, char *buffer, uint32_t size)
{
    w->buffer = buffer;
    w->size = size;
    w->length = 0;
    w->overflow = w->comma = false;
#if QMP_PRETTY
    w->layout = (struct json_layout){.on = false};
#endif
}

struct json_mark json_writer_mark(const struct json_writer *w)
{
    struct json_mark mark = {.length = w->length, .comma = w->comma};

#if QMP_PRETTY
    mark.layout = w->layout;
#endif
    return mark;
}

void json_writer_rewind(struct json_writer *w, struct json_mark mark)
{
    w->length = mark.length;
    w->comma = mark.comma;
    w->overflow = false;
#if QMP_PRETTY
    w->layout = mark.layout;
#endif
}

void json_write_bytes(struct json_writer *w, const char *bytes, uint32_t size)
{
    if (layout_is_on(w)) {
        layout_bytes(w, bytes, size);
        return;
    }
    if (size > w->size - w->length) {
        w->overflow = true;
        return;
    }
    memcpy(w->buffer + w->length, bytes, size);
    w->length += size;
}

/* One pass instead of strlen() and memcpy(): texts are short. */
void json_write_text(struct json_writer *w, const char *text)
{
    char *to = w->buffer + w->length;
    uint32_t room = w->size - w->length;
    char c;

    if (layout_is_on(w)) {
        layout_bytes(w, text, text_length(text));
        return;
    }
    while ((c = *text++)) {
        if (room-- == 0) {
            w->overflow = true;
            return;
        }
        *to++ = c;
    }
    w->length = (uint32_t)(to - w->buffer);
}

static inline void write_byte(struct json_writer *w, char byte)
{
    if (layout_is_on(w))
        layout_bytes(w, &byte, 1);
    else if (w->length < w->size)
        w->buffer[w->length++] = byte;
    else
        w->overflow = true;
}

/* ---------------------------------------------------------------- structure */

void json_write_key(struct json_writer *w, const char *key)
{
    if (w->comma)
        json_write_text(w, ", ");
    w->comma = true;
    if (key) {
        const char *colon = "\": ";

        write_byte(w, '"');
        json_write_text(w, key);
        json_write_text(w, colon);
    }
}

void json_write_begin(struct json_writer *w, const char *key, char bracket)
{
    json_write_key(w, key);
    write_byte(w, bracket);
    w->comma = false;
}

void json_write_end(struct json_writer *w, char bracket)
{
    write_byte(w, bracket);
    w->comma = true;
}

/* ------------------------------------------------------------------ strings */

/* Takes one character of modified UTF-8 off *REST; what is none is U+FFFD, one
 * for each sequence as far as it goes (QEMU counts alike). */
static uint32_t take_character(struct json_span *rest)
{
    unsigned c = (uint8_t)*rest->text;
    unsigned left = c < 0x80 ? 0 : c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF8 ? 3 : 0;
    uint32_t cp = left == 0 ? c : c & (0x3Fu >> left);
    uint32_t least = left == 1 ? 0x80 : left == 2 ? 0x800 : 0x10000;
    bool good = c < 0x80 || left;

    rest->text++;
    rest->length--;
    for (unsigned i = left; i > 0; i--) {
        if (rest->length == 0 || ((uint8_t)*rest->text & 0xC0) != 0x80)
            return 0xFFFD;
        cp = cp << 6 | ((uint8_t)*rest->text & 0x3F);
        rest->text++;
        rest->length--;
    }
    if (left && cp < least && !(cp == 0 && left == 1))
        good = false;
    if ((cp >= 0xD800 && cp <= 0xDFFF) || cp > 0x10FFFF || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
        (cp & 0xFFFE) == 0xFFFE)
        good = false;
    return good ? cp : 0xFFFD;
}

static char *put_u(char *to, uint32_t unit)
{
    static const char digits[] = "0123456789ABCDEF";

    *to++ = '\\';
    *to++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4)
        *to++ = digits[unit >> shift & 15];
    return to;
}

/* What cannot stand for itself in a string. */
static char *put_character(char *to, uint32_t cp)
{
    static const char from[] = "\"\\\b\f\n\r\t", as[] = "\"\\bfnrt";
    int found;

    if (cp >= 0x10000) {
        to = put_u(to, 0xD800 + ((cp - 0x10000) >> 10));
        return put_u(to, 0xDC00 + ((cp - 0x10000) & 0x3FF));
    }
    found = text_find(from, cp);
    if (found >= 0) {
        *to++ = '\\';
        *to++ = as[found];
    } else {
        to = put_u(to, cp);
    }
    return to;
}

void json_write_escaped(struct json_writer *w, struct json_span *rest)
{
    char *to = w->buffer + w->length;
    const char *last;

    if (w->size < CHARACTER_MAX)
        return;
    last = w->buffer + w->size - CHARACTER_MAX;
    while (rest->length && to <= last) {
        unsigned c = (uint8_t)*rest->text;

        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
            *to++ = (char)c;
            rest->text++;
            rest->length--;
        } else {
            to = put_character(to, take_character(rest));
        }
    }
    w->length = (uint32_t)(to - w->buffer);
}

void json_write_canonical(struct json_writer *w, struct json_span *rest, bool *in_string)
{
    char *to = w->buffer + w->length;
    const char *last;

    if (w->size < CHARACTER_MAX)
        return;
    last = w->buffer + w->size - CHARACTER_MAX;
    while (rest->length && to <= last) {
        unsigned c = (uint8_t)*rest->text;

        if (layout_is_on(w) && (!*in_string || c == '"')) {
            w->length = (uint32_t)(to - w->buffer);
            if (!layout_byte(w, (char)c))
                return;
            if (c == ':')
                (void)layout_byte(w, ' '); /* nothing else is due here, and there is room */
            to = w->buffer + w->length;
            rest->text++;
            rest->length--;
            *in_string ^= c == '"';
            continue;
        }
        if (*in_string && c == '\\') { /* \" and \\ are the same on both sides */
            *to++ = '\\';
            *to++ = rest->text[1];
            rest->text += 2;
            rest->length -= 2;
        } else if (*in_string && (c < 0x20 || c >= 0x7F)) {
            to = put_character(to, take_character(rest));
        } else {
            *to++ = (char)c;
            rest->text++;
            rest->length--;
            if (c == '"')
                *in_string = !*in_string;
            else if (!*in_string && (c == ',' || c == ':'))
                *to++ = ' ';
        }
    }
    w->length = (uint32_t)(to - w->buffer);
}

/* ------------------------------------------------------------------- values */

void json_write_string(struct json_writer *w, const char *key, const char *text)
{
    struct json_span rest = {text, text_length(text)};

    json_write_key(w, key);
    write_byte(w, '"');
    json_write_escaped(w, &rest);
    if (rest.length)
        w->overflow = true;
    write_byte(w, '"');
}

/* Divides by ten and returns the rest.  In 16-bit steps, because a 64-bit division
 * costs a 32-bit processor a library function larger than this file. */
static unsigned divide_by_ten(uint64_t *value)
{
    uint32_t high = (uint32_t)(*value >> 32), low = (uint32_t)*value, rest;
    uint32_t middle;

    if (high == 0) {
        *value = low / 10;
        return low % 10;
    }
    middle = (high % 10) << 16 | low >> 16;
    rest = (middle % 10) << 16 | (low & 0xFFFF);
    *value = (uint64_t)(high / 10) << 32 | (uint64_t)(middle / 10) << 16 | rest / 10;
    return rest % 10;
}

/* Digits come last first. */
static void put_reversed(char *text, const char *reversed, uint32_t n)
{
    while (n)
        *text++ = reversed[--n];
    *text = '\0';
}

uint32_t json_format_uint(char *text, uint64_t value)
{
    char reversed[20];
    uint32_t n = 0;

    do {
        reversed[n++] = (char)('0' + divide_by_ten(&value));
    } while (value);
    put_reversed(text, reversed, n);
    return n;
}

uint32_t json_format_hex(char *text, uint64_t value)
{
    const char *digits = "0123456789abcdef";
    char reversed[18];
    uint32_t n = 0;

    do {
        reversed[n++] = digits[value & 15];
        value >>= 4;
    } while (value);
    reversed[n++] = 'x';
    reversed[n++] = '0';
    put_reversed(text, reversed, n);
    return n;
}

void json_write_uint(struct json_writer *w, const char *key, uint64_t value)
{
    char text[21];

    json_write_key(w, key);
    json_write_bytes(w, text, json_format_uint(text, value));
}

void json_write_int(struct json_writer *w, const char *key, int64_t value)
{
    char text[22] = "-";
    uint32_t n;

    json_write_key(w, key);
    if (value < 0)
        n = 1 + json_format_uint(text + 1, 0 - (uint64_t)value);
    else
        n = json_format_uint(text, (uint64_t)value);
    json_write_bytes(w, text, n);
}

void json_write_bool(struct json_writer *w, const char *key, bool value)
{
    const char *text;

    json_write_key(w, key);
    text = value ? "true" : "false";
    json_write_text(w, text);
}
