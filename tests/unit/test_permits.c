/* test_permits.c - a host that forbids commands, and when it is asked.
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define GENERIC(desc) "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" desc "\"}}"

/* What the host was asked about, in turn, and what it forbids. */
static const char *asked[16];
static unsigned asked_count;
static bool forbids;

static bool permits(void *context, const struct qmp_command *command)
{
    assert_non_null(context);
    assert_in_range(asked_count, 0, COUNT(asked) - 1);
    asked[asked_count++] = command->name;
    return !forbids;
}

/* RIG under a host that forbids, and has not been asked yet. */
static struct rig *guard(struct rig *rig)
{
    static struct qmp_host guarded;

    guarded = *rig->server.host;
    guarded.permits = permits;
    rig->server.host = &guarded;
    asked_count = 0;
    forbids = true;
    return rig;
}

static void permission_is_asked_for_each_command(void **state)
{
    struct rig *rig = guard(rig_negotiated(&sample_schema, sample_handlers));

    (void)state;
    forbids = false;
    rig_send(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":1}}"
                  "{\"execute\":\"query-commands\"}");
    rig_expect(rig, "{\"return\": 1}");
    assert_non_null(rig_line(rig));
    assert_int_equal(asked_count, 2);
    assert_string_equal(asked[0], "mark");
    assert_string_equal(asked[1], "query-commands");
    rig_free(rig);
}

static void permission_denied_is_an_error_and_nothing_is_done(void **state)
{
    struct rig *rig = guard(rig_negotiated(&sample_schema, sample_handlers));

    (void)state;
    rig_send(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":1},\"id\":\"a\"}");
    rig_expect(rig, "{\"id\": \"a\", \"error\": {\"class\": \"GenericError\", "
                    "\"desc\": \"The command mark is locked\"}}");
    rig_expect_silence(rig);
    assert_int_equal(rig->mark_count, 0);
    forbids = false;
    rig_send(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":2}}");
    rig_expect(rig, "{\"return\": 2}");
    rig_free(rig);
}

static void permission_is_denied_before_arguments_are_looked_at(void **state)
{
    struct rig *rig = guard(rig_negotiated(&sample_schema, sample_handlers));

    (void)state;
    rig_send(rig, "{\"execute\":\"mark\",\"arguments\":{\"foo\":1}}{\"execute\":\"mark\"}");
    rig_expect(rig, GENERIC("The command mark is locked"));
    rig_expect(rig, GENERIC("The command mark is locked"));
    forbids = false;
    rig_send(rig, "{\"execute\":\"mark\"}");
    rig_expect(rig, GENERIC("Parameter 'number' is missing"));
    rig_free(rig);
}

static void permission_is_not_asked_for_what_a_session_needs_to_begin(void **state)
{
    struct rig *rig = guard(rig_new(&sample_schema, sample_handlers));

    (void)state;
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":5}}"
                  "{\"execute\":\"qmp_capabilities\"}"
                  "{\"execute\":\"guest-sync\",\"arguments\":{\"id\":6}}"
                  "{\"execute\":\"agent-reset-session\"}");
    rig_expect(rig, "{\"return\": 5}");
    rig_expect(rig, "{\"return\": {}}");
    rig_expect(rig, "{\"return\": 6}");
    rig_expect(rig, "{\"return\": {}}");
    assert_int_equal(asked_count, 0);
    rig_free(rig);
}

static void permission_is_not_asked_for_what_fails_anyway(void **state)
{
    struct rig *rig = guard(rig_new(&sample_schema, sample_handlers));

    (void)state;
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":1}}");
    rig_expect(rig, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"Expecting "
                    "capabilities negotiation with 'qmp_capabilities'\"}}");
    rig_send(rig, "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}");
    rig_expect(rig, "{\"return\": {}}");
    rig_send(rig, "{\"execute\":\"nowhere\"}{\"execute\":\"missing\"}{\"execute\":5}");
    rig_expect(rig, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command nowhere "
                    "has not been found\"}}");
    rig_expect(rig, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command missing "
                    "has not been found\"}}");
    rig_expect(rig, GENERIC("QMP input member 'execute' must be a string"));
    rig_send(rig, "{\"exec-oob\":\"burst\",\"arguments\":{\"count\":1}}");
    rig_expect(rig, GENERIC("The command burst does not support OOB"));
    assert_int_equal(asked_count, 0);
    rig_free(rig);
}

static void permission_is_asked_out_of_band_too(void **state)
{
    struct rig *rig = guard(rig_oob(&sample_schema, sample_handlers));

    (void)state;
    rig_send(rig, "{\"exec-oob\":\"mark\",\"arguments\":{\"number\":1}}");
    rig_expect(rig, GENERIC("The command mark is locked"));
    assert_int_equal(rig->mark_count, 0);
    forbids = false;
    rig_send(rig, "{\"exec-oob\":\"mark\",\"arguments\":{\"number\":1}}");
    rig_expect(rig, "{\"return\": 1}");
    assert_int_equal(asked_count, 2);
    rig_free(rig);
}

static int do_extra(struct qmp_call *call)
{
    struct rig *rig = call->context;

    assert_string_equal(call->command->name, "x-extra");
    rig->marks[rig->mark_count++] = 1;
    return 0;
}

static void permission_is_asked_for_the_commands_of_an_extension(void **state)
{
    static const struct qmp_command commands[] = {
        {.name = "x-early",
         .arguments = &qmp_type_none,
         QMP_RETURNS(&qmp_type_none).flags = QMP_ALLOW_EARLY},
        {.name = "x-extra", .arguments = &qmp_type_none, QMP_RETURNS(&qmp_type_none).flags = 0}};
    static qmp_handler *const handlers[] = {qmp_do_nothing, do_extra};
    static const struct qmp_schema schema = {.commands = commands,
                                             .command_count = COUNT(commands)};
    struct rig *rig = guard(rig_negotiated(&sample_schema, sample_handlers));

    (void)state;
    qmp_server_extend(&rig->server, &schema, handlers);
    rig_send(rig, "{\"execute\":\"x-early\"}{\"execute\":\"x-extra\"}");
    rig_expect(rig, "{\"return\": {}}");
    rig_expect(rig, GENERIC("The command x-extra is locked"));
    assert_int_equal(asked_count, 1);
    assert_string_equal(asked[0], "x-extra");
    assert_int_equal(rig->mark_count, 0);
    forbids = false;
    rig_send(rig, "{\"execute\":\"x-extra\"}");
    rig_expect(rig, "{\"return\": {}}");
    assert_int_equal(rig->mark_count, 1);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(permission_is_asked_for_each_command),
        cmocka_unit_test(permission_denied_is_an_error_and_nothing_is_done),
        cmocka_unit_test(permission_is_denied_before_arguments_are_looked_at),
        cmocka_unit_test(permission_is_not_asked_for_what_a_session_needs_to_begin),
        cmocka_unit_test(permission_is_not_asked_for_what_fails_anyway),
        cmocka_unit_test(permission_is_asked_out_of_band_too),
        cmocka_unit_test(permission_is_asked_for_the_commands_of_an_extension),
    };

    return cmocka_run_group_tests_name("permission", tests, NULL, NULL);
}
