/* strings.c - words and quoted strings: reads them, and tells whether one is a certain one.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/grammar.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* As many bytes of a string are kept as QEMU keeps; the rest is dropped in silence, as there. */
#define STRING_MAX 1023u

static void keep(struct monitor_run *run, struct monitor_text *text, char c)
{
    if (text->size < STRING_MAX)
        run->line[text->at + text->size++] = c;
}

/* What stands behind a backslash stands for; 0: nothing. */
static char undo_escape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case '\\':
    case '\'':
    case '"':
        return c;
    default:
        return '\0';
    }
}

/* Behind the quote it begins with.  What it stands for is never longer than it is. */
static int take_quoted(struct monitor_run *run, struct monitor_text *text)
{
    const char *line = run->line;
    char c;

    text->at = ++run->next;
    while ((c = line[run->next]) != '"') {
        if (c == '\\')
            c = undo_escape(line[++run->next]);
        if (c == '\0')
            return -1;
        keep(run, text, c);
        run->next++;
    }
    run->next++;
    return 0;
}

int grammar_string(struct monitor_run *run, struct monitor_text *text)
{
    const char *line = run->line;

    text->size = 0;
    if (line[run->next] == '"')
        return take_quoted(run, text);
    text->at = run->next;
    while (line[run->next] != '\0' && !grammar_is_blank(line[run->next]))
        keep(run, text, line[run->next++]);
    return text->size > 0 ? 0 : -1;
}

bool span_is(struct json_span text, const char *other)
{
    return text.length == text_length(other) && memcmp(text.text, other, text.length) == 0;
}

bool monitor_is(const struct monitor_run *run, unsigned number, const char *text)
{
    return span_is(monitor_string(run, number), text);
}

#endif
