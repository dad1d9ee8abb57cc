/* candidates.h - what may stand at a place in a line, to choose from.
 *
 * Who calls it: the completion fills it, whoever asked shows it and frees it.
 * Units:        offsets and lengths are bytes.
 * Errors:       without memory, or when a text could not stand in a line (control characters,
 *               blanks), a candidate is left out.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_CANDIDATES_H
#define QMPCTL_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct candidate {
    char *text; /* all of the word: "path=/machine/peripheral" */
    char *note; /* its type or meaning, "" if there is none */
    bool open;  /* more of the same word may follow: no blank behind it */
};

struct candidates {
    size_t from; /* where the word begins that they would replace */
    struct candidate *list;
    size_t count;
    size_t room;
    bool files; /* names of files are wanted: the caller knows how */
};

/* PREFIX, NAME and END are the parts of the text.  It is added if it begins with WORD, what stands
 * there already, and is not there yet.  NOTE may be NULL. */
void candidates_add(struct candidates *candidates, const char *word, const char *prefix,
                    const char *name, const char *end, const char *note);

void candidates_free(struct candidates *candidates);

/* How many bytes all of them begin with. */
size_t candidates_common(const struct candidates *candidates);

/* By their texts, as for names that a server has in no order. */
void candidates_sort(struct candidates *candidates);

/* Prints them for people: one a line with their notes if there are any, in columns if not.  What
 * does not fit ROWS is counted and left out. */
void candidates_print(const struct candidates *candidates, FILE *out, unsigned columns,
                      unsigned rows);

#endif
