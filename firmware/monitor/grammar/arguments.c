/* arguments.c - the arguments of a command.
 *
 * MONITOR_ARGUMENTS of a row lists what a command takes, a comma between two:
 *   s B F   a string (of a block device, a file)     S   the rest of the line
 *   O       a string that may be absent, as device_add takes it
 *   i       an expression of 32 bits                 l   one of 64 bits
 *   M       an expression in MiB                     b   on or off
 *   /       /fmt
 *   -x      the flag -x                              -xs the flag, and a string behind it
 * Behind a letter: ? may be absent, at the end of the line; . is there only behind a dot.
 * Last, =NAME: what it is called in the command of QMP (request_arguments()).
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/arguments.h"
#include "monitor/grammar/grammar.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

void grammar_skip_blanks(struct monitor_run *run)
{
    while (grammar_is_blank(run->line[run->next]))
        run->next++;
}

int grammar_fail_at(struct monitor_run *run, char c, const char *format)
{
    run->where[0] = c;
    run->where[1] = '\0';
    return monitor_fail_usage(run, format);
}

/* ------------------------------------------------------------------- strings */

static int take_string(struct monitor_run *run, union monitor_argument *value, char letter)
{
    if (grammar_string(run, &value->text) == 0)
        return 0;
    /* QEMU does not say what is wrong. */
    if (letter == 'O')
        return monitor_fail(run, "Try \"help %c\" for more information");
    return monitor_fail_usage(run, letter == 'B'   ? "%n: block device name expected"
                                   : letter == 'F' ? "%n: filename expected"
                                                   : "%n: string expected");
}

static int take_rest(struct monitor_run *run, union monitor_argument *value)
{
    value->text.at = run->next;
    value->text.size = (uint16_t)text_length(run->line + run->next);
    run->next = (uint16_t)(run->next + value->text.size);
    return value->text.size > 0 ? 0 : monitor_fail_usage(run, "%n: string expected");
}

/* ------------------------------------------------------------------- numbers */

static int take_number(struct monitor_run *run, union monitor_argument *value, char letter)
{
    if (grammar_expression(run, &value->number) < 0)
        return -1;
    if (letter == 'i' && (uint64_t)value->number >> 32 != 0)
        return monitor_fail_usage(run, "'%n' has failed: integer is for 32-bit values");
    if (letter == 'M') {
        if (value->number < 0)
            return monitor_fail_usage(run, "enter a positive value");
        value->number = (int64_t)((uint64_t)value->number << 20);
    }
    return 0;
}

static int take_switch(struct monitor_run *run, union monitor_argument *value)
{
    struct json_span word = {run->line + run->next, 0};

    while (word.text[word.length] != '\0' && !grammar_is_blank(word.text[word.length]))
        word.length++;
    value->number = span_is(word, "on");
    if (!value->number && !span_is(word, "off"))
        return monitor_fail_usage(run, "Expected 'on' or 'off'");
    run->next = (uint16_t)(run->next + word.length);
    return 0;
}

/* --------------------------------------------------------------------- flags */

/* Whether ARGUMENTS, what a command takes from here on, has the flag C. */
static bool has_flag(const char *arguments, char c)
{
    bool begins = true;

    for (; *arguments; arguments++) {
        if (begins && arguments[0] == '-' && arguments[1] == c)
            return true;
        begins = *arguments == ',';
    }
    return false;
}

static int refuse_flag(struct monitor_run *run, char c)
{
    /* QEMU's line has no end here. */
    if (c == '\0')
        return monitor_fail(run, "%n: unsupported option -Try \"help %c\" for more information");
    return grammar_fail_at(run, c, "%n: unsupported option -%w");
}

/* TYPE is what the command takes from this flag on.  Another one that it takes is left alone. */
static int take_flag(struct monitor_run *run, unsigned number, const char *type)
{
    const char *word = run->line + run->next;

    if (word[0] != '-')
        return 0;
    if (word[1] != type[1])
        return word[1] != '\0' && has_flag(type, word[1]) ? 0 : refuse_flag(run, word[1]);
    run->next = (uint16_t)(run->next + 2);
    run->given |= (uint8_t)(1u << number);
    if (type[2] != 's')
        return 0;
    grammar_skip_blanks(run);
    return grammar_string(run, &run->argument[number].text) == 0
               ? 0
               : grammar_fail_at(run, type[1], "%n: value expected for -%w");
}

/* ----------------------------------------------------------------------- all */

/* True when an argument need not be there, and is not.  Passes the dot in front of one that is. */
static bool is_absent(struct monitor_run *run, char letter, char mark)
{
    bool end = run->line[run->next] == '\0';

    if (mark == '?' || letter == 'O')
        return end;
    if (mark != '.')
        return false;
    if (run->line[run->next] != '.')
        return true;
    run->next++;
    grammar_skip_blanks(run);
    return false;
}

static int take(struct monitor_run *run, unsigned number, const char *type)
{
    union monitor_argument *value = &run->argument[number];

    if (type[0] == '-')
        return take_flag(run, number, type);
    if (type[0] == '/')
        return grammar_format(run);
    if (is_absent(run, type[0], type[1]))
        return 0;
    run->given |= (uint8_t)(1u << number);
    switch (type[0]) {
    case 'S':
        return take_rest(run, value);
    case 'b':
        return take_switch(run, value);
    case 'i':
    case 'l':
    case 'M':
        return take_number(run, value, type[0]);
    default:
        return take_string(run, value, type[0]);
    }
}

int monitor_take_arguments(struct monitor_run *run)
{
    const char *type = monitor_text_of(run->row, MONITOR_ARGUMENTS);

    for (unsigned number = 0; *type; number++) {
        grammar_skip_blanks(run);
        if (take(run, number, type) < 0)
            return -1;
        while (*type && *type != ',')
            type++;
        type += *type == ',';
    }
    grammar_skip_blanks(run);
    if (run->line[run->next] != '\0')
        return monitor_fail_usage(run, "%n: extraneous characters at the end of line");
    return 0;
}

#endif
