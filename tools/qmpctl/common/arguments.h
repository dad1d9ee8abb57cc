/* arguments.h - key=value words into the JSON object of a command's arguments, and lines into
 * words.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_ARGUMENTS_H
#define QMPCTL_ARGUMENTS_H

#include <stddef.h>

/* arguments.c: a JSON object in memory to be freed, or NULL with *error (to be freed too). */
char *arguments_build(char *const *words, size_t count, char **error);

/* The JSON value that TEXT stands for, as behind a key=; to be freed; NULL without memory. */
char *arguments_value(const char *text);

/* words.c: cuts a line at the blanks that are outside of quotes, brackets and braces; the words
 * point into the line, which is changed.  Returns the number of words, or -1 with *error. */
int words_split(char *text, char **words, size_t room, const char **error);

#endif
