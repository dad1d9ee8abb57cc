/* test_profile.c - profiles: objects that a host creates, and sensors that follow them.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include <inttypes.h>

#include "memory.h"
#include "property.h"

#define HUB "hub"
/* Where a profile of two points goes from 10 to 1010. */
#define POINTS "[10, 1010, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -16]"

static struct qmpc *start(void)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    hub_wait_beats(line, 1);
    return line;
}

/* object-add of a profile "p"; MORE are further members: ", \"length\": 5". */
static void add_profile(struct qmpc *line, const char *more)
{
    qmpc_message_free(
        ask(line, "object-add", "{\"qom-type\": \"profile\", \"id\": \"p\"%s}", more));
}

static void refuse_profile(struct qmpc *line, const char *more, const char *desc)
{
    char arguments[400];

    snprintf(arguments, sizeof arguments, "{\"qom-type\": \"profile\", \"id\": \"p\"%s}", more);
    expect_refusal(line, "object-add", arguments, "GenericError", desc);
    expect_refusal(line, "object-del", "{\"id\": \"p\"}", "GenericError", "object 'p' not found");
}

static void add_sensor(struct qmpc *line, const char *more)
{
    qmpc_message_free(ask(line, "device_add", "{\"driver\": \"sensor\", \"id\": \"s\"%s}", more));
}

static void remove_object(struct qmpc *line)
{
    qmpc_message_free(ask(line, "object-del", "{\"id\": \"p\"}"));
}

static int64_t number(struct qmpc *line, const char *path, const char *property)
{
    struct qmpc_message *reply =
        ask(line, "qom-get", "{\"path\": \"%s\", \"property\": \"%s\"}", path, property);
    int64_t value = 0;

    assert_int_equal(qmpc_get_int64(reply, "return", &value), QMPC_OK);
    qmpc_message_free(reply);
    return value;
}

/* The array as JSON. */
static void expect_points(struct qmpc *line, const char *text)
{
    struct qmpc_message *reply =
        ask(line, "qom-get", "{\"path\": \"p\", \"property\": \"points\"}");
    struct qmpc_json points = qmpc_get(reply, "return");

    assert_int_equal(points.length, strlen(text));
    assert_memory_equal(points.text, text, points.length);
    qmpc_message_free(reply);
}

/* ----------------------------------------------------------------------- profiles */

static void a_new_profile_has_what_it_was_given_and_defaults(void **state)
{
    struct qmpc *line = start();

    (void)state;
    add_profile(line, "");
    expect_points(line, "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]");
    assert_int_equal(number(line, "p", "length"), 1);
    assert_int_equal(number(line, "p", "step"), 1000);
    assert_true(property_bool(line, "p", "interpolate"));
    assert_true(property_bool(line, "p", "repeat"));
    property_wait_least(line, "p", "position", 1);
    remove_object(line);
    add_profile(line, ", \"points\": " POINTS ", \"length\": 16, \"step\": 3600000, "
                      "\"interpolate\": false, \"repeat\": false, \"restart\": true");
    property_is_string(line, "/objects/p", "type", "profile");
    expect_points(line, POINTS);
    assert_int_equal(number(line, "p", "length"), 16);
    assert_int_equal(number(line, "p", "step"), 3600000);
    assert_false(property_bool(line, "p", "interpolate"));
    assert_false(property_bool(line, "p", "repeat"));
}

