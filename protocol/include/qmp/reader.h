/* reader.h - typed access to one message that the framer has passed.
 *
 * You call json_read() once per message: jsmn tokenises it, duplicate keys are
 * found, and every token learns where its subtree ends, so that walking an
 * object or array costs one step per member whatever the members contain.
 * Values are named by the index of their token; 0 is the whole message.
 *
 * Context: any.  Text and tokens belong to the caller and must stay while the
 * document is used.  Worst case of json_read(): linear in the message, plus the
 * sorting of each object's keys (k log k comparisons).
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_READER_H
#define QMP_READER_H

#include <stdbool.h>
#include <stdint.h>

#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#define JSMN_HEADER
#include <jsmn.h>

#include "qmp/span.h"

enum json_type { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_BOOL, JSON_NULL };

struct json_doc {
    const char *text;
    jsmntok_t *tokens;
    int count;
};

enum { JSON_READ_DUPLICATE = -1, JSON_READ_TOKENS = -2 };

/* Tokenises LENGTH bytes of canonical text into at most MAX tokens.
 * Returns 0, JSON_READ_DUPLICATE, or JSON_READ_TOKENS when MAX is too small. */
int json_read(struct json_doc *doc, const char *text, uint32_t length, jsmntok_t *tokens,
              unsigned max);

enum json_type json_type(const struct json_doc *doc, int value);

/* First member (its key) or element of VALUE, or json_end(VALUE) if there is
 * none; the one after it is json_next().  The value of a key is key + 1. */
static inline int json_first(int value)
{
    return value + 1;
}

/* The token after VALUE and all it contains. */
static inline int json_next(const struct json_doc *doc, int value)
{
    return doc->tokens[value].size;
}

#define json_end json_next

/* The value of the member KEY of OBJECT, or -1. */
int json_member(const struct json_doc *doc, int object, const char *key);

/* True when the string (or key) VALUE is TEXT, which holds no quote, backslash
 * or NUL. */
bool json_equals(const struct json_doc *doc, int value, const char *text);

/* The canonical text of VALUE; of a string: what is between its quotes. */
struct json_span json_span(const struct json_doc *doc, int value);

/* A number as an integer.  Returns 0, or -1 when it has a fraction or an exponent
 * or does not fit (1.0 and 1e3 are not integers here, as in QEMU). */
int json_int64(const struct json_doc *doc, int value, int64_t *out);
int json_uint64(const struct json_doc *doc, int value, uint64_t *out);

/* True or false of a JSON_BOOL. */
bool json_bool(const struct json_doc *doc, int value);

/* Takes the next byte of a canonical string, its escape undone; -1 at the end. */
int json_string_byte(struct json_span *rest);

#endif
