/* command_line.c - a command line of qmpctl that is not complete yet.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/command_line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The help of SELF, NULL: of qmpctl; to be freed. */
static char *help_of(const struct subcommand *self)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL)
        return NULL;
    subcommand_write_help(self, out);
    fclose(out);
    return text;
}

/* Lines that explain an option: "  -s, --server ENDPOINT  where".  Visits each name with what
 * stands behind it. */
typedef bool visit_option(void *context, const char *name, size_t length, const char *behind);

static bool visit_line(const char *line, visit_option *visit, void *context)
{
    size_t indent = strspn(line, " ");
    const char *at = line + indent;
    if (indent == 0 || indent > 8)
        return false;
    while (*at == '-') {
        size_t length = strcspn(at, " ,[=\n");
        if (visit(context, at, length, at + length))
            return true;
        at += length;
        if (strncmp(at, ", ", 2) != 0)
            break;
        at += 2;
    }
    return false;
}

static bool visit_options(const struct subcommand *self, visit_option *visit, void *context)
{
    char *help = help_of(self);
    bool found = false;
    for (const char *at = help; !found && at != NULL && *at != '\0';) {
        found = visit_line(at, visit, context);
        at = strchr(at, '\n');
        at = at != NULL ? at + 1 : NULL;
    }
    free(help);
    return found;
}

struct sought {
    const char *name;
    bool takes_value;
};

static bool match_option(void *context, const char *name, size_t length, const char *behind)
{
    struct sought *sought = context;
    if (strlen(sought->name) != length || strncmp(sought->name, name, length) != 0)
        return false;
    /* The value of "-s, --server ENDPOINT" is named behind the long one. */
    const char *comma = strncmp(behind, ", --", 4) == 0 ? behind + 2 : behind;
    comma += comma != behind ? strcspn(comma, " [=\n") : 0;
    sought->takes_value = *comma == ' ' && isupper((unsigned char)comma[1]);
    return true;
}

static bool takes_value(const struct subcommand *self, const char *option)
{
    struct sought sought = {.name = option};
    if (self == NULL || !visit_options(self, match_option, &sought))
        visit_options(NULL, match_option, &sought);
    return sought.takes_value;
}

/* WORD is an option: its value, where it stands in the same word, or whether the next is one. */
static void read_option(struct command_line *line, const char *word)
{
    static const char server[] = "--server=";
    if (strncmp(word, server, sizeof server - 1) == 0)
        line->endpoint = word + sizeof server - 1;
    else if (word[1] == 's' && word[2] != '\0')
        line->endpoint = word + 2;
    else if (strchr(word, '=') == NULL && takes_value(line->subcommand, word))
        line->option = word;
}

static void read_value(struct command_line *line, const char *value)
{
    if (strcmp(line->option, "-s") == 0 || strcmp(line->option, "--server") == 0)
        line->endpoint = value;
    else if (strcmp(line->option, "--spawn") == 0)
        line->endpoint = "exec:";
    line->option = NULL;
}

bool command_line_read(struct command_line *line, char **words, size_t count)
{
    *line = (struct command_line){.last = words[count - 1]};
    line->operands = calloc(count, sizeof *line->operands);
    if (line->operands == NULL)
        return false;
    bool only_operands = false;
    for (size_t i = 0; i + 1 < count; i++) {
        char *word = words[i];
        if (line->option != NULL)
            read_value(line, word);
        else if (!only_operands && strcmp(word, "--") == 0)
            only_operands = true;
        else if (!only_operands && word[0] == '-' && word[1] != '\0')
            read_option(line, word);
        else if (line->subcommand == NULL && line->count == 0 && subcommand_find(word) != NULL)
            line->subcommand = subcommand_find(word);
        else
            line->operands[line->count++] = word;
    }
    return true;
}

void command_line_free(struct command_line *line)
{
    free(line->operands);
}

struct adding {
    const struct command_line *line;
    struct candidates *candidates;
};

static bool add_option(void *context, const char *name, size_t length, const char *behind)
{
    const struct adding *adding = context;
    (void)behind;
    char *text = strndup(name, length);
    if (text != NULL && strncmp(text, "--", 2) == 0)
        candidates_add(adding->candidates, adding->line->last, "", text, "", NULL);
    free(text);
    return false;
}

void command_line_options(const struct command_line *line, struct candidates *candidates)
{
    struct adding adding = {.line = line, .candidates = candidates};
    if (line->subcommand != NULL)
        visit_options(line->subcommand, add_option, &adding);
    visit_options(NULL, add_option, &adding);
}

void command_line_operand(const struct command_line *line, char *buffer, size_t size)
{
    size_t skip = line->count;
    const char *at = line->subcommand->operands;
    buffer[0] = '\0';
    while (*at != '\0') {
        size_t length = strcspn(at, " ");
        const char *name = at + strspn(at, "[");
        size_t named = strcspn(name, " ].");
        if (*name == '-') { /* "[-o MOUNT-OPTIONS]" is one option */
            length = at[0] == '[' ? strcspn(at, "]") + 1 : length;
        } else if (strncmp(name, "...", 3) != 0 && (skip-- == 0 || name[named] == '.')) {
            snprintf(buffer, size, "%.*s", (int)named, name);
            return;
        }
        at += length;
        at += strspn(at, " ");
    }
}
