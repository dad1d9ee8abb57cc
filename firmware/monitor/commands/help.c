/* help.c - help, and info without a word: what the table says of commands.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/grammar.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* More words than a line may have. */
#define WORDS_MAX 16

/* The cursor of emit_table(): the table, the row, and whether it is that of info. */
enum { AT_TABLE, AT_ROW };

static void say_row(struct monitor_run *run, const struct monitor_row *row, bool of_info)
{
    say(run, "%s%s %s", of_info ? "info " : "", row->names, monitor_text_of(row, MONITOR_PARAMS));
#if AGENT_MONITOR_HELP
    say(run, " -- %s", monitor_text_of(row, MONITOR_HELP));
#endif
    say_char(run, '\n');
}

static bool emit_table(struct monitor_run *run)
{
    const struct monitor_table *table = (const struct monitor_table *)run->at[AT_TABLE];
    uintptr_t i = run->at[AT_ROW]++;

    if (i >= table->count)
        return false;
    say_row(run, &table->rows[i], table == &monitor_infos);
    return true;
}

static int list(struct monitor_run *run, const struct monitor_table *table)
{
    run->at[AT_TABLE] = (uintptr_t)table;
    run->at[AT_ROW] = 0;
    run->emit = emit_table;
    return 0;
}

static bool emit_row(struct monitor_run *run)
{
    const struct monitor_table *table = (const struct monitor_table *)run->at[AT_TABLE];

    say_row(run, (const struct monitor_row *)run->at[AT_ROW], table == &monitor_infos);
    return false;
}

static int tell(struct monitor_run *run, const struct monitor_table *table,
                const struct monitor_row *row)
{
    run->at[AT_TABLE] = (uintptr_t)table;
    run->at[AT_ROW] = (uintptr_t)row;
    run->emit = emit_row;
    return 0;
}

/* Splits what stands behind the command at the blanks.  Returns the number of words, -1 where
 * they are too many, or one is not a string. */
static int split(struct monitor_run *run, struct monitor_text *words)
{
    int count = 0;

    run->next = run->argument[0].text.at;
    for (;;) {
        grammar_skip_blanks(run);
        if (run->line[run->next] == '\0')
            return count;
        if (count == WORDS_MAX || grammar_string(run, &words[count]) < 0)
            return -1;
        count++;
    }
}

static const struct monitor_row *find(const struct monitor_run *run,
                                      const struct monitor_table *table, struct monitor_text word)
{
    return monitor_find(table, run->line + word.at, word.size);
}

int hmp_help(struct monitor_run *run)
{
    struct monitor_text words[WORDS_MAX];
    const struct monitor_row *row;
    int count;

    if (!monitor_has(run, 0))
        return list(run, &monitor_commands);
    count = split(run, words);
    if (count < 0)
        return 0;
    run->argument[0].text = words[0];
    row = find(run, &monitor_commands, words[0]);
    if (!row)
        return monitor_fail(run, "unknown command: '%0'");
    if (count == 1 && row == monitor_find(&monitor_commands, "log", 3)) {
        run->given = 0; /* without its argument, which its row insists on, it lists what it takes */
        return row->handler(run);
    }
    if (row->handler != hmp_info)
        return tell(run, &monitor_commands, row);
    if (count == 1)
        return list(run, &monitor_infos);
    run->argument[1].text = words[1];
    row = find(run, &monitor_infos, words[1]);
    return row ? tell(run, &monitor_infos, row) : monitor_fail(run, "unknown command: '%0 %1'");
}

/* With a word it is found in a table of its own, and this is not called. */
int hmp_info(struct monitor_run *run)
{
    return list(run, &monitor_infos);
}

#endif
