/* arguments.c - key=value words into the JSON object of a command's arguments.
 *
 * As qmp-shell takes them: a value that is JSON is that JSON, anything else is a string, and a
 * dotted key makes an object inside the object (a.b=1 is {"a": {"b": 1}}); objects and lists may
 * also be written as in Python.  Beyond that, numbers may be hexadecimal, since most of them are
 * addresses here.
 *
 * SPDX-License-Identifier: MIT */
#include "common/arguments.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/literal.h"
#include "qmpc/json.h"
#include "qmpc/qmpc.h"

enum { DEEPEST = 64 }; /* parts of a key; the functions here call themselves that often */

/* A member: a value, or (value == NULL) an object of members. */
struct member {
    struct member *next;
    struct member *inside;
    char *value; /* JSON text */
    char name[];
};

static void free_members(struct member *member)
{
    while (member != NULL) {
        struct member *next = member->next;
        free_members(member->inside);
        free(member->value);
        free(member);
        member = next;
    }
}

/* -0x10 too; NULL if it is no such number or does not fit into 64 bits. */
static char *hexadecimal(const char *text)
{
    const char *digits = *text == '-' ? text + 1 : text;
    if (digits[0] != '0' || (digits[1] != 'x' && digits[1] != 'X'))
        return NULL;
    digits += 2;
    if (*digits == '\0' || digits[strspn(digits, "0123456789abcdefABCDEF")] != '\0')
        return NULL;
    errno = 0;
    uint64_t number = strtoull(digits, NULL, 16);
    char *value = NULL;
    if (errno == 0 && asprintf(&value, "%s%" PRIu64, *text == '-' ? "-" : "", number) < 0)
        return NULL;
    return value;
}

char *arguments_value(const char *text)
{
    size_t length = strlen(text);
    struct qmpc_json value;
    if (qmpc_json_parse(text, length, &value, NULL) == QMPC_OK)
        return strndup(value.text, value.length);
    if (strcasecmp(text, "true") == 0 || strcasecmp(text, "false") == 0)
        return strdup(strcasecmp(text, "true") == 0 ? "true" : "false");
    char *literal = text[0] == '{' || text[0] == '[' ? literal_to_json(text) : NULL;
    if (literal != NULL)
        return literal;
    char *number = hexadecimal(text);
    if (number != NULL)
        return number;
    if (length >= 2 && text[0] == '\'' && text[length - 1] == '\'')
        return qmpc_json_quote(text + 1, length - 2);
    return qmpc_json_quote(text, length);
}

/* Finds or adds the member with this name; NULL without memory. */
static struct member *member_in(struct member **list, const char *name, size_t length)
{
    while (*list != NULL) {
        if (strlen((*list)->name) == length && memcmp((*list)->name, name, length) == 0)
            return *list;
        list = &(*list)->next;
    }
    *list = calloc(1, sizeof **list + length + 1);
    if (*list != NULL)
        memcpy((*list)->name, name, length);
    return *list;
}

static const char *add_word(struct member **list, const char *word)
{
    const char *equals = strchr(word, '=');
    if (equals == NULL || equals == word)
        return "expected key=value";
    struct member *member = NULL;
    int depth = 0;
    for (const char *key = word; key <= equals; key += strcspn(key, ".=") + 1) {
        size_t length = strcspn(key, ".=");
        if (++depth > DEEPEST)
            return "the key has too many parts";
        if (length == 0)
            return "a part of the key is empty";
        if (member != NULL)
            list = &member->inside;
        member = member_in(list, key, length);
        if (member == NULL)
            return "no memory";
        if (member->value != NULL)
            return "the key has a value already";
    }
    if (member->inside != NULL)
        return "the key is an object already";
    member->value = arguments_value(equals + 1);
    return member->value == NULL ? "no memory" : NULL;
}

static void write_members(FILE *out, const struct member *member)
{
    fputc('{', out);
    for (; member != NULL; member = member->next) {
        char *name = qmpc_json_quote(member->name, strlen(member->name));
        fprintf(out, "%s: ", name != NULL ? name : "\"\"");
        free(name);
        if (member->value != NULL)
            fputs(member->value, out);
        else
            write_members(out, member->inside);
        if (member->next != NULL)
            fputs(", ", out);
    }
    fputc('}', out);
}

/* One argument may be the whole object. */
static char *whole_object(const char *text, char **error)
{
    size_t fault;
    if (qmpc_json_parse(text, strlen(text), NULL, &fault) == QMPC_OK)
        return strdup(text);
    if (asprintf(error, "the arguments are not valid JSON from here on: %s", text + fault) < 0)
        *error = NULL;
    return NULL;
}

char *arguments_build(char *const *words, size_t count, char **error)
{
    *error = NULL;
    if (count == 1 && words[0][0] == '{')
        return whole_object(words[0], error);
    struct member *members = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *fault = add_word(&members, words[i]);
        if (fault != NULL) {
            if (asprintf(error, "cannot use the argument \"%s\": %s", words[i], fault) < 0)
                *error = NULL;
            free_members(members);
            return NULL;
        }
    }
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (out != NULL) {
        write_members(out, members);
        fclose(out);
    }
    free_members(members);
    return text;
}
