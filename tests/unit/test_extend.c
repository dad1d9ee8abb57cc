/* test_extend.c - a server with commands, types and events beside its own (qmp/extend.h).
 *
 * Built with -pedantic, as an embedder's code may be.
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

#include "qmp/extend.h"

/* ------------------------------------------------------------- the server's own */

/* Notes in the rig which of the handlers ran. */
enum { OWN = 1, OURS, BLINK };

static int note(struct qmp_call *call, int64_t what)
{
    struct rig *rig = call->context;

    rig->marks[rig->mark_count++] = what;
    return 0;
}

static int do_own(struct qmp_call *call)
{
    return note(call, OWN);
}

#define COMMAND(command, takes, bits)                                                              \
    {                                                                                              \
        .name = command, .arguments = &qmp_type_##takes, QMP_RETURNS(&qmp_type_none).flags = bits  \
    }
static const struct qmp_command own_commands[] = {
    COMMAND("common", none, 0),
    COMMAND("missing", none, 0),
    COMMAND("qmp_capabilities", qmp_capabilities_arg, QMP_ALLOW_EARLY),
    COMMAND("query-commands", none, 0),
    COMMAND("query-qmp-schema", none, 0),
};
static qmp_handler *const own_handlers[] = {do_own, NULL, qmp_do_capabilities,
                                            qmp_do_query_commands, qmp_do_query_schema};
static const struct qmp_event_type own_events[] = {
    {.name = "AGENT_EVENTS_DROPPED", .data = &qmp_type_AGENT_EVENTS_DROPPED_arg},
    {.name = "OWN", .data = &qmp_type_none},
};
static const struct qmp_type *const own_types[] = {&qmp_type_str, &qmp_type_int, &qmp_type_none};
static const struct qmp_schema own_schema = {.commands = own_commands,
                                             .events = own_events,
                                             .types = own_types,
                                             .command_count = COUNT(own_commands),
                                             .event_count = COUNT(own_events),
                                             .type_count = COUNT(own_types)};
enum { EVENT_OWN = 1, EVENT_LIT, EVENT_PLAIN };

/* ----------------------------------------------------------------- what is added */

static int do_ours(struct qmp_call *call)
{
    return note(call, OURS);
}

/* As the header shows it. */
static int blink(struct qmp_call *call)
{
    (void)note(call, BLINK);
    return note(call, qmp_int(call, 0));
}

QMP_OWN_ENUM(blink_color, "red", "green")

QMP_OWN_OBJECT(blink_arg, QMP_MEMBER("times", int, "how often"),
               QMP_OPTIONAL("color", blink_color, "of the light"))
QMP_OWN_OBJECT(lit_arg, QMP_MEMBER("color", blink_color, ""), QMP_MEMBER("lamp", str, ""),
               QMP_MEMBER("value", any, ""))

static const struct qmp_command commands[] = {
    QMP_OWN_COMMAND("common", none, none, 0, "Hidden by the server's own."),
    QMP_OWN_COMMAND("gadget-blink", blink_arg, none, 0, "Blink."),
    QMP_OWN_COMMAND("gadget-lacks", none, none, 0, "Has no handler."),
    QMP_OWN_COMMAND("gadget-rest", none, none, QMP_READ_ONLY, "Rest."),
    QMP_OWN_COMMAND("missing", none, none, 0, "Which the server lacks."),
};
static qmp_handler *const handlers[] = {do_ours, blink, NULL, do_ours, do_ours};
static const struct qmp_event_type events[] = {
    QMP_OWN_EVENT("GADGET_LIT", lit_arg, false, "The lamp is lit."),
    QMP_OWN_EVENT("GADGET_PLAIN", none, true, "Something happened."),
};
static const struct qmp_type *const types[] = {&qmp_type_blink_color, &qmp_type_blink_arg,
                                               &qmp_type_lit_arg};
static const struct qmp_schema schema = QMP_OWN_SCHEMA_WITH_EVENTS(commands, types, events);

static struct rig *extended(void)
{
    struct rig *rig = rig_negotiated(&own_schema, own_handlers);

    qmp_server_extend(&rig->server, &schema, handlers);
    return rig;
}

static void expect_not_found(struct rig *rig, const char *name)
{
    char text[200];

    snprintf(text, sizeof text, "{\"execute\":\"%s\"}", name);
    rig_send(rig, text);
    snprintf(text, sizeof text,
             "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command %s has not "
             "been found\"}}",
             name);
    rig_expect(rig, text);
}

/* ------------------------------------------------------------------------- tests */

