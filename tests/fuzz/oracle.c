/* oracle.c - what jansson, another implementation of JSON, thinks of a text.
 *
 * SPDX-License-Identifier: MIT */
#include "oracle.h"

#include <jansson.h>

#define STRICTLY (JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)

enum oracle_answer oracle_ask(const char *text, size_t size)
{
    json_error_t error;
    json_t *value = json_loadb(text, size, STRICTLY, &error);

    if (value) {
        json_decref(value);
        return ORACLE_ACCEPTS;
    }
    switch (json_error_code(&error)) {
    case json_error_duplicate_key:
        return ORACLE_DUPLICATE;
    case json_error_numeric_overflow:
        return ORACLE_RANGE;
    case json_error_stack_overflow:
        return ORACLE_DEPTH;
    case json_error_null_byte_in_key:
        return ORACLE_NUL_KEY;
    default:
        return ORACLE_REFUSES;
    }
}

bool oracle_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    json_t *x = json_loadb(a, a_size, STRICTLY, NULL), *y = json_loadb(b, b_size, STRICTLY, NULL);
    bool equal = x && y && json_equal(x, y);

    json_decref(x);
    json_decref(y);
    return equal;
}

static bool is_error(const json_t *line)
{
    const json_t *error = json_object_get(line, "error");

    return json_is_string(json_object_get(error, "class")) &&
           json_is_string(json_object_get(error, "desc"));
}

static bool is_event(const json_t *line)
{
    const json_t *time = json_object_get(line, "timestamp");

    return json_is_string(json_object_get(line, "event")) &&
           json_is_integer(json_object_get(time, "seconds")) &&
           json_is_integer(json_object_get(time, "microseconds"));
}

bool oracle_is_qmp_line(const char *text, size_t size)
{
    json_error_t error;
    json_t *line = json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    bool good;

    if (!line) {
        enum json_error_code code = json_error_code(&error);

        /* Such numbers and keys can only be in an id, which is echoed as it came. */
        return code == json_error_numeric_overflow || code == json_error_stack_overflow ||
               code == json_error_null_byte_in_key;
    }
    good = json_object_get(line, "return") || json_object_get(line, "QMP") || is_error(line) ||
           is_event(line);
    json_decref(line);
    return good;
}
