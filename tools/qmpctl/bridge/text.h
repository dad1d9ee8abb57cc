/* text.h - bytes that grow at the end and are taken off at the front: what waits to be sent, or is
 * being put together.
 *
 * Without memory a text stays as it was and `failed` is set; who owns the text looks once, at the
 * end.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_TEXT_H
#define BRIDGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "qmp/reader.h"

struct text {
    char *bytes;
    size_t begin; /* what is before it was taken */
    size_t end;
    size_t room;
    bool failed;
};

static inline const char *text_bytes(const struct text *text)
{
    return text->bytes + text->begin;
}

static inline size_t text_length(const struct text *text)
{
    return text->end - text->begin;
}

void text_free(struct text *text);

/* Drops all, and memory that an unusually long one left. */
void text_clear(struct text *text);

/* Drops LENGTH bytes at the front. */
void text_take(struct text *text, size_t length);

void text_add(struct text *text, const void *bytes, size_t length);
void text_put(struct text *text, const char *string);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Canonical text (qmp/framer.h) as JSON in ASCII: a whole value, or the content of a string. */
void text_add_value(struct text *text, struct json_span canonical);
void text_add_content(struct text *text, struct json_span canonical);

/* Bytes of any kind as the content of a JSON string. */
void text_add_escaped(struct text *text, struct json_span bytes);

#endif