static void a_profile_s_values_and_limits_are_checked(void **state)
{
    static const struct {
        const char *property, *value, *desc;
    } cases[] = {
        {"length", "0", "Property profile.length doesn't take value 0 (minimum: 1, maximum: 16)"},
        {"length", "17", "Property profile.length doesn't take value 17 (minimum: 1, maximum: 16)"},
        {"length", "256", "Parameter 'length' expects uint8_t"},
        {"length", "\"1\"", "Invalid parameter type for 'length', expected: integer"},
        {"step", "0", "Property profile.step doesn't take value 0 (minimum: 1, maximum: 3600000)"},
        {"step", "3600001",
         "Property profile.step doesn't take value 3600001 (minimum: 1, maximum: 3600000)"},
        {"step", "4294967296", "Parameter 'step' expects uint32_t"},
        {"step", "1.5", "Invalid parameter type for 'step', expected: integer"},
        {"interpolate", "1", "Invalid parameter type for 'interpolate', expected: boolean"},
        {"repeat", "null", "Invalid parameter type for 'repeat', expected: boolean"},
        {"restart", "\"now\"", "Invalid parameter type for 'restart', expected: boolean"},
        {"points", "7", "Invalid parameter type for 'points', expected: array"},
        {"points", "{}", "Invalid parameter type for 'points', expected: array"},
        {"points", "[]", "Parameter 'points' takes exactly 16 elements"},
        {"points", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]",
         "Parameter 'points' takes exactly 16 elements"},
        {"points", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]",
         "Parameter 'points' takes exactly 16 elements"},
        {"points", "[1, 2, 3, true, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]",
         "Invalid parameter type for 'points[3]', expected: integer"},
        {"points", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1000000001]",
         "Property profile.points[15] doesn't take value 1000000001 (minimum: -1000000000, "
         "maximum: 1000000000)"},
        {"points", "[1, 2147483648, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]",
         "Parameter 'points[1]' expects int32_t"},
        {"position", "0", "Property 'profile.position' is not writable"},
    };
    struct qmpc *line = start();
    char more[200];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        snprintf(more, sizeof more, ", \"%s\": %s", cases[i].property, cases[i].value);
        refuse_profile(line, more, cases[i].desc);
    }
    refuse_profile(line, ", \"lenght\": 1", "Parameter 'lenght' is unexpected");
    add_profile(line, ", \"points\": " POINTS ", \"length\": 16");
    for (size_t i = 0; i < COUNT(cases); i++)
        property_refuses(line, "p", cases[i].property, cases[i].value, cases[i].desc);
    expect_points(line, POINTS);
    assert_int_equal(number(line, "p", "length"), 16);
    assert_int_equal(number(line, "p", "step"), 1000);
    expect_refusal(line, "qom-get", "{\"path\": \"p\", \"property\": \"restart\"}", "GenericError",
                   "Property 'profile.restart' is not readable");
    expect_refusal(line, "device_add", "{\"driver\": \"profile\", \"id\": \"q\"}", "GenericError",
                   "'profile' is not a valid device model name");
}

static void it_begins_again_when_told(void **state)
{
    struct qmpc *line = start();

    (void)state;
    add_profile(line, ", \"points\": " POINTS ", \"length\": 2, \"step\": 1");
    property_wait_least(line, "p", "position", 300);
    property_set(line, "p", "restart", "false");
    assert_true(number(line, "p", "position") >= 300);
    property_set(line, "p", "step", "3600000");
    property_set(line, "p", "restart", "true");
    add_sensor(line, ", \"profile\": \"p\"");
    /* A minute after that it would be at 26: it has an hour for 1000. */
    assert_in_range(number(line, "s", "value"), 10, 26);
    assert_true(number(line, "p", "position") < 60000);
}

/* ------------------------------------------------------------------------ sensors */

static int64_t watch(struct qmpc *line, int64_t above)
{
    struct qmpc_message *reply = ask(line, "agent-watch",
                                     "{\"path\": \"" HUB "\", \"property\": \"temperature\", "
                                     "\"above\": %" PRId64 "}",
                                     above);
    int64_t id = 0;

    assert_int_equal(qmpc_get_int64(reply, "return.id", &id), QMPC_OK);
    qmpc_message_free(reply);
    return id;
}

static void expect_change(struct qmpc *line, int64_t id, int64_t value)
{
    struct qmpc_message *event = expect_event(line, "AGENT_PROPERTY_CHANGE");
    int64_t which = 0, now = 0;

    assert_int_equal(qmpc_get_int64(event, "data.id", &which), QMPC_OK);
    assert_int_equal(qmpc_get_int64(event, "data.value", &now), QMPC_OK);
    assert_int_equal(which, id);
    assert_int_equal(now, value);
    qmpc_message_free(event);
}

static void the_hub_sees_what_the_profile_says(void **state)
{
    struct qmpc *line = start();
    int64_t id;

    (void)state;
    add_profile(line, ", \"points\": " POINTS ", \"length\": 2, \"step\": 3600000, "
                      "\"interpolate\": false, \"repeat\": false");
    add_sensor(line, ", \"profile\": \"p\", \"unit\": \"K\"");
    property_is_string(line, "s", "profile", "/objects/p");
    property_set(line, HUB, "sensor", "\"s\"");
    property_wait_uint(line, HUB, "temperature", 10); /* the first point, for an hour */
    id = watch(line, 1000);
    property_set(line, "p", "step", "1"); /* the second has come long since */
    expect_change(line, id, 1010);
    assert_int_equal(number(line, "s", "value"), 1010);
    assert_int_equal(number(line, "s", "reading"), 1010);
    expect_refusal(line, "object-del", "{\"id\": \"p\"}", "GenericError",
                   "object 'p' is in use, can not be deleted");
    property_set(line, "s", "profile", "\"\"");
    remove_object(line);
    property_is_string(line, "s", "profile", "");
    hub_wait_beats(line, hub_read(line).beats + 5);
    assert_int_equal(property_uint(line, HUB, "temperature"), 1010);
}

