/* oracle.h - what jansson, another implementation of JSON, thinks of a text.
 *
 * It stands apart because names of jansson are also those of the library.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum oracle_answer {
    ORACLE_ACCEPTS,
    ORACLE_REFUSES,
    ORACLE_DUPLICATE, /* a key occurs twice */
    ORACLE_RANGE,     /* a number is out of the range of its int64 or double */
    ORACLE_DEPTH,     /* deeper than it goes (2048) */
    ORACLE_NUL_KEY    /* it has no keys with U+0000 */
};

/* One whole document, strictly by RFC 8259. */
enum oracle_answer oracle_ask(const char *text, size_t size);

/* TEXT is refused for no other reason than that it ends too soon. */
bool oracle_wants_more(const char *text, size_t size);

/* TEXT is a document, or one stands at its beginning. */
bool oracle_begins(const char *text, size_t size);

/* Both texts are accepted and mean the same. */
bool oracle_equal(const char *a, size_t a_size, const char *b, size_t b_size);

/* TEXT is an object that has all of these string members or members at all: a line
 * of a QMP server is a greeting, a return, an error or an event. */
bool oracle_is_qmp_line(const char *text, size_t size);

/* ------------------------------------------------------------------- values */

/* A value as jansson holds it.  Where jansson has no room for a number or a key the document is
 * `exact`: oracle_exactly() turned its numbers into strings, digits and all. */
struct oracle_value;

enum oracle_kind {
    ORACLE_OBJECT,
    ORACLE_ARRAY,
    ORACLE_STRING,
    ORACLE_INTEGER,
    ORACLE_REAL,
    ORACLE_DIGITS, /* a number of an exact document */
    ORACLE_TRUE,
    ORACLE_FALSE,
    ORACLE_NULL
};

/* Reads a document; NULL unless *ANSWER is ORACLE_ACCEPTS.  To be freed with oracle_free(). */
struct oracle_value *oracle_load(const char *text, size_t size, bool exact,
                                 enum oracle_answer *answer);
void oracle_free(struct oracle_value *value);

enum oracle_kind oracle_kind(const struct oracle_value *value, bool exact);
size_t oracle_count(const struct oracle_value *value); /* members or elements */
const struct oracle_value *oracle_element(const struct oracle_value *array, size_t i);
/* The member of this name, or NULL. */
const struct oracle_value *oracle_member(const struct oracle_value *object, const char *key,
                                         size_t size);
const char *oracle_string(const struct oracle_value *value, bool exact, size_t *size);
int64_t oracle_integer(const struct oracle_value *value);
double oracle_real(const struct oracle_value *value);

/* Somewhere in VALUE is a code point that Unicode keeps from being a character. */
bool oracle_has_noncharacter(const struct oracle_value *value);

/* TEXT, so changed that jansson can hold it: numbers become strings that begin with N, strings
 * begin with S, and U+0000 is U+10FFFF, which no message has.  To be freed. */
char *oracle_exactly(const char *text, size_t size, size_t *result_size);

/* The same of a message in the framer's canonical form, in whose strings control characters stand
 * for themselves. */
char *oracle_canonical(const char *text, size_t size, size_t *result_size);

#endif
