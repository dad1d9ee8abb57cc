/* framer_strings.h - the framer's lexer inside strings: escapes, UTF-8, and what is left to do
 * in a string that was refused.
 *
 * Included by framer.c alone, as framer_grammar.h is.
 *
 * SPDX-License-Identifier: MIT */
#ifndef JSON_FRAMER_STRINGS_H
#define JSON_FRAMER_STRINGS_H

#include "framer_grammar.h"

static void put_utf8(struct json_framer *f, uint32_t cp)
{
    if (cp == 0) { /* modified UTF-8: jsmn stops at a NUL */
        put(f, 0xC0);
        put(f, 0x80);
    } else if (cp < 0x80) {
        if (cp == '"' || cp == '\\')
            put(f, '\\');
        put(f, cp);
    } else if (cp < 0x800) {
        put(f, 0xC0 | cp >> 6);
        put(f, 0x80 | (cp & 0x3F));
    } else if (cp < 0x10000) {
        put(f, 0xE0 | cp >> 12);
        put(f, 0x80 | (cp >> 6 & 0x3F));
        put(f, 0x80 | (cp & 0x3F));
    } else {
        put(f, 0xF0 | cp >> 18);
        put(f, 0x80 | (cp >> 12 & 0x3F));
        put(f, 0x80 | (cp >> 6 & 0x3F));
        put(f, 0x80 | (cp & 0x3F));
    }
}

/* The running escape, for a fault that may have to quote the string so far. */
static void put_raw(struct json_framer *f)
{
    for (unsigned i = 0; i < f->raw_length; i++)
        put(f, (uint8_t)f->raw[i]);
}
/* A string whose escape \u names no character.  The text is the escape. */
static void note_unicode(struct json_framer *f, unsigned length)
{
    note(f, JSON_FAULT_UNICODE);
    put_raw(f);
    f->raw_length = (uint8_t)length;
    f->collecting = length < 6;
    f->state = SKIP;
}
/* A byte that no token can contain: the fault of faults, it ends the message. */
static int stray(struct json_framer *f, unsigned c)
{
    bool in_string = f->state >= STRING && f->state <= SKIP_ESC;

    if (f->state == START) {
        f->token = f->length;
    } else if (in_string) {
        f->out[f->token] = (char)f->quote; /* which begin_scalar() has put there */
        if (f->state >= ESCAPE && f->state <= HEX_TRAIL)
            put_raw(f);
    }
    if (c != 0)
        put(f, c);
    f->text_length = f->length - f->token;
    memmove(f->out, f->out + f->token, f->text_length);
    f->fault = JSON_FAULT_STRAY;
    f->finished = true;
    f->state = RECOVERY;
    return TAKEN | RESULT;
}
/* ----------------------------------------------------------- byte by byte */

/* The first byte of a multi-byte sequence, or an invalid one. */
static int begin_utf8(struct json_framer *f, unsigned c)
{
    if (c < 0xC0 || c > 0xF4) {
        note(f, JSON_FAULT_UTF8);
        f->state = SKIP;
        return AGAIN;
    }
    f->utf8_left = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    f->lead = c < 0xE0 ? 0x80 : c < 0xF0 ? 0x800 : 0x10000; /* the least it may encode */
    f->code = c & (c < 0xE0 ? 0x1Fu : c < 0xF0 ? 0x0Fu : 0x07u);
    f->state = UTF8;
    put(f, c);
    return TAKEN;
}

/* Noncharacters are refused too, as QEMU does. */
static bool is_character(uint32_t cp)
{
    return cp <= 0x10FFFF && (cp < 0xD800 || cp > 0xDFFF) && (cp < 0xFDD0 || cp > 0xFDEF) &&
           (cp & 0xFFFE) != 0xFFFE;
}

static int step_utf8(struct json_framer *f, unsigned c)
{
    if ((c & 0xC0) != 0x80) {
        note(f, JSON_FAULT_UTF8);
        f->state = SKIP;
        return AGAIN;
    }
    put(f, c);
    f->code = f->code << 6 | (c & 0x3F);
    if (--f->utf8_left)
        return TAKEN;
    /* 0xC0 0x80 is U+0000 in modified UTF-8; every other long form is refused. */
    if ((f->code >= f->lead || (f->code == 0 && f->lead == 0x80)) && is_character(f->code)) {
        f->state = STRING;
    } else {
        note(f, JSON_FAULT_UTF8);
        f->state = SKIP;
    }
    return TAKEN;
}

static int step_string(struct json_framer *f, unsigned c)
{
    if (c == f->quote) {
        put(f, '"');
        return end_scalar(f, true);
    }
    if (c == '\\') {
        f->raw[0] = '\\';
        f->raw_length = 1;
        f->state = ESCAPE;
        return TAKEN;
    }
    if (c < 0x20 || c >= 0xFE)
        return stray(f, c);
    if (c >= 0x80)
        return begin_utf8(f, c);
    if (c == '"') /* inside single quotes */
        put(f, '\\');
    put(f, c);
    return TAKEN;
}

