/* forms.c - a subcommand as it is written on a command line, at the prompt: what to write instead.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/objects.h"
#include "common/style.h"
#include "common/subcommand.h"
#include "shell/shell.h"

/* A word as it was written, with its quotes. */
static void put_word(const char *before, const char *word)
{
    fputs(before, stderr);
    style_put(stderr, false, STYLE_PLAIN, word);
}

/* A subcommand that is a command too, whose operands are these arguments of that. */
static bool put_command(char *const *words, size_t count)
{
    static const char *const keys[] = {"path", "property", "value"};
    static const char *const names[] = {"qom-list", "qom-get", "qom-set"};
    const char *operands[] = {"...", "...", "..."};
    size_t most = 0;
    while (most < 3 && strcmp(words[0], names[most]) != 0)
        most++;
    if (most++ == 3)
        return false;
    for (size_t i = 1; i < count && i <= most; i++)
        operands[i - 1] = words[i];
    /* hub.fan is the object and its property. */
    char *path = most > 1 && count == most ? strdup(words[1]) : NULL;
    char *property = path != NULL ? objects_split(path) : NULL;
    if (property != NULL) {
        operands[2] = operands[1];
        operands[0] = path;
        operands[1] = property;
    }
    fprintf(stderr, "qmpctl: at this prompt: %s", words[0]);
    for (size_t i = 0; i < most; i++) {
        fprintf(stderr, " %s", keys[i]);
        put_word("=", operands[i]);
    }
    fputc('\n', stderr);
    free(path);
    return true;
}

void forms_advise(char *const *words, size_t count)
{
    const struct subcommand *found = subcommand_find(words[0]);
    for (size_t i = 1; i < count; i++)
        if (strchr(words[i], '=') != NULL)
            return; /* it is a line for the server */
    if (found == NULL || put_command(words, count))
        return;
    if (count == 4 && strcmp(words[0], "memory") == 0 && strcmp(words[1], "read") == 0) {
        put_word("qmpctl: at this prompt: agent-memory-read address=", words[2]);
        put_word(" size=", words[3]);
    } else {
        fputs("qmpctl: outside of this prompt: qmpctl", stderr);
        for (size_t i = 0; i < count; i++)
            put_word(" ", words[i]);
    }
    fputc('\n', stderr);
}