static void extension_has_its_commands_executed_as_any_other(void **state)
{
    struct rig *rig = extended();

    (void)state;
    rig_send(rig, "{\"execute\":\"gadget-blink\",\"arguments\":{\"times\":3,\"color\":\"red\"},"
                  "\"id\":1}");
    rig_expect(rig, "{\"id\": 1, \"return\": {}}");
    assert_int_equal(rig->mark_count, 2);
    assert_int_equal(rig->marks[0], BLINK);
    assert_int_equal(rig->marks[1], 3);
    rig_send(rig, "{\"execute\":\"gadget-rest\"}");
    rig_expect(rig, "{\"return\": {}}");
    assert_int_equal(rig->marks[2], OURS);
    rig_free(rig);
}

static void extension_has_its_arguments_checked(void **state)
{
    static const struct {
        const char *arguments, *desc;
    } cases[] = {
        {"{}", "Parameter 'times' is missing"},
        {"{\"times\":true}", "Invalid parameter type for 'times', expected: integer"},
        {"{\"times\":1,\"color\":\"blue\"}", "Parameter 'color' does not accept value 'blue'"},
        {"{\"times\":1,\"foo\":1}", "Parameter 'foo' is unexpected"},
    };
    struct rig *rig = extended();

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[200];

        snprintf(text, sizeof text, "{\"execute\":\"gadget-blink\",\"arguments\":%s}",
                 cases[i].arguments);
        rig_send(rig, text);
        snprintf(text, sizeof text, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"%s\"}}",
                 cases[i].desc);
        rig_expect(rig, text);
    }
    assert_int_equal(rig->mark_count, 0);
    rig_free(rig);
}

static void extension_leaves_the_server_its_names(void **state)
{
    struct rig *rig = extended();

    (void)state;
    rig_send(rig, "{\"execute\":\"common\"}{\"execute\":\"missing\"}");
    rig_expect(rig, "{\"return\": {}}");
    rig_expect(rig, "{\"return\": {}}");
    assert_int_equal(rig->mark_count, 2);
    assert_int_equal(rig->marks[0], OWN);
    assert_int_equal(rig->marks[1], OURS); /* the server has no handler for its own */
    rig_free(rig);
}

static void extension_command_without_a_handler_does_not_exist(void **state)
{
    struct rig *rig = extended();

    (void)state;
    expect_not_found(rig, "gadget-lacks");
    expect_not_found(rig, "gadget");
    expect_not_found(rig, "gadget-rest-not");
    rig_free(rig);
}

/* Each name once, and only what can be executed. */
static void extension_is_listed_behind_the_server_s_commands(void **state)
{
    struct rig *rig = extended();

    (void)state;
    rig_send(rig, "{\"execute\":\"query-commands\"}");
    rig_expect(rig, "{\"return\": [{\"name\": \"common\"}, {\"name\": \"qmp_capabilities\"}, "
                    "{\"name\": \"query-commands\"}, {\"name\": \"query-qmp-schema\"}, "
                    "{\"name\": \"gadget-blink\"}, {\"name\": \"gadget-rest\"}, "
                    "{\"name\": \"missing\"}]}");
    rig_free(rig);
}

static void extension_is_in_the_schema_with_its_types_and_events(void **state)
{
    static const char *const expected[] = {
        "{\"name\": \"gadget-blink\", \"meta-type\": \"command\", \"arg-type\": \"blink_arg\", "
        "\"ret-type\": \"q_empty\"}",
        "{\"name\": \"GADGET_LIT\", \"meta-type\": \"event\", \"arg-type\": \"lit_arg\"}",
        "{\"name\": \"GADGET_PLAIN\", \"meta-type\": \"event\", \"arg-type\": \"q_empty\"}",
        "{\"name\": \"blink_color\", \"meta-type\": \"enum\", \"members\": [{\"name\": \"red\"}, "
        "{\"name\": \"green\"}], \"values\": [\"red\", \"green\"]}",
        "{\"name\": \"blink_arg\", \"meta-type\": \"object\", \"members\": [{\"name\": \"times\", "
        "\"type\": \"int\"}, {\"name\": \"color\", \"type\": \"blink_color\", \"default\": null}]}",
    };
    struct rig *rig = extended();
    const char *line, *at;

    (void)state;
    rig_send(rig, "{\"execute\":\"query-qmp-schema\"}");
    line = rig_line(rig);
    assert_non_null(line);
    for (size_t i = 0; i < COUNT(expected); i++)
        if (strstr(line, expected[i]) == NULL)
            fail_msg("%s is not in %s", expected[i], line);
    assert_null(strstr(line, "gadget-lacks"));
    at = strstr(line, "\"name\": \"common\"");
    assert_non_null(at);
    assert_null(strstr(at + 1, "\"name\": \"common\""));
    rig_free(rig);
}

