/* same_value.c - a message through the reader, value by value, beside what jansson made of it.
 *
 * SPDX-License-Identifier: MIT */
#include "same_value.h"

#include <errno.h>

#include "fuzz.h"

/* Members of an object that are looked up by name as well: that is quadratic. */
#define LOOKED_UP 24

/* The string VALUE as its bytes, and whether its text is the same.  To be freed. */
static char *decode(const struct json_doc *doc, int value, bool exact, size_t *size, bool *plain)
{
    struct json_span rest = json_span(doc, value);
    char *text = malloc(2 * (size_t)rest.length + 3), *to = text;

    REQUIRE(text);
    *plain = true;
    for (int c; (c = json_string_byte(&rest)) >= 0; *to++ = (char)c) {
        if (c == 0xC0) { /* U+0000 */
            REQUIRE(json_string_byte(&rest) == 0x80);
            *plain = false;
            c = 0;
            if (exact) {
                to = (char *)memcpy(to, "\xF4\x8F\xBF", 3) + 3;
                c = 0xBF;
            }
        }
        REQUIRE(c >= 0 && c <= 0xFF);
        *plain = *plain && c != '"' && c != '\\';
    }
    REQUIRE(json_string_byte(&rest) == -1);
    *to = '\0';
    *size = (size_t)(to - text);
    return text;
}

static void same_string(const struct json_doc *doc, int value, const char *expected, size_t size,
                        bool exact)
{
    size_t length;
    bool plain;
    char *text = decode(doc, value, exact, &length, &plain);

    REQUIRE(length == size && memcmp(text, expected, size) == 0);
    if (plain) {
        REQUIRE(json_equals(doc, value, text));
        text[length] = 'x'; /* decode() has left room */
        text[length + 1] = '\0';
        REQUIRE(!json_equals(doc, value, text));
        if (length > 0) {
            text[length - 1] = '\0';
            REQUIRE(!json_equals(doc, value, text));
        }
    }
    free(text);
}

/* -------------------------------------------------------------------- numbers */

static void same_integers(const struct json_doc *doc, int value, const char *text)
{
    bool integer = text[strspn(text, "-0123456789")] == '\0', fits;
    int64_t i = 77;
    uint64_t u = 77;

    errno = 0;
    long long wide = strtoll(text, NULL, 10);
    fits = integer && errno == 0;
    REQUIRE((json_int64(doc, value, &i) == 0) == fits);
    REQUIRE(!fits || i == wide);
    errno = 0;
    unsigned long long natural = strtoull(text, NULL, 10);
    fits = integer && errno == 0 && (text[0] != '-' || natural == 0);
    REQUIRE((json_uint64(doc, value, &u) == 0) == fits);
    REQUIRE(!fits || u == natural);
}

static void same_number(const struct json_doc *doc, int value, const struct oracle_value *expected,
                        bool exact)
{
    struct json_span span = json_span(doc, value);
    char *text = strndup(span.text, span.length);
    size_t size;

    REQUIRE(text && strlen(text) == span.length);
    same_integers(doc, value, text);
    switch (oracle_kind(expected, exact)) {
    case ORACLE_INTEGER: {
        int64_t i = 0;
        REQUIRE(json_int64(doc, value, &i) == 0 && i == oracle_integer(expected));
        break;
    }
    case ORACLE_REAL:
        REQUIRE(strpbrk(text, ".eE") && strtod(text, NULL) == oracle_real(expected));
        break;
    default:
        REQUIRE(oracle_kind(expected, exact) == ORACLE_DIGITS);
        REQUIRE(strcmp(oracle_string(expected, true, &size), text) == 0);
        break;
    }
    free(text);
}

/* ----------------------------------------------------------------- structures */

static void same_object(const struct json_doc *doc, int object, const struct oracle_value *expected,
                        bool exact)
{
    size_t count = 0;
    int end = json_end(doc, object);

    for (int key = json_first(object); key < end; key = json_next(doc, key), count++) {
        size_t size;
        bool plain;
        char *name = decode(doc, key, exact, &size, &plain);
        const struct oracle_value *member = oracle_member(expected, name, size);

        REQUIRE(member);
        REQUIRE(json_next(doc, key) == json_next(doc, key + 1));
        same_string(doc, key, name, size, exact);
        if (plain && count < LOOKED_UP)
            REQUIRE(json_member(doc, object, name) == key + 1);
        free(name);
        require_same(doc, key + 1, member, exact);
    }
    REQUIRE(count == oracle_count(expected));
    REQUIRE(json_member(doc, object, "no message has this key, or no more than by a miracle") < 0);
}

static void same_array(const struct json_doc *doc, int array, const struct oracle_value *expected,
                       bool exact)
{
    size_t count = 0;
    int end = json_end(doc, array);

    for (int at = json_first(array); at < end; at = json_next(doc, at), count++) {
        REQUIRE(count < oracle_count(expected));
        require_same(doc, at, oracle_element(expected, count), exact);
    }
    REQUIRE(count == oracle_count(expected));
}

void require_same(const struct json_doc *doc, int value, const struct oracle_value *expected,
                  bool exact)
{
    enum oracle_kind kind = oracle_kind(expected, exact);
    const char *text;
    size_t size;

    switch (json_type(doc, value)) {
    case JSON_OBJECT:
        REQUIRE(kind == ORACLE_OBJECT);
        same_object(doc, value, expected, exact);
        break;
    case JSON_ARRAY:
        REQUIRE(kind == ORACLE_ARRAY);
        same_array(doc, value, expected, exact);
        break;
    case JSON_STRING:
        REQUIRE(kind == ORACLE_STRING);
        text = oracle_string(expected, exact, &size);
        same_string(doc, value, text, size, exact);
        break;
    case JSON_NUMBER:
        same_number(doc, value, expected, exact);
        break;
    case JSON_BOOL:
        REQUIRE(kind == (json_bool(doc, value) ? ORACLE_TRUE : ORACLE_FALSE));
        break;
    default:
        REQUIRE(kind == ORACLE_NULL);
        break;
    }
}
