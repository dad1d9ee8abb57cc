/* test_arguments.c - every command with every kind of wrong argument, generated from the
 * schema that the running agent gives of itself.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "schema.h"

/* A command and the description it is tested against. */
struct subject {
    struct qmpc *line;
    const struct qmpc_message *schema;
    const char *command;
    struct qmpc_json members;
};

/* One value of each JSON type, and a number that is no integer. */
static const char *const values[] = {"null", "true", "1", "1.5", "\"x\"", "[]", "{}"};

typedef void check(struct subject *subject, unsigned *count);

/* Arguments with all members the command has, the required ones at least: MEMBER with VALUE
 * instead of its own, or without it when VALUE is NULL; EXTRA more. */
static char *arguments(const struct subject *s, const char *member, const char *value,
                       const char *extra)
{
    static char text[1024];
    struct qmpc_json_iter walk = qmpc_json_iterate(s->members);
    struct qmpc_json at;
    size_t length = 0;
    const char *comma = "";

    text[length++] = '{';
    while (qmpc_json_next(&walk, NULL, &at)) {
        const char *name = schema_text(at, "name");
        const char *own = schema_value(s->schema, schema_text(at, "type"), name);
        bool chosen = member && strcmp(name, member) == 0;

        if (chosen && value == NULL)
            continue;
        length += (size_t)snprintf(text + length, sizeof text - length, "%s\"%s\": %s", comma, name,
                                   chosen ? value : own);
        comma = ", ";
    }
    if (extra)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", comma, extra);
    snprintf(text + length, sizeof text - length, "}");
    return text;
}

/* ------------------------------------------------------------------ the checks */

static void refuse_wrong_types(struct subject *s, unsigned *count)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(s->members);
    struct qmpc_json member;

    while (qmpc_json_next(&walk, NULL, &member)) {
        char name[64], type[64];

        snprintf(name, sizeof name, "%s", schema_text(member, "name"));
        snprintf(type, sizeof type, "%s", schema_text(member, "type"));
        for (size_t i = 0; i < COUNT(values); i++) {
            const char *expects = schema_expects(s->schema, type);
            char desc[2][160];
            int status;

            if (schema_fits(s->schema, type, values[i]))
                continue;
            snprintf(desc[0], sizeof desc[0], "Invalid parameter type for '%s', expected: %s", name,
                     expects);
            /* QEMU's words for 64 bits without a sign; the schema knows no sizes. */
            snprintf(desc[1], sizeof desc[1], "Parameter '%s' expects uint64", name);
            status = qmpc_command(s->line, s->command, arguments(s, name, values[i], NULL), soon(),
                                  NULL);
            assert_int_equal(status, QMPC_E_SERVER);
            assert_string_equal(qmpc_error_class(s->line), "GenericError");
            if (strcmp(expects, "integer") != 0 || strcmp(qmpc_error_desc(s->line), desc[1]) != 0)
                assert_string_equal(qmpc_error_desc(s->line), desc[0]);
            ++*count;
        }
    }
}

static void refuse_missing_ones(struct subject *s, unsigned *count)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(s->members);
    struct qmpc_json member;

    while (qmpc_json_next(&walk, NULL, &member)) {
        char name[64], desc[128];

        if (schema_is_optional(member))
            continue;
        snprintf(name, sizeof name, "%s", schema_text(member, "name"));
        snprintf(desc, sizeof desc, "Parameter '%s' is missing", name);
        expect_refusal(s->line, s->command, arguments(s, name, NULL, NULL), "GenericError", desc);
        /* What is missing is reported before what is too much. */
        expect_refusal(s->line, s->command, arguments(s, name, NULL, "\"extra\": 1"),
                       "GenericError", desc);
        *count += 2;
    }
}

/* Commands that take arguments of any name; what becomes of them is the handler's business, and
 * the schema does not tell. */
static bool is_open(const char *command)
{
    static const char *const open[] = {"blockdev-add", "device_add", "netdev_add", "object-add"};

    for (size_t i = 0; i < COUNT(open); i++)
        if (strcmp(command, open[i]) == 0)
            return true;
    return false;
}

static void refuse_an_extra_one(struct subject *s, unsigned *count)
{
    static const char *const extras[][2] = {
        {"\"extra\": 1", "Parameter 'extra' is unexpected"},
        {"\"\": null", "Parameter '' is unexpected"},
        {"\"Address\": {}", "Parameter 'Address' is unexpected"},
    };

    if (is_open(s->command))
        return;
    for (size_t i = 0; i < COUNT(extras); i++, ++*count)
        expect_refusal(s->line, s->command, arguments(s, NULL, NULL, extras[i][0]), "GenericError",
                       extras[i][1]);
}

