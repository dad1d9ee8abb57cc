/* qmpc/json.h - looking into JSON text without copying it.
 *
 * A value is a view: a pointer into text that somebody else owns, and a length.
 * Nothing here allocates except the two functions that say so.
 *
 * Who calls it: any thread; there is no state behind these functions.
 * Units:        lengths and sizes are bytes.
 * Ownership:    a `struct qmpc_json` is valid as long as the text it was made from:
 *               for a part of a message, until qmpc_message_free().
 * Time:         linear in the length of the text looked at; no function recurses.
 * Errors:       below 0, from enum qmpc_status in qmpc/qmpc.h.
 * Source:       RFC 8259, read strictly; nesting up to QMPC_JSON_DEPTH.  A string must be UTF-8 and
 *               its escapes name characters: the firmware's framer decides, as QEMU's does.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPC_JSON_H
#define QMPC_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The deepest nesting accepted; QEMU's own limit. */
#define QMPC_JSON_DEPTH 1024

enum qmpc_json_type {
    QMPC_JSON_NONE, /* no value: a lookup failed and its result was passed on */
    QMPC_JSON_NULL,
    QMPC_JSON_BOOL,
    QMPC_JSON_NUMBER,
    QMPC_JSON_STRING,
    QMPC_JSON_ARRAY,
    QMPC_JSON_OBJECT,
};

/* A valid JSON value without the whitespace around it; {NULL, 0} is "no value" and is
 * accepted everywhere, so lookups can be chained and checked once at the end. */
struct qmpc_json {
    const char *text;
    size_t length;
};

/* Checks that text holds exactly one JSON value (whitespace around it is allowed).
 * value and fault_at may be NULL; *fault_at is the offset of the first byte that cannot be right,
 * or of the word that is none.
 * Returns 0, QMPC_E_ARGUMENT, or for a text of more than 512 bytes QMPC_E_MEMORY. */
int qmpc_json_parse(const char *text, size_t length, struct qmpc_json *value, size_t *fault_at);

enum qmpc_json_type qmpc_json_type(struct qmpc_json value);

/* Finds a value by path: member names and array indexes joined by dots ("return.0.name").
 * A name with a dot in it cannot be reached this way; use qmpc_json_member() for it.
 * The empty path is the value itself.  With duplicate keys the first one counts.
 * Returns 0, or QMPC_E_MISSING with *found set to "no value". */
int qmpc_json_find(struct qmpc_json value, const char *path, struct qmpc_json *found);

/* One member of an object by its exact (unescaped) name; one element of an array by its index. */
int qmpc_json_member(struct qmpc_json object, const char *name, struct qmpc_json *found);
int qmpc_json_element(struct qmpc_json array, size_t index, struct qmpc_json *found);

/* The number of elements of an array or members of an object; 0 for anything else. */
size_t qmpc_json_count(struct qmpc_json value);

/* Walks over an array or an object; one step costs the length of one element:
 *
 *     struct qmpc_json_iter walk = qmpc_json_iterate(list);
 *     struct qmpc_json key, value;
 *     while (qmpc_json_next(&walk, &key, &value)) ...
 *
 * key is "no value" for an array; key and value may be NULL.  Anything but an array or object
 * has no elements. */
struct qmpc_json_iter {
    const char *at;
    const char *end;
    bool object;
};
struct qmpc_json_iter qmpc_json_iterate(struct qmpc_json value);
bool qmpc_json_next(struct qmpc_json_iter *iter, struct qmpc_json *key, struct qmpc_json *value);

/* Typed access.  Each returns 0; QMPC_E_MISSING for "no value"; QMPC_E_TYPE if the value is of
 * another type, or is a number that does not fit (1.0 is not an integer, as in QMP).
 * The result is untouched on failure. */
int qmpc_json_int64(struct qmpc_json value, int64_t *result);
int qmpc_json_uint64(struct qmpc_json value, uint64_t *result);
int qmpc_json_double(struct qmpc_json value, double *result);
int qmpc_json_bool(struct qmpc_json value, bool *result);

/* Unescapes a string to UTF-8 into buffer, always NUL-terminated if size > 0, cut at a byte
 * boundary if it does not fit.  buffer may be NULL with size 0, to measure.
 * \u0000 becomes a NUL byte inside the text.
 * Returns the full length without the terminator (as snprintf does), QMPC_E_MISSING or
 * QMPC_E_TYPE. */
int64_t qmpc_json_string(struct qmpc_json value, char *buffer, size_t size);

/* The same in memory of its own, to be given to free(); NULL if the value is no string or
 * there is no memory. */
char *qmpc_json_strdup(struct qmpc_json value);

/* True if the value is a string that unescapes to exactly text. */
bool qmpc_json_string_is(struct qmpc_json value, const char *text);

/* text (length bytes of UTF-8) as a JSON string with its quotes, in ASCII, in memory to be given to
 * free(); NULL without memory.  What is no UTF-8 becomes U+FFFD. */
char *qmpc_json_quote(const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
