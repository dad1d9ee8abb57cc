/* complete.c - completes the word before the cursor, or lists what it may become.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/complete.h"

#if QMP_GROUP_MONITOR

#include "guard/lock.h"
#include "monitor/grammar/grammar.h"
#include "qmp/memory.h"

/* More words than a line may have. */
#define WORDS_MAX 16

#define SCREEN_WIDTH 80u

/* -------------------------------------------------------------------- the word */

/* Takes the next word off *REST, blanks in front of it first; the quotes stay.  Returns false
 * when it is not a string as the grammar has it. */
static bool take_word(struct json_span *rest, struct json_span *word)
{
    uint32_t size = 0;

    for (; rest->length > 0 && grammar_is_blank(rest->text[0]); rest->length--)
        rest->text++;
    if (rest->length > 0 && rest->text[0] == '"') {
        for (size = 1; size < rest->length && rest->text[size] != '"'; size++)
            size += rest->text[size] == '\\';
        if (size++ >= rest->length)
            return false;
    } else {
        while (size < rest->length && !grammar_is_blank(rest->text[size]))
            size++;
    }
    *word = (struct json_span){rest->text, size};
    rest->text += size;
    rest->length -= size;
    return true;
}

/* Words that may name a command: help info NAME. */
#define NAMES_MAX 3

/* What has been typed before the word that is to be completed. */
struct words {
    struct json_span names[NAMES_MAX], last;
    unsigned count, arguments; /* words; those that are no flags, the first one not counted */
};

/* Splits TEXT, which ends at the cursor: the last word is the stem, empty behind a blank. */
static bool split(struct json_span text, struct words *words, struct json_span *stem)
{
    words->count = words->arguments = 0;
    if (!take_word(&text, stem))
        return false;
    while (text.length > 0) {
        if (words->count < NAMES_MAX)
            words->names[words->count] = *stem;
        words->arguments += words->count > 0 && stem->text[0] != '-';
        words->last = *stem;
        if (++words->count == WORDS_MAX || !take_word(&text, stem))
            return false;
    }
    return stem->length == 0 || stem->text[0] != '"';
}

/* What tells one of things is not asked for them when a lock forbids it. */
static bool is_locked(const struct agent *agent, const struct monitor_row *row)
{
#if QMP_GROUP_LOCK
    return !lock_permits(&agent->lock, row->permission, monitor_only_reads(row));
#else
    (void)agent, (void)row;
    return false;
#endif
}

/* Chooses the candidates by the words before: names, until there is that of a command other than
 * help and info; then its arguments. */
static void choose(struct monitor_completion *c, const struct words *words,
                   const struct agent *agent)
{
    const struct monitor_table *table = &monitor_commands;
    const struct monitor_row *row = NULL;
    bool help = false;
    unsigned n;

    for (n = 0; n < words->count && n < NAMES_MAX; n++) {
        row = monitor_find(table, words->names[n].text, words->names[n].length);
        if (row && row->handler == hmp_help && n == 0)
            help = true;
        else if (row && row->handler == hmp_info)
            table = &monitor_infos;
        else
            break;
    }
    if (n == words->count)
        c->candidates = table == &monitor_infos ? candidates_infos : candidates_commands;
    else if (row && !help && !is_locked(agent, row))
        candidates_find(c, row, words->arguments - n, words->last);
}

/* --------------------------------------------------------------- what is common */

static bool begins_with(struct json_span word, struct json_span stem)
{
    return word.length > 0 && word.length >= stem.length &&
           memcmp(word.text, stem.text, stem.length) == 0;
}

/* Goes through the candidates: how many there are, what all have in common, how wide a column of
 * the list is. */
static void survey(struct monitor_completion *c)
{
    struct json_span word;

    c->count = c->width = 0;
    for (unsigned i = 0; c->candidates(c, i, &word); i++) {
        if (!begins_with(word, c->stem))
            continue;
        if (c->count++ == 0)
            c->common = word;
        for (uint32_t n = 0; n < c->common.length; n++)
            if (n == word.length || word.text[n] != c->common.text[n])
                c->common.length = n;
        if (word.length > c->width)
            c->width = (uint16_t)word.length;
    }
    c->width = (uint16_t)(c->width + 2);
    if (c->width < 10)
        c->width = 10;
    if (c->width > SCREEN_WIDTH)
        c->width = SCREEN_WIDTH;
}

bool complete_word(struct monitor_completion *c, struct monitor_edit *edit,
                   const struct agent *agent)
{
    struct words words;
    char end;

    *c = (struct monitor_completion){.candidates = NULL};
    if (split((struct json_span){edit->line, edit->cursor}, &words, &c->stem))
        choose(c, &words, agent);
    if (c->candidates == NULL)
        return false;
    survey(c);
    if (c->count == 0)
        return false;
    edit_insert(edit, c->common.text + c->stem.length, c->common.length - c->stem.length);
    if (c->count > 1)
        return true;
    end = candidates_end(c, c->common);
    edit_insert(edit, &end, end != '\0');
    return false;
}

/* --------------------------------------------------------------------- the list */

/* As strcmp() would. */
static int compare(struct json_span a, struct json_span b)
{
    int result = memcmp(a.text, b.text, a.length < b.length ? a.length : b.length);

    return result != 0 ? result : a.length < b.length ? -1 : a.length > b.length;
}

/* The first candidate behind the one listed last. */
static bool find_next(const struct monitor_completion *c, struct json_span *next)
{
    bool found = false;
    struct json_span word;

    for (unsigned i = 0; c->candidates(c, i, &word); i++)
        if (begins_with(word, c->stem) && (c->listed == 0 || compare(word, c->last) > 0) &&
            (!found || compare(word, *next) < 0)) {
            *next = word;
            found = true;
        }
    return found;
}

/* Tells how many are not listed, as they are too many. */
static void write_rest(const struct monitor_completion *c, struct json_writer *w)
{
    char digits[21];

    if (c->listed < AGENT_MONITOR_COMPLETIONS || c->count <= c->listed)
        return;
    json_write_text(w, "... and ");
    json_write_bytes(w, digits, json_format_uint(digits, c->count - c->listed));
    json_write_text(w, " more\r\n");
}

bool complete_list(struct monitor_completion *c, struct json_writer *w)
{
    unsigned per_line = SCREEN_WIDTH / c->width;
    struct json_span word;

    if (c->listed == AGENT_MONITOR_COMPLETIONS || !find_next(c, &word)) {
        if (c->listed % per_line != 0)
            json_write_text(w, "\r\n");
        write_rest(c, w);
        return false;
    }
    if (c->listed == 0)
        json_write_text(w, "\r\n");
    json_write_bytes(w, word.text, word.length);
    for (uint32_t n = word.length; n < c->width; n++)
        json_write_bytes(w, " ", 1);
    if ((c->listed + 1u) % per_line == 0)
        json_write_text(w, "\r\n");
    if (w->overflow)
        return true;
    c->listed++;
    c->last = word;
    return true;
}

#endif