static void extension_s_events_are_numbered_behind_the_server_s(void **state)
{
    static const char text[] = "desk\0[1, {\"a\": null}]";
    const uint64_t data[] = {(uintptr_t) "green", 0, 5};
    struct rig *rig = extended();

    (void)state;
    qmp_event_send(&rig->server, EVENT_OWN, NULL);
    qmp_event_send_text(&rig->server, EVENT_LIT, data, text, sizeof text);
    qmp_event_send(&rig->server, EVENT_PLAIN, NULL);
    rig_settle(rig);
    rig_expect(rig, "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
                    "\"event\": \"OWN\"}");
    rig_expect(rig, "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
                    "\"event\": \"GADGET_LIT\", \"data\": {\"color\": \"green\", "
                    "\"lamp\": \"desk\", \"value\": [1, {\"a\": null}]}}");
    rig_expect(rig, "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
                    "\"event\": \"GADGET_PLAIN\"}");
    qmp_event_send(&rig->server, EVENT_PLAIN, NULL); /* is rate-limited */
    rig_settle(rig);
    rig_expect_silence(rig);
    rig_free(rig);
}

static void extension_may_have_only_events(void **state)
{
    static const struct qmp_schema only = {.events = events, .event_count = COUNT(events)};
    struct rig *rig = rig_negotiated(&own_schema, own_handlers);

    (void)state;
    qmp_server_extend(&rig->server, &only, NULL);
    expect_not_found(rig, "gadget-rest");
    expect_not_found(rig, "missing");
    rig_send(rig, "{\"execute\":\"query-commands\"}");
    rig_expect(rig, "{\"return\": [{\"name\": \"common\"}, {\"name\": \"qmp_capabilities\"}, "
                    "{\"name\": \"query-commands\"}, {\"name\": \"query-qmp-schema\"}]}");
    qmp_event_send(&rig->server, EVENT_PLAIN, NULL);
    rig_settle(rig);
    rig_expect(rig, "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
                    "\"event\": \"GADGET_PLAIN\"}");
    rig_free(rig);
}

/* The macro for those who have commands and types alone. */
static void extension_made_with_the_header_s_macro_counts_its_tables(void **state)
{
    static const struct qmp_schema own = QMP_OWN_SCHEMA(commands, types);

    (void)state;
    assert_ptr_equal(own.commands, commands);
    assert_ptr_equal(own.types, types);
    assert_int_equal(own.command_count, COUNT(commands));
    assert_int_equal(own.type_count, COUNT(types));
    assert_int_equal(own.event_count, 0);
}

static void extension_whose_commands_are_not_in_order_is_refused(void **state)
{
    static const char *const pairs[][2] = {
        {"b", "a"}, {"same", "same"}, {"longer", "long"}, {"-", "\xC3\xA9"}, {"long", "longer"}};
    struct rig *rig = rig_negotiated(&own_schema, own_handlers);

    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const struct qmp_command two[] = {QMP_OWN_COMMAND("", none, none, 0, ""),
                                          QMP_OWN_COMMAND("", none, none, 0, "")};
        struct qmp_command named[2];
        struct qmp_schema pair = {.commands = named, .command_count = 2};
        bool sorted = i >= 3;

        memcpy(named, two, sizeof named);
        named[0].name = pairs[i][0];
        named[1].name = pairs[i][1];
        rig->server.more_schema = NULL;
        assert_int_equal(qmp_server_extend(&rig->server, &pair, handlers), sorted ? 0 : -1);
        assert_ptr_equal(rig->server.more_schema, sorted ? &pair : NULL);
    }
    rig_free(rig);
}

static void extension_is_one(void **state)
{
    static const struct qmp_schema other = {.command_count = 0};
    struct rig *rig = extended();
    const struct qmp_schema *first = rig->server.more_schema;

    (void)state;
    assert_int_equal(qmp_server_extend(&rig->server, &other, NULL), -1);
    assert_ptr_equal(rig->server.more_schema, first);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extension_has_its_commands_executed_as_any_other),
        cmocka_unit_test(extension_has_its_arguments_checked),
        cmocka_unit_test(extension_leaves_the_server_its_names),
        cmocka_unit_test(extension_command_without_a_handler_does_not_exist),
        cmocka_unit_test(extension_is_listed_behind_the_server_s_commands),
        cmocka_unit_test(extension_is_in_the_schema_with_its_types_and_events),
        cmocka_unit_test(extension_s_events_are_numbered_behind_the_server_s),
        cmocka_unit_test(extension_may_have_only_events),
        cmocka_unit_test(extension_made_with_the_header_s_macro_counts_its_tables),
        cmocka_unit_test(extension_whose_commands_are_not_in_order_is_refused),
        cmocka_unit_test(extension_is_one),
    };

    return cmocka_run_group_tests_name("extension", tests, NULL, NULL);
}
