/* complete.h - what may stand at the end of a line of the shell.
 *
 * Who calls it: the TAB key, and the completion of bash and zsh.
 * Time:         it may ask the server a few times, each as long as the knowledge's patience.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_COMPLETE_H
#define QMPCTL_COMPLETE_H

#include "shell/candidates.h"
#include "shell/knowledge.h"

/* The words before the last one, and that one, which may be "". */
struct words {
    char **list;
    size_t count;
    const char *last;
};

/* TEXT is a line up to the cursor.  TRANSACTION: it is an action of one.  *CANDIDATES is filled. */
void complete_line(struct knowledge *knowledge, const char *text, bool transaction,
                   struct candidates *candidates);

/* The same with the words of a command line: a command of the server and its arguments. */
void complete_words(struct knowledge *knowledge, const struct words *words, bool transaction,
                    struct candidates *candidates);

/* Adds the commands of the server. */
void complete_commands(struct knowledge *knowledge, const char *word,
                       struct candidates *candidates);

/* complete_value.c: the values of the argument KEY, of TYPE (NULL: not known), of which VALUE is
 * the beginning; PREFIX ("path=") stands before them in the word. */
void complete_value(struct knowledge *knowledge, const struct words *words, const char *key,
                    const struct schema_entry *type, const char *prefix, const char *value,
                    struct candidates *candidates);

/* complete_objects.c: paths of objects that begin with VALUE. */
void complete_path(struct knowledge *knowledge, const char *prefix, const char *value,
                   struct candidates *candidates);

/* The children (or else the properties) of the object at PATH. */
void complete_members(struct knowledge *knowledge, const char *path, bool children,
                      const char *prefix, const char *value, struct candidates *candidates);

/* What a reply of the server lists: MEMBER of each element, with NOTE's text as the note. */
void complete_list(struct knowledge *knowledge, const char *command, const char *key,
                   const char *argument, const char *member, const char *note, const char *prefix,
                   const char *value, struct candidates *candidates);

/* The value of the first word KEY=..., to be freed; NULL: there is none. */
char *words_value(const struct words *words, const char *key);

#endif
