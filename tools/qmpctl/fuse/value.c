/* value.c - the value of a property as the text of a file, and back.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/value.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/arguments.h"

char *value_to_text(struct qmpc_json value, size_t *length)
{
    bool string = qmpc_json_type(value) == QMPC_JSON_STRING;
    int64_t size = string ? qmpc_json_string(value, NULL, 0) : (int64_t)value.length;
    char *text = malloc((size_t)size + 2);
    if (text == NULL)
        return NULL;
    if (string)
        qmpc_json_string(value, text, (size_t)size + 1);
    else
        memcpy(text, value.text, (size_t)size);
    text[size] = '\n';
    text[size + 1] = '\0';
    *length = (size_t)size + 1;
    return text;
}

static bool is_string_type(const char *type)
{
    return strcmp(type, "string") == 0 || strcmp(type, "str") == 0 ||
           strncmp(type, "link<", 5) == 0;
}

static bool is_number_type(const char *type)
{
    static const char *const types[] = {"int",   "size",  "uint",  "bool",   "int8",   "int16",
                                        "int32", "int64", "uint8", "uint16", "uint32", "uint64"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

bool value_type_is_known(const char *type)
{
    return is_string_type(type) || is_number_type(type);
}

static size_t without_line_end(const char *text, size_t length)
{
    if (length > 0 && text[length - 1] == '\n')
        length--;
    return length;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Blanks around a number mean nothing. */
static char *typed(const char *text, size_t length)
{
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    while (length > 0 && is_blank(*text)) {
        text++;
        length--;
    }
    if (length == 0 || memchr(text, '\0', length) != NULL)
        return NULL;
    char *word = strndup(text, length);
    char *value = word != NULL ? arguments_value(word) : NULL;
    free(word);
    return value;
}

char *value_from_text(const char *type, bool string, const char *text, size_t length)
{
    length = without_line_end(text, length);
    string = is_string_type(type) || (string && !is_number_type(type));
    return string ? qmpc_json_quote(text, length) : typed(text, length);
}
