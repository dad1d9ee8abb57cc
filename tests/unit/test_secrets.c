/* test_secrets.c - a request's secret is not in the session's memory afterwards.
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

#define SECRET "wT4-hQ9-mZ2"

static const struct qmp_member tell_members[] = {
    {.name = "secret", .type = &qmp_type_str},
    {.name = "number", .type = &qmp_type_int, .optional = true}};
static const struct qmp_type tell_arg = {
    .name = "tell_arg", .meta = QMP_OBJECT, .count = COUNT(tell_members), .members = tell_members};

static int do_tell(struct qmp_call *call)
{
    struct rig *rig = call->context;
    struct json_span text = qmp_string(call, 0);

    rig->marks[0] =
        text.length == sizeof SECRET - 1 && memcmp(text.text, SECRET, sizeof SECRET - 1) == 0;
    call->error_text = text;
    return qmp_has(call, 1) ? qmp_fail(call, QMP_GENERIC_ERROR, "It was '%t'") : 0;
}

static const struct qmp_command commands[] = {
    {.name = "open", .arguments = &tell_arg, QMP_RETURNS(&qmp_type_none).flags = 0},
    {.name = "qmp_capabilities",
     .arguments = &qmp_type_qmp_capabilities_arg,
     QMP_RETURNS(&qmp_type_none).flags = QMP_ALLOW_EARLY},
    {.name = "tell", .arguments = &tell_arg, QMP_RETURNS(&qmp_type_none).flags = QMP_SECRET},
};
static qmp_handler *const handlers[] = {do_tell, qmp_do_capabilities, do_tell};
static const struct qmp_schema schema = {.commands = commands, .command_count = COUNT(commands)};

static bool is_in_session(const struct rig *rig)
{
    const char *at = (const char *)&rig->session;

    for (size_t i = 0; i + sizeof SECRET - 1 <= sizeof rig->session; i++)
        if (memcmp(at + i, SECRET, sizeof SECRET - 1) == 0)
            return true;
    return false;
}

static void tell(struct rig *rig, const char *command, const char *more, const char *reply)
{
    char text[200];

    rig->marks[0] = 0;
    snprintf(text, sizeof text, "{\"execute\":\"%s\",\"arguments\":{\"secret\":\"%s\"%s}}", command,
             SECRET, more);
    rig_send(rig, text);
    rig_expect(rig, reply);
    rig_expect_silence(rig);
}

static void secret_reaches_the_handler_and_is_forgotten(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    tell(rig, "open", "", "{\"return\": {}}");
    assert_true(is_in_session(rig)); /* this one is none, and shows that looking finds it */
    rig_free(rig);
    rig = rig_negotiated(&schema, handlers);
    tell(rig, "tell", "", "{\"return\": {}}");
    assert_int_equal(rig->marks[0], 1);
    assert_false(is_in_session(rig));
    rig_free(rig);
}

static void secret_of_a_refused_request_is_forgotten_too(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    tell(rig, "tell", ",\"number\":\"x\"",
         "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Invalid parameter type for "
         "'number', expected: integer\"}}");
    assert_int_equal(rig->marks[0], 0);
    assert_false(is_in_session(rig));
    tell(
        rig, "tell", ",\"more\":1",
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter 'more' is unexpected\"}}");
    assert_false(is_in_session(rig));
    rig_free(rig);
}

static void secret_is_not_quoted_by_an_error(void **state)
{
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    tell(rig, "tell", ",\"number\":1",
         "{\"error\": {\"class\": \"GenericError\", \"desc\": \"It was ''\"}}");
    assert_false(is_in_session(rig));
    rig_free(rig);
}

static void secret_that_is_missing_is_an_error_like_any_other(void **state)
{
    static const char missing[] = "{\"error\": {\"class\": \"GenericError\", "
                                  "\"desc\": \"Parameter 'secret' is missing\"}}";
    struct rig *rig = rig_negotiated(&schema, handlers);

    (void)state;
    rig_send(rig, "{\"execute\":\"tell\"}");
    rig_expect(rig, missing);
    rig_send(rig, "{\"execute\":\"tell\",\"arguments\":{\"number\":1}}");
    rig_expect(rig, missing);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secret_reaches_the_handler_and_is_forgotten),
        cmocka_unit_test(secret_of_a_refused_request_is_forgotten_too),
        cmocka_unit_test(secret_is_not_quoted_by_an_error),
        cmocka_unit_test(secret_that_is_missing_is_an_error_like_any_other),
    };

    return cmocka_run_group_tests_name("secrets", tests, NULL, NULL);
}
