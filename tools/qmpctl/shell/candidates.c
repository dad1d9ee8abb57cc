/* candidates.c - what may stand at a place in a line, to choose from.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/candidates.h"

#include <stdlib.h>
#include <string.h>

#include "common/style.h"

enum { WIDEST_NAME = 40, GAP = 2 };

/* A name comes from a server: one that would break the line or steer the terminal is none. */
static bool can_stand_in_a_line(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || *at == 0x7F || *at == '"' || *at == '\'')
            return false;
    return *name != '\0';
}

static bool is_there(const struct candidates *candidates, const char *text)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (strcmp(candidates->list[i].text, text) == 0)
            return true;
    return false;
}

static bool make_room(struct candidates *candidates)
{
    if (candidates->count < candidates->room)
        return true;
    size_t room = candidates->room > 0 ? candidates->room * 2 : 32;
    struct candidate *list = realloc(candidates->list, room * sizeof *list);
    if (list == NULL)
        return false;
    candidates->list = list;
    candidates->room = room;
    return true;
}

void candidates_add(struct candidates *candidates, const char *word, const char *prefix,
                    const char *name, const char *end, const char *note)
{
    char *text;
    if (!can_stand_in_a_line(name) || asprintf(&text, "%s%s%s", prefix, name, end) < 0)
        return;
    struct candidate one = {.text = text, .open = *end != '\0'};
    if (strncmp(text, word, strlen(word)) == 0 && !is_there(candidates, text))
        one.note = style_harmless(note != NULL ? note : "", note != NULL ? strlen(note) : 0);
    if (one.note == NULL || !make_room(candidates)) {
        free(one.note);
        free(text);
        return;
    }
    candidates->list[candidates->count++] = one;
}

void candidates_free(struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++) {
        free(candidates->list[i].text);
        free(candidates->list[i].note);
    }
    free(candidates->list);
    *candidates = (struct candidates){0};
}

size_t candidates_common(const struct candidates *candidates)
{
    if (candidates->count == 0)
        return 0;
    const char *first = candidates->list[0].text;
    size_t common = strlen(first);
    for (size_t i = 1; i < candidates->count; i++) {
        const char *text = candidates->list[i].text;
        size_t same = 0;
        while (same < common && text[same] == first[same])
            same++;
        common = same;
    }
    return common;
}

/* The part of a candidate that tells it from the others: behind the last / or = of what they have
 * in common. */
static size_t told_already(const struct candidates *candidates)
{
    const char *text = candidates->list[0].text;
    size_t at = candidates_common(candidates);
    while (at > 0 && text[at - 1] != '/' && text[at - 1] != '=')
        at--;
    return text[at] == '\0' ? 0 : at;
}

static void print_notes(const struct candidates *candidates, FILE *out, size_t skip, size_t width,
                        unsigned columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = candidates->list[i].text + skip;
        const char *note = candidates->list[i].note;
        size_t used = 2 + (strlen(text) > width ? strlen(text) : width) + GAP;
        size_t left = columns > used + 8 ? columns - used - 1 : 8;
        if (*note == '\0')
            fprintf(out, "  %s\n", text);
        else
            fprintf(out, "  %-*s  %.*s%s\n", (int)width, text, (int)left, note,
                    strlen(note) > left ? "~" : "");
    }
}

static void print_columns(const struct candidates *candidates, FILE *out, size_t skip, size_t width,
                          unsigned columns, size_t rows)
{
    size_t across = columns / (width + GAP) > 0 ? columns / (width + GAP) : 1;
    size_t lines = (candidates->count + across - 1) / across;
    for (size_t row = 0; row < lines && row < rows; row++) {
        for (size_t at = row; at < candidates->count; at += lines) {
            bool last = at + lines >= candidates->count;
            fprintf(out, "%-*s%s", last ? 0 : (int)(width + GAP), candidates->list[at].text + skip,
                    last ? "\n" : "");
        }
    }
    if (lines > rows)
        fprintf(out, "... %zu in all; type more of it\n", candidates->count);
}

static int by_text(const void *a, const void *b)
{
    const struct candidate *one = a;
    const struct candidate *other = b;
    return strcmp(one->text, other->text);
}

void candidates_sort(struct candidates *candidates)
{
    if (candidates->count > 0)
        qsort(candidates->list, candidates->count, sizeof *candidates->list, by_text);
}

void candidates_print(const struct candidates *candidates, FILE *out, unsigned columns,
                      unsigned rows)
{
    if (candidates->count == 0)
        return;
    size_t skip = told_already(candidates);
    size_t width = 0;
    size_t widest = 0;
    bool notes = false;
    for (size_t i = 0; i < candidates->count; i++) {
        size_t length = strlen(candidates->list[i].text + skip);
        widest = length > widest ? length : widest;
        width = length > width && length <= WIDEST_NAME ? length : width;
        notes |= candidates->list[i].note[0] != '\0';
    }
    if (!notes) {
        print_columns(candidates, out, skip, widest, columns, rows);
        return;
    }
    size_t count = candidates->count > rows ? rows : candidates->count;
    print_notes(candidates, out, skip, width, columns, count);
    if (count < candidates->count)
        fprintf(out, "  ... %zu in all; type more of it\n", candidates->count);
}
