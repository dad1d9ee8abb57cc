/* text.c - bytes that grow at the end and are taken off at the front.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qmp/writer.h"

enum {
    FIRST_ROOM = 1024,
    KEEP_ROOM = 1 << 18,
    GROWTH = 6, /* a byte of canonical text becomes at most \uXXXX */
    PIECE = 4096,
};

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){.bytes = NULL};
}

void text_clear(struct text *text)
{
    text->begin = text->end = 0;
    text->failed = false;
    if (text->room > KEEP_ROOM)
        text_free(text);
}

void text_take(struct text *text, size_t length)
{
    text->begin += length;
    if (text->begin == text->end)
        text_clear(text);
}

/* Makes room for LENGTH more bytes behind the end. */
static bool reserve(struct text *text, size_t length)
{
    size_t used = text_length(text);
    if (text->failed)
        return false;
    if (length <= text->room - text->end)
        return true;
    /* Moving what is left costs less than it gained if more than half was taken. */
    if (text->begin > used && length <= text->room - used) {
        memmove(text->bytes, text_bytes(text), used);
    } else {
        size_t room = text->room > 0 ? text->room : FIRST_ROOM;
        while (room - used < length && room <= SIZE_MAX / 2)
            room *= 2;
        char *bytes = room - used >= length ? malloc(room) : NULL;
        if (bytes == NULL) {
            text->failed = true;
            return false;
        }
        if (used > 0)
            memcpy(bytes, text_bytes(text), used);
        free(text->bytes);
        text->bytes = bytes;
        text->room = room;
    }
    text->begin = 0;
    text->end = used;
    return true;
}

void text_add(struct text *text, const void *bytes, size_t length)
{
    if (length == 0 || !reserve(text, length))
        return;
    memcpy(text->bytes + text->end, bytes, length);
    text->end += length;
}

void text_put(struct text *text, const char *string)
{
    text_add(text, string, strlen(string));
}

void text_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(text, (size_t)length + 1))
        return;
    va_start(arguments, format);
    vsnprintf(text->bytes + text->end, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->end += (size_t)length;
}

static void add_canonical(struct text *text, struct json_span rest, bool in_string)
{
    while (rest.length > 0) {
        struct json_writer writer;
        size_t piece = rest.length < PIECE ? rest.length : PIECE;
        if (!reserve(text, piece * GROWTH + 16))
            return;
        json_writer_init(&writer, text->bytes + text->end, (uint32_t)(piece * GROWTH + 16));
        json_write_canonical(&writer, &rest, &in_string);
        text->end += writer.length;
    }
}

void text_add_value(struct text *text, struct json_span canonical)
{
    add_canonical(text, canonical, false);
}

void text_add_content(struct text *text, struct json_span canonical)
{
    add_canonical(text, canonical, true);
}

void text_add_escaped(struct text *text, struct json_span rest)
{
    while (rest.length > 0) {
        struct json_writer writer;
        size_t piece = rest.length < PIECE ? rest.length : PIECE;
        if (!reserve(text, piece * GROWTH + 16))
            return;
        json_writer_init(&writer, text->bytes + text->end, (uint32_t)(piece * GROWTH + 16));
        json_write_escaped(&writer, &rest);
        text->end += writer.length;
    }
}
