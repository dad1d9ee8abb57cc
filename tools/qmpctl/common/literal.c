/* literal.c - objects and lists written as in Python, as qmp-shell takes them.
 *
 * Each token is written as JSON has it, and whether they make a value is for the JSON parser to
 * say.
 *
 * SPDX-License-Identifier: MIT */
#include "common/literal.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arguments.h"
#include "qmpc/json.h"

/* Behind the string that begins at AT, which is written to OUT; NULL: it is none. */
static const char *put_string(FILE *out, const char *at)
{
    char quote = *at++;
    fputc('"', out);
    for (; *at != quote; at++) {
        if ((unsigned char)*at < 0x20)
            return NULL; /* the end of the text too */
        if (*at == '"')
            fputs("\\\"", out);
        else if (*at != '\\')
            fputc(*at, out);
        else if (*++at == '\'')
            fputc('\'', out);
        else if (*at == 'x' && isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2]))
            fputs("\\u00", out); /* its two digits follow */
        else if (*at != '\0' && strchr("\"\\/bfnrtu", *at) != NULL)
            fprintf(out, "\\%c", *at);
        else
            return NULL;
    }
    fputc('"', out);
    return at + 1;
}

/* A number or a name. */
static const char *put_word(FILE *out, const char *at)
{
    static const char *const names[][2] = {{"True", "true"}, {"False", "false"}, {"None", "null"}};
    size_t length = strcspn(at, " \t\r\n,:[]{}'\"");
    char *word = strndup(at, length);
    const char *json = word;
    char *value = NULL;
    if (length == 0 || word == NULL) {
        free(word);
        return NULL;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(word, names[i][0]) == 0)
            json = names[i][1];
    if (isdigit((unsigned char)word[0]) || word[0] == '-')
        json = value = arguments_value(word); /* hexadecimal too */
    if (json != NULL)
        fputs(json, out);
    free(value);
    free(word);
    return at + length;
}

/* A comma that is the last one before a closing bracket is left out. */
static const char *put_mark(FILE *out, const char *at)
{
    const char *next = at + 1 + strspn(at + 1, " \t\r\n");
    if (*at != ',' || (*next != ']' && *next != '}'))
        fputc(*at, out);
    return at + 1;
}

char *literal_to_json(const char *text)
{
    char *json = NULL;
    size_t size;
    FILE *out = open_memstream(&json, &size);
    if (out == NULL)
        return NULL;
    const char *at = text;
    while (at != NULL && *at != '\0') {
        if (*at == '\'' || *at == '"')
            at = put_string(out, at);
        else if (strchr(" \t\r\n", *at) != NULL)
            fputc(*at++, out);
        else if (strchr(",:[]{}", *at) != NULL)
            at = put_mark(out, at);
        else
            at = put_word(out, at);
    }
    bool good = fclose(out) == 0 && at != NULL;
    if (good && qmpc_json_parse(json, size, NULL, NULL) == 0)
        return json;
    free(json);
    return NULL;
}
