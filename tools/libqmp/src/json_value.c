/* json_value.c - finding values inside checked JSON text, and their types.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "qmpc/json.h"
#include "qmpc/qmpc.h"

enum qmpc_json_type qmpc_json_type(struct qmpc_json value)
{
    if (value.text == NULL || value.length == 0)
        return QMPC_JSON_NONE;
    switch (value.text[0]) {
    case '{':
        return QMPC_JSON_OBJECT;
    case '[':
        return QMPC_JSON_ARRAY;
    case '"':
        return QMPC_JSON_STRING;
    case 't':
    case 'f':
        return QMPC_JSON_BOOL;
    case 'n':
        return QMPC_JSON_NULL;
    default:
        return QMPC_JSON_NUMBER;
    }
}

struct qmpc_json_iter qmpc_json_iterate(struct qmpc_json value)
{
    enum qmpc_json_type type = qmpc_json_type(value);
    if (type != QMPC_JSON_ARRAY && type != QMPC_JSON_OBJECT)
        return (struct qmpc_json_iter){NULL, NULL, false};
    return (struct qmpc_json_iter){value.text + 1, value.text + value.length - 1,
                                   type == QMPC_JSON_OBJECT};
}

bool qmpc_json_next(struct qmpc_json_iter *iter, struct qmpc_json *key, struct qmpc_json *value)
{
    if (iter->at == NULL)
        return false;
    const char *at = qmpc_scan_space(iter->at, iter->end);
    if (at < iter->end && *at == ',')
        at = qmpc_scan_space(at + 1, iter->end);
    if (at >= iter->end)
        return false;
    struct qmpc_json name = {NULL, 0};
    if (iter->object) {
        const char *behind = qmpc_scan_string(at, iter->end);
        if (behind == NULL)
            return false;
        name = (struct qmpc_json){at, (size_t)(behind - at)};
        at = qmpc_scan_space(behind, iter->end);
        if (at >= iter->end || *at != ':')
            return false;
        at = qmpc_scan_space(at + 1, iter->end);
    }
    const char *behind = qmpc_scan_value(at, iter->end);
    if (behind == NULL)
        return false;
    if (key != NULL)
        *key = name;
    if (value != NULL)
        *value = (struct qmpc_json){at, (size_t)(behind - at)};
    iter->at = behind;
    return true;
}

static int find_member(struct qmpc_json object, const char *name, size_t length,
                       struct qmpc_json *found)
{
    struct qmpc_json key;
    struct qmpc_json value;
    if (qmpc_json_type(object) == QMPC_JSON_OBJECT) {
        struct qmpc_json_iter walk = qmpc_json_iterate(object);
        while (qmpc_json_next(&walk, &key, &value)) {
            if (qmpc_scan_string_is(key, name, length)) {
                *found = value;
                return QMPC_OK;
            }
        }
    }
    *found = (struct qmpc_json){NULL, 0};
    return QMPC_E_MISSING;
}

int qmpc_json_member(struct qmpc_json object, const char *name, struct qmpc_json *found)
{
    return find_member(object, name, strlen(name), found);
}

int qmpc_json_element(struct qmpc_json array, size_t index, struct qmpc_json *found)
{
    if (qmpc_json_type(array) == QMPC_JSON_ARRAY) {
        struct qmpc_json_iter walk = qmpc_json_iterate(array);
        while (qmpc_json_next(&walk, NULL, found)) {
            if (index-- == 0)
                return QMPC_OK;
        }
    }
    *found = (struct qmpc_json){NULL, 0};
    return QMPC_E_MISSING;
}

static int find_element(struct qmpc_json array, const char *digits, size_t length,
                        struct qmpc_json *found)
{
    size_t index = 0;
    bool good = length > 0 && length <= 9;
    for (size_t i = 0; good && i < length; i++) {
        good = digits[i] >= '0' && digits[i] <= '9';
        index = index * 10 + (size_t)(digits[i] - '0');
    }
    if (good)
        return qmpc_json_element(array, index, found);
    *found = (struct qmpc_json){NULL, 0};
    return QMPC_E_MISSING;
}

int qmpc_json_find(struct qmpc_json value, const char *path, struct qmpc_json *found)
{
    *found = value;
    if (value.text == NULL)
        return QMPC_E_MISSING;
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        struct qmpc_json inside = *found;
        int status = qmpc_json_type(inside) == QMPC_JSON_ARRAY
                         ? find_element(inside, path, length, found)
                         : find_member(inside, path, length, found);
        if (status != QMPC_OK)
            return status;
        path += length;
        if (*path == '.')
            path++;
    }
    return QMPC_OK;
}

size_t qmpc_json_count(struct qmpc_json value)
{
    size_t count = 0;
    struct qmpc_json_iter walk = qmpc_json_iterate(value);
    while (qmpc_json_next(&walk, NULL, NULL))
        count++;
    return count;
}

/* Copies a number to where strto...() finds an end; the longest integer has 20 digits and a
 * sign, and a double is not read better with more than this. */
static int number_text(struct qmpc_json value, char text[64])
{
    enum qmpc_json_type type = qmpc_json_type(value);
    if (type == QMPC_JSON_NONE)
        return QMPC_E_MISSING;
    if (type != QMPC_JSON_NUMBER || value.length >= 64)
        return QMPC_E_TYPE;
    memcpy(text, value.text, value.length);
    text[value.length] = '\0';
    return QMPC_OK;
}

int qmpc_json_int64(struct qmpc_json value, int64_t *result)
{
    char text[64];
    int status = number_text(value, text);
    if (status != QMPC_OK)
        return status;
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno != 0 || *end != '\0')
        return QMPC_E_TYPE;
    *result = number;
    return QMPC_OK;
}

int qmpc_json_uint64(struct qmpc_json value, uint64_t *result)
{
    char text[64];
    int status = number_text(value, text);
    if (status != QMPC_OK)
        return status;
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    /* strtoull() would take -1 for the greatest number. */
    if (errno != 0 || *end != '\0' || (text[0] == '-' && number != 0))
        return QMPC_E_TYPE;
    *result = number;
    return QMPC_OK;
}

int qmpc_json_double(struct qmpc_json value, double *result)
{
    char text[64];
    int status = number_text(value, text);
    if (status != QMPC_OK)
        return status;
    /* What strtod() takes for the point is the locale's affair. */
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0)
        return QMPC_E_MEMORY;
    *result = strtod_l(text, NULL, plain);
    freelocale(plain);
    return QMPC_OK;
}

int qmpc_json_bool(struct qmpc_json value, bool *result)
{
    enum qmpc_json_type type = qmpc_json_type(value);
    if (type == QMPC_JSON_NONE)
        return QMPC_E_MISSING;
    if (type != QMPC_JSON_BOOL)
        return QMPC_E_TYPE;
    *result = value.text[0] == 't';
    return QMPC_OK;
}