static int step_escape(struct json_framer *f, unsigned c)
{
    static const char from[] = "\"'\\/bfnrt", to[] = "\"'\\/\b\f\n\r\t";
    int found;

    if (c < 0x20 || c >= 0xFE)
        return stray(f, c);
    if (c == 'u') {
        f->raw[f->raw_length++] = 'u';
        f->code = 0;
        f->state = HEX;
        return TAKEN;
    }
    found = text_find(from, c);
    if (found >= 0) {
        put_utf8(f, (uint8_t)to[found]);
        f->state = STRING;
    } else {
        note(f, JSON_FAULT_ESCAPE);
        put_raw(f);
        put(f, c);
        f->state = SKIP;
    }
    return TAKEN;
}

/* The four digits of \u, of a trailing surrogate too (then raw[] holds 8 before). */
static int step_hex(struct json_framer *f, unsigned c)
{
    bool trail = f->state == HEX_TRAIL;
    int digit = json_hex_digit(c);

    if (c < 0x20 || c >= 0xFE)
        return stray(f, c);
    if (digit < 0) {
        /* The text is the first escape; where that is the faulty one, SKIP goes
         * on collecting it up to six bytes or the end of the string. */
        note_unicode(f, trail ? 6 : f->raw_length);
        return AGAIN;
    }
    f->raw[f->raw_length++] = (char)c;
    f->code = f->code << 4 | (unsigned)digit;
    if (f->raw_length != (trail ? 12 : 6))
        return TAKEN;
    if (trail) {
        if (f->code < 0xDC00 || f->code > 0xDFFF) {
            note_unicode(f, 6);
            return TAKEN;
        }
        f->code = 0x10000 + ((f->lead & 0x3FF) << 10) + (f->code & 0x3FF);
    } else if (f->code >= 0xD800 && f->code <= 0xDBFF) {
        f->lead = f->code;
        f->state = LEAD;
        return TAKEN;
    }
    if (is_character(f->code)) {
        put_utf8(f, f->code);
        f->state = STRING;
    } else {
        note_unicode(f, f->raw_length);
    }
    return TAKEN;
}

/* Between the two halves of a surrogate pair. */
static int step_lead(struct json_framer *f, unsigned c)
{
    bool escaped;

    if (f->state == LEAD && c == '\\') {
        f->raw[f->raw_length++] = '\\';
        f->state = LEAD_ESC;
        return TAKEN;
    }
    if (f->state == LEAD_ESC && c == 'u') {
        f->raw[f->raw_length++] = 'u';
        f->code = 0;
        f->state = HEX_TRAIL;
        return TAKEN;
    }
    if (c < 0x20 || c >= 0xFE)
        return stray(f, c);
    escaped = f->state == LEAD_ESC;
    note_unicode(f, 6);
    if (escaped)
        f->state = SKIP_ESC;
    return AGAIN;
}

/* A string whose content does not matter: only its end does, and what an error
 * would quote. */
static int step_skip(struct json_framer *f, unsigned c)
{
    if (c < 0x20 || c >= 0xFE)
        return stray(f, c);
    if (f->collecting) {
        f->raw[f->raw_length++] = (char)c;
        f->collecting = f->raw_length < 6;
    }
    put(f, c);
    if (f->state == SKIP_ESC)
        f->state = SKIP;
    else if (c == '\\')
        f->state = SKIP_ESC;
    else if (c == f->quote)
        return end_scalar(f, true);
    return TAKEN;
}

/* --------------------------------------------------------- many at a time */

/* True for what stands for itself in any string: printable ASCII but quotes and
 * backslashes.  A table, as it is asked for every byte. */
#define RANGE(from, to) [from... to] = 1
static const uint8_t plain[256] = {RANGE(' ', '!'), RANGE('#', '&'), RANGE('(', '['),
                                   RANGE(']', 0x7F)};

/* Copies the plain characters at the start of BYTES, most of a request.  Returns how
 * many, at most up to `stop`. */
static size_t plain_run(struct json_framer *f, const char *bytes, size_t size)
{
    const char *from = bytes, *end;
    char *to = f->out + f->length;

    if (size > f->stop - f->length)
        size = f->stop - f->length;
    end = from + size;
    while (from < end && plain[(uint8_t)*from])
        *to++ = *from++;
    f->length += (uint32_t)(from - bytes);
    return (size_t)(from - bytes);
}

/* A whole string of plain characters at the start of BYTES, as most are, in one go.
 * Returns its length, or 0 when it is not that simple: then nothing has happened. */
static size_t quick_string(struct json_framer *f, const char *bytes, size_t size)
{
    char *to = f->out + f->length;
    char quote = bytes[0];
    size_t n = 1;

    if (!QMP_QUICK_STRINGS || (quote != '"' && quote != '\'') || f->fault || f->expect >= COLON ||
        f->tokens == QMP_TOKENS_MAX)
        return 0;
    if (size > f->stop - f->length)
        size = f->stop - f->length;
    for (; n + 1 < size && plain[(uint8_t)bytes[n]]; n += 2) {
        to[n] = bytes[n];
        if (!plain[(uint8_t)bytes[n + 1]]) {
            n++;
            break;
        }
        to[n + 1] = bytes[n + 1];
    }
    if (n == size || bytes[n] != quote)
        return 0;
    to[0] = to[n] = '"';
    f->length += (uint32_t)n + 1;
    f->tokens++;
    return n + 1;
}

#endif
