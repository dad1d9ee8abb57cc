/* test_monitor_table.c - the table of the human monitor's commands is in order, its arguments are
 * of known kinds, and each row is bound to a command of QMP that there is.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "qmp/schema.h"

enum state { READY, QMP, QUIET };

struct row {
    enum state state;
    const char *names, *arguments, *params, *permission, *flags, *help;
    bool info;
};

static const struct row rows[] = {
#define HMP_COMMAND(state, group, names, arguments, params, handler, permission, flags, help)      \
    {state, names, arguments, params, permission, flags, help, false},
#define HMP_INFO(state, group, names, arguments, params, handler, permission, flags, help)         \
    {state, names, arguments, params, permission, flags, help, true},
#include "agent/monitor_commands.def"
};

static void names_ascend_commands_first(void **state)
{
    (void)state;
    for (size_t i = 1; i < COUNT(rows); i++) {
        assert_true(rows[i].info >= rows[i - 1].info);
        if (rows[i].info == rows[i - 1].info && strcmp(rows[i - 1].names, rows[i].names) >= 0)
            fail_msg("%s stands before %s", rows[i - 1].names, rows[i].names);
    }
}

/* Whether the SIZE bytes at TEXT are a kind of argument, as monitor/grammar/arguments.c lists them.
 */
static bool is_kind(const char *text, size_t size)
{
    const char *name = memchr(text, '=', size);

    if (name)
        size = (size_t)(name - text);
    if (text[0] == '-')
        return size == 2 || (size == 3 && text[2] == 's');
    if (size == 2 && text[1] != '?' && text[1] != '.')
        return false;
    return size > 0 && size <= 2 && strchr("sBFSOilMob/", text[0]);
}

static void arguments_are_of_known_kinds_and_not_too_many(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *at = rows[i].arguments;
        unsigned count = 0;

        while (*at) {
            size_t size = strcspn(at, ",");

            if (!is_kind(at, size))
                fail_msg("%s: %s", rows[i].names, at);
            at += size + (at[size] == ',');
            count++;
        }
        assert_in_range(count, 0, 8);
    }
}

static const struct qmp_command *find(const char *name)
{
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        if (strcmp(qmp_schema.commands[i].name, name) == 0)
            return &qmp_schema.commands[i];
    return NULL;
}

static void a_lock_knows_what_each_row_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct qmp_command *command = find(rows[i].permission);

        if (!command)
            fail_msg("%s: there is no command %s", rows[i].names, rows[i].permission);
        if (!(command->flags & QMP_READ_ONLY) && strchr(rows[i].flags, 'r'))
            fail_msg("%s only reads, %s does not", rows[i].names, rows[i].permission);
    }
}

/* Else one line would have the other executed without end.  x-query-usb always fails. */
static void no_row_passes_on_to_a_command_that_asks_the_monitor(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *command = rows[i].permission;

        if (rows[i].state != QMP || strcmp(command, "x-query-usb") == 0)
            continue;
        if (strcmp(command, "human-monitor-command") == 0 || strncmp(command, "x-query-", 8) == 0)
            fail_msg("%s passes on to %s", rows[i].names, command);
    }
}

/* Clients read the list line by line, and a line of it is a piece of a reply. */
static void help_is_one_line_that_fits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_in_range(strlen(rows[i].names) + strlen(rows[i].params) + strlen(rows[i].help), 5,
                        380);
        assert_int_equal(strcspn(rows[i].help, "\r\n\t|"), strlen(rows[i].help));
        assert_int_equal(strcspn(rows[i].params, "\r\n\t"), strlen(rows[i].params));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_ascend_commands_first),
        cmocka_unit_test(arguments_are_of_known_kinds_and_not_too_many),
        cmocka_unit_test(a_lock_knows_what_each_row_does),
        cmocka_unit_test(no_row_passes_on_to_a_command_that_asks_the_monitor),
        cmocka_unit_test(help_is_one_line_that_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
