/* oracle.h - what jansson, another implementation of JSON, thinks of a text.
 *
 * It stands apart because names of jansson are also those of the library.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdbool.h>
#include <stddef.h>

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

/* Both texts are accepted and mean the same. */
bool oracle_equal(const char *a, size_t a_size, const char *b, size_t b_size);

/* TEXT is an object that has all of these string members or members at all: a line
 * of a QMP server is a greeting, a return, an error or an event. */
bool oracle_is_qmp_line(const char *text, size_t size);

#endif
