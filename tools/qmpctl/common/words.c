/* words.c - a line of the prompt into words.
 *
 * Quotes and brackets stay in the words: what they mean is for arguments.c to say.
 *
 * SPDX-License-Identifier: MIT */
#include "common/arguments.h"

#include <stdbool.h>
#include <string.h>

/* Behind the closing quote, or NULL.  Double quotes know escapes, as in JSON; single ones only
 * inside brackets, as in Python: a value alone in them is taken as it is. */
static char *skip_quoted(char *at, bool inside)
{
    char quote = *at++;
    while (*at != '\0' && *at != quote) {
        if ((quote == '"' || inside) && *at == '\\' && at[1] != '\0')
            at++;
        at++;
    }
    return *at == '\0' ? NULL : at + 1;
}

/* The blank or NUL behind a word, or NULL if a quote or bracket is left open. */
static char *skip_word(char *at)
{
    int depth = 0;
    while (*at != '\0' && (depth > 0 || strchr(" \t\r\n", *at) == NULL)) {
        if (*at == '"' || *at == '\'') {
            at = skip_quoted(at, depth > 0);
            if (at == NULL)
                return NULL;
            continue;
        }
        if (*at == '{' || *at == '[')
            depth++;
        if ((*at == '}' || *at == ']') && depth > 0)
            depth--;
        at++;
    }
    return depth == 0 ? at : NULL;
}

int words_split(char *text, char **words, size_t room, const char **error)
{
    size_t count = 0;
    char *at = text + strspn(text, " \t\r\n");
    while (*at != '\0') {
        if (count == room) {
            *error = "too many arguments";
            return -1;
        }
        words[count++] = at;
        at = skip_word(at);
        if (at == NULL) {
            *error = "a quote, bracket or brace is not closed";
            return -1;
        }
        if (*at != '\0')
            *at++ = '\0';
        at += strspn(at, " \t\r\n");
    }
    return (int)count;
}