static void the_hub_sees_the_second_point_come(void **state)
{
    struct qmpc *line = start();
    int64_t id, deadline = soon();

    (void)state;
    add_profile(line, ", \"points\": " POINTS ", \"length\": 2, \"step\": 3600000, "
                      "\"repeat\": false");
    add_sensor(line, ", \"profile\": \"p\"");
    property_set(line, HUB, "sensor", "\"s\"");
    while (number(line, HUB, "temperature") >= 1010) /* the room's, as yet */
        assert_false(is_past(deadline));
    id = watch(line, 1009);
    property_set(line, "p", "restart", "true");
    property_set(line, "p", "step", "300");
    expect_change(line, id, 1010);
    assert_true(number(line, "p", "position") >= 300);
}

static void what_the_application_had_at_first_follows_no_profile_after_a_reset(void **state)
{
    struct qmpc *line = start();

    (void)state;
    add_profile(line, ", \"points\": " POINTS);
    property_set(line, "temperature", "profile", "\"p\"");
    property_wait_uint(line, HUB, "temperature", 10);
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    property_is_string(line, "temperature", "profile", "");
    assert_int_equal(number(line, "temperature", "value"), 2000);
    remove_object(line);
}

static void nothing_else_moves_a_sensor_that_follows_a_profile(void **state)
{
    static const char refusal[] = "The sensor follows a profile: clear that link first";
    static const char *const moves[][2] = {
        {"value", "5"}, {"ramp-to", "5"}, {"ramp-rate", "5"}, {"driven", "false"}};
    struct qmpc *line = start();
    char arguments[200];

    (void)state;
    add_profile(line, "");
    add_sensor(line, ", \"profile\": \"p\"");
    for (size_t i = 0; i < COUNT(moves); i++) {
        property_refuses(line, "s", moves[i][0], moves[i][1], refusal);
        for (int order = 0; order < 2; order++) {
            snprintf(arguments, sizeof arguments,
                     order ? "{\"driver\": \"sensor\", \"id\": \"t\", \"%s\": %s, "
                             "\"profile\": \"p\"}"
                           : "{\"driver\": \"sensor\", \"id\": \"t\", \"profile\": \"p\", "
                             "\"%s\": %s}",
                     moves[i][0], moves[i][1]);
            expect_refusal(line, "device_add", arguments, "GenericError", refusal);
        }
    }
    expect_refusal(line, "qom-list", "{\"path\": \"t\"}", "DeviceNotFound", "Device 't' not found");
    property_refuses(line, "s", "profile", "\"" HUB "\"",
                     "Invalid parameter type for 'profile', expected: profile");
    property_refuses(line, "s", "profile", "1",
                     "Invalid parameter type for 'profile', expected: string");
    property_is_string(line, "s", "profile", "/objects/p");
    property_set(line, "s", "profile", "\"\"");
    for (size_t i = 0; i < COUNT(moves); i++)
        property_set(line, "s", moves[i][0], moves[i][1]);
}

static void a_sensor_that_is_deleted_lets_its_profile_go(void **state)
{
    struct qmpc *line = start();

    (void)state;
    add_profile(line, "");
    add_sensor(line, ", \"profile\": \"p\"");
    expect_refusal(line, "object-del", "{\"id\": \"p\"}", "GenericError",
                   "object 'p' is in use, can not be deleted");
    qmpc_message_free(ask(line, "device_del", "{\"id\": \"s\"}"));
    expect_plain_event(line, "DEVICE_DELETED");
    remove_object(line);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_new_profile_has_what_it_was_given_and_defaults),
        board_test(a_profile_s_values_and_limits_are_checked),
        board_test(it_begins_again_when_told),
        board_test(the_hub_sees_what_the_profile_says),
        board_test(the_hub_sees_the_second_point_come),
        board_test(what_the_application_had_at_first_follows_no_profile_after_a_reset),
        board_test(nothing_else_moves_a_sensor_that_follows_a_profile),
        board_test(a_sensor_that_is_deleted_lets_its_profile_go),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