static void refuse_unknown_enum_values(struct subject *s, unsigned *count)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(s->members);
    struct qmpc_json member;

    while (qmpc_json_next(&walk, NULL, &member)) {
        struct qmpc_json type = schema_entry(s->schema, schema_text(member, "type"));
        bool list = strcmp(schema_text(type, "meta-type"), "array") == 0;
        char name[64], desc[128];

        if (list)
            type = schema_entry(s->schema, schema_text(type, "element-type"));
        if (strcmp(schema_text(type, "meta-type"), "enum") != 0)
            continue;
        snprintf(name, sizeof name, "%s", schema_text(member, "name"));
        /* QEMU calls an element of an array "null" here. */
        snprintf(desc, sizeof desc, "Parameter '%s' does not accept value 'no-such'",
                 list ? "null" : name);
        expect_refusal(s->line, s->command,
                       arguments(s, name, list ? "[\"no-such\"]" : "\"no-such\"", NULL),
                       "GenericError", desc);
        ++*count;
        if (!list)
            continue;
        snprintf(desc, sizeof desc, "Invalid parameter type for '%s[0]', expected: string", name);
        expect_refusal(s->line, s->command, arguments(s, name, "[{}]", NULL), "GenericError", desc);
    }
}

/* These change who runs, the session, or files of the host; their right use has tests of its
 * own. */
static bool is_safe(const char *command)
{
    static const char *const others[] = {"agent-dump",
                                         "agent-lock",
                                         "agent-reset-session",
                                         "agent-step",
                                         "cont",
                                         "inject-nmi",
                                         "memsave",
                                         "pmemsave",
                                         "qmp_capabilities",
                                         "quit",
                                         "set-action",
                                         "stop",
                                         "system_powerdown",
                                         "system_reset"};

    for (size_t i = 0; i < COUNT(others); i++)
        if (strcmp(command, others[i]) == 0)
            return false;
    return true;
}

/* Whether a refusal is about an argument as such, and not the command's own. */
static bool is_about_an_argument(const char *desc)
{
    static const char *const ends[] = {"' is missing", "' is unexpected"};

    if (strncmp(desc, "Invalid parameter type", 22) == 0)
        return true;
    for (size_t i = 0; i < COUNT(ends); i++)
        if (strlen(desc) >= strlen(ends[i]) &&
            strcmp(desc + strlen(desc) - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

/* They reach the command, which may have a reason of its own to refuse. */
static void accept_right_ones(struct subject *s, unsigned *count)
{
    const char *given;
    int status;

    if (!is_safe(s->command))
        return;
    given = arguments(s, NULL, NULL, NULL);
    status = qmpc_command(s->line, s->command, given, soon(), NULL);
    if (status == QMPC_E_SERVER && is_about_an_argument(qmpc_error_desc(s->line)))
        fail_msg("%s %s: %s", s->command, given, qmpc_error_desc(s->line));
    if (status == QMPC_E_SERVER)
        return;
    succeeds(s->line, status);
    if (qmpc_json_count(s->members) == 0)
        do_command(s->line, s->command);
    ++*count;
}

/* ----------------------------------------------------------------- every command */

static void for_every_command(check *check_it, unsigned at_least)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *schema = schema_fetch(line), *list = ask(line, "query-commands", NULL);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(list, "return"));
    struct qmpc_json entry;
    unsigned count = 0;

    while (qmpc_json_next(&walk, NULL, &entry)) {
        char command[64];
        struct subject subject = {line, schema, command, {NULL, 0}};

        snprintf(command, sizeof command, "%s", schema_text(entry, "name"));
        subject.members = schema_arguments(schema, command);
        check_it(&subject, &count);
    }
    assert_true(count >= at_least);
    expect_no_event(line);
    expect_status(line, "running");
    qmpc_message_free(list);
    qmpc_message_free(schema);
}

static void arguments_of_a_wrong_type_are_refused(void **state)
{
    (void)state;
    for_every_command(refuse_wrong_types, 50);
}

static void missing_arguments_are_refused(void **state)
{
    (void)state;
    for_every_command(refuse_missing_ones, 12);
}

static void arguments_nobody_knows_are_refused(void **state)
{
    (void)state;
    for_every_command(refuse_an_extra_one, 80);
}

static void values_an_enum_does_not_have_are_refused(void **state)
{
    (void)state;
    for_every_command(refuse_unknown_enum_values, 3);
}

static void right_arguments_are_accepted(void **state)
{
    (void)state;
    for_every_command(accept_right_ones, 15);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(arguments_of_a_wrong_type_are_refused),
        board_test(missing_arguments_are_refused),
        board_test(arguments_nobody_knows_are_refused),
        board_test(values_an_enum_does_not_have_are_refused),
        board_test(right_arguments_are_accepted),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
