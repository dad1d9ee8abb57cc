/* oracle.c - what jansson, another implementation of JSON, thinks of a text.
 *
 * SPDX-License-Identifier: MIT */
#include "oracle.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define STRICTLY (JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)

static enum oracle_answer answer_of(const json_error_t *error)
{
    switch (json_error_code(error)) {
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

enum oracle_answer oracle_ask(const char *text, size_t size)
{
    enum oracle_answer answer;

    oracle_free(oracle_load(text, size, false, &answer));
    return answer;
}

bool oracle_wants_more(const char *text, size_t size)
{
    json_error_t error;
    json_t *value = json_loadb(text, size, STRICTLY, &error);

    json_decref(value);
    return !value && json_error_code(&error) == json_error_premature_end_of_input;
}

bool oracle_begins(const char *text, size_t size)
{
    json_t *value = json_loadb(text, size, STRICTLY | JSON_DISABLE_EOF_CHECK, NULL);

    json_decref(value);
    return value != NULL;
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

/* ------------------------------------------------------------------- values */

struct oracle_value *oracle_load(const char *text, size_t size, bool exact,
                                 enum oracle_answer *answer)
{
    size_t length = size;
    char *changed = exact ? oracle_exactly(text, size, &length) : NULL;
    json_error_t error;
    json_t *value = json_loadb(changed ? changed : text, length, STRICTLY, &error);

    *answer = value ? ORACLE_ACCEPTS : answer_of(&error);
    free(changed);
    return (struct oracle_value *)value;
}

void oracle_free(struct oracle_value *value)
{
    json_decref((json_t *)value);
}

enum oracle_kind oracle_kind(const struct oracle_value *value, bool exact)
{
    static const enum oracle_kind kinds[] = {
        [JSON_OBJECT] = ORACLE_OBJECT,   [JSON_ARRAY] = ORACLE_ARRAY, [JSON_STRING] = ORACLE_STRING,
        [JSON_INTEGER] = ORACLE_INTEGER, [JSON_REAL] = ORACLE_REAL,   [JSON_TRUE] = ORACLE_TRUE,
        [JSON_FALSE] = ORACLE_FALSE,     [JSON_NULL] = ORACLE_NULL};
    const json_t *v = (const json_t *)value;

    if (exact && json_is_string(v) && json_string_value(v)[0] == 'N')
        return ORACLE_DIGITS;
    return kinds[json_typeof(v)];
}

size_t oracle_count(const struct oracle_value *value)
{
    const json_t *v = (const json_t *)value;

    return json_is_object(v) ? json_object_size(v) : json_array_size(v);
}

const struct oracle_value *oracle_element(const struct oracle_value *array, size_t i)
{
    return (const struct oracle_value *)json_array_get((const json_t *)array, i);
}

const struct oracle_value *oracle_member(const struct oracle_value *object, const char *key,
                                         size_t size)
{
    return (const struct oracle_value *)json_object_getn((const json_t *)object, key, size);
}

const char *oracle_string(const struct oracle_value *value, bool exact, size_t *size)
{
    const json_t *v = (const json_t *)value;

    *size = json_string_length(v) - exact;
    return json_string_value(v) + exact;
}

int64_t oracle_integer(const struct oracle_value *value)
{
    return json_integer_value((const json_t *)value);
}

double oracle_real(const struct oracle_value *value)
{
    return json_real_value((const json_t *)value);
}

/* In the UTF-8 of TEXT, which jansson has seen to. */
static bool has_noncharacter(const char *text, size_t size)
{
    const uint8_t *at = (const uint8_t *)text;

    for (size_t i = 0; i + 2 < size; i++) {
        bool three = at[i] == 0xEF;

        if (three && at[i + 1] == 0xB7 && at[i + 2] >= 0x90 && at[i + 2] <= 0xAF)
            return true; /* U+FDD0 to U+FDEF */
        if (three && at[i + 1] == 0xBF && at[i + 2] >= 0xBE)
            return true; /* U+FFFE, U+FFFF */
        if (at[i] >= 0xF0 && i + 3 < size && (at[i + 1] & 0x0F) == 0x0F && at[i + 2] == 0xBF &&
            at[i + 3] >= 0xBE)
            return true; /* the same of the other planes */
    }
    return false;
}

bool oracle_has_noncharacter(const struct oracle_value *value)
{
    json_t *v = (json_t *)value, *child;
    const char *key;
    size_t i;

    if (json_is_string(v))
        return has_noncharacter(json_string_value(v), json_string_length(v));
    json_object_foreach(
        v, key, child) if (has_noncharacter(key, strlen(key)) ||
                           oracle_has_noncharacter((const struct oracle_value *)child)) return true;
    json_array_foreach(
        v, i, child) if (oracle_has_noncharacter((const struct oracle_value *)child)) return true;
    return false;
}
