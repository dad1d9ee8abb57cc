/* test_watch.c - watched properties: events when they change or cross a bound.
 *
 * The watched ones are those of a sensor that the test created, which nobody else changes, with
 * the application stopped; and the hub's, which the application does.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include "agent/config.h"
#include "property.h"
#include "text.h"

/* A sensor "s" that stands at VALUE, and nothing else going on. */
static struct qmpc *start_with_sensor(const char *value)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    qmpc_message_free(ask(line, "device_add", "{\"driver\": \"sensor\", \"id\": \"s\"}"));
    property_set(line, "s", "value", value);
    return line;
}

/* Waits until the agent has looked at what is watched: it does so by the board's clock. */
static void let_it_look(struct qmpc *line)
{
    int64_t since = ask_int(line, "agent-info", "return.uptime");

    while (ask_int(line, "agent-info", "return.uptime") - since < 5 * AGENT_WATCH_PERIOD)
        pause_ms(1);
}

/* Sets the sensor's value, and lets the agent look at it. */
static void set_value(struct qmpc *line, const char *value)
{
    property_set(line, "s", "value", value);
    let_it_look(line);
}

/* Sets these values (a NULL at the end) one right after the other. */
static void set_values(struct qmpc *line, const char *const *values)
{
    struct text requests = {0};
    size_t count = 0;

    for (; values[count] != NULL; count++)
        text_add(&requests,
                 "{\"execute\": \"qom-set\", \"arguments\": {\"path\": \"s\", "
                 "\"property\": \"value\", \"value\": %s}}",
                 values[count]);
    send_text(line, requests.bytes);
    text_free(&requests);
    while (count-- > 0)
        qmpc_message_free(expect_message(line, QMPC_RETURN));
}

/* agent-watch of PROPERTY of "s"; MORE are further members; the value is VALUE.  Returns the
 * id. */
static int64_t watch(struct qmpc *line, const char *property, const char *more, const char *value)
{
    struct qmpc_message *reply =
        ask(line, "agent-watch", "{\"path\": \"s\", \"property\": \"%s\"%s}", property, more);
    struct qmpc_json result = qmpc_get(reply, "return"), part;
    int64_t id = 0;

    assert_int_equal(qmpc_json_member(result, "value", &part), 0);
    assert_int_equal(part.length, strlen(value));
    assert_memory_equal(part.text, value, part.length);
    assert_int_equal(qmpc_json_member(result, "id", &part), 0);
    assert_int_equal(qmpc_json_int64(part, &id), 0);
    qmpc_message_free(reply);
    return id;
}

static void unwatch(struct qmpc *line, int64_t id)
{
    qmpc_message_free(ask(line, "agent-unwatch", "{\"id\": %lld}", (long long)id));
}

/* AGENT_PROPERTY_CHANGE of this watch comes, with this value. */
static void expect_change(struct qmpc *line, int64_t id, const char *property, const char *value)
{
    struct qmpc_message *event = expect_event(line, "AGENT_PROPERTY_CHANGE");
    struct qmpc_json data = qmpc_get(event, "data");
    char expected[300];

    snprintf(expected, sizeof expected,
             "{\"id\": %lld, \"path\": \"/machine/peripheral/s\", \"property\": \"%s\", "
             "\"value\": %s}",
             (long long)id, property, value);
    assert_int_equal(data.length, strlen(expected));
    assert_memory_equal(data.text, expected, data.length);
    qmpc_message_free(event);
}

static void refuse_watch(struct qmpc *line, const char *arguments, const char *desc)
{
    expect_refusal(line, "agent-watch", arguments, "GenericError", desc);
}

/* ------------------------------------------------------------------------ tests */

static void a_change_is_told_also_while_stopped(void **state)
{
    struct qmpc *line = start_with_sensor("20");
    int64_t id = watch(line, "value", "", "20");

    (void)state;
    let_it_look(line);
    expect_no_event(line);
    set_value(line, "21");
    expect_change(line, id, "value", "21");
    set_value(line, "21");
    expect_no_event(line);
    set_value(line, "-21");
    expect_change(line, id, "value", "-21");
    expect_no_event(line);
}

static void above_is_told_when_the_value_rises_past_it(void **state)
{
    struct qmpc *line = start_with_sensor("20");
    int64_t id = watch(line, "value", ", \"above\": 30, \"interval\": 0", "20");

    (void)state;
    set_value(line, "30");
    expect_no_event(line);
    set_value(line, "31");
    expect_change(line, id, "value", "31");
    set_value(line, "90");
    set_value(line, "31");
    expect_no_event(line); /* it is above already */
    set_value(line, "30");
    expect_no_event(line);
    set_value(line, "40");
    expect_change(line, id, "value", "40");
    expect_no_event(line);
}

static void below_is_told_when_the_value_falls_past_it(void **state)
{
    struct qmpc *line = start_with_sensor("20");
    int64_t id = watch(line, "value", ", \"below\": -5, \"interval\": 0", "20");

    (void)state;
    set_value(line, "-5");
    expect_no_event(line);
    set_value(line, "-6");
    expect_change(line, id, "value", "-6");
    set_value(line, "-100");
    expect_no_event(line);
    set_value(line, "-5");
    set_value(line, "-7");
    expect_change(line, id, "value", "-7");
    expect_no_event(line);
}

static void both_bounds_make_a_band(void **state)
{
    struct qmpc *line = start_with_sensor("20");
    int64_t id = watch(line, "value", ", \"above\": 30, \"below\": 10, \"interval\": 0", "20");

    (void)state;
    set_value(line, "30");
    set_value(line, "10");
    expect_no_event(line);
    set_value(line, "5");
    expect_change(line, id, "value", "5");
    set_value(line, "50"); /* from one side to the other */
    expect_change(line, id, "value", "50");
    set_value(line, "20");
    expect_no_event(line);
}

static void a_value_beyond_its_bound_at_first_is_told_when_it_comes_back(void **state)
{
    struct qmpc *line = start_with_sensor("50");
    int64_t id = watch(line, "value", ", \"above\": 30, \"interval\": 0", "50");

    (void)state;
    let_it_look(line);
    set_value(line, "60");
    expect_no_event(line);
    set_value(line, "30");
    set_value(line, "31");
    expect_change(line, id, "value", "31");
}

/* Of many changes the first is told at once, and then the last. */
static void events_are_not_closer_than_the_interval(void **state)
{
    struct qmpc *line = start_with_sensor("0");
    int64_t id = watch(line, "value", ", \"interval\": 1500", "0"), since;

    (void)state;
    set_value(line, "1");
    expect_change(line, id, "value", "1");
    since = ask_int(line, "agent-info", "return.uptime");
    set_values(line, (const char *const[]){"2", "3", "4", "5", "6", "7", NULL});
    expect_no_event(line);
    expect_change(line, id, "value", "7");
    assert_true(ask_int(line, "agent-info", "return.uptime") - since >= 1000000);
    expect_no_event(line);
}

/* It was never different at the end of an interval. */
static void a_change_taken_back_within_the_interval_is_not_told(void **state)
{
    struct qmpc *line = start_with_sensor("0");
    int64_t id = watch(line, "value", ", \"interval\": 700", "0");

    (void)state;
    set_value(line, "1");
    expect_change(line, id, "value", "1");
    set_values(line, (const char *const[]){"2", "1", NULL});
    pause_ms(900);
    expect_no_event(line);
    set_value(line, "3");
    expect_change(line, id, "value", "3");
}

static void watches_are_of_bools_numbers_and_enums(void **state)
{
    struct qmpc *line = start_with_sensor("0");
    int64_t fault = watch(line, "fault", "", "\"none\""),
            driven = watch(line, "driven", "", "true");
    int64_t noise = watch(line, "noise", ", \"above\": 3", "0");

    (void)state;
    assert_true(fault > 0 && driven > fault && noise > driven);
    property_set(line, "s", "fault", "\"no-answer\"");
    expect_change(line, fault, "fault", "\"no-answer\"");
    property_set(line, "s", "noise", "4");
    expect_change(line, noise, "noise", "4");
    property_set(line, "s", "driven", "false");
    expect_change(line, driven, "driven", "false");
    expect_no_event(line);
}

static void what_cannot_be_watched_is_refused(void **state)
{
    struct qmpc *line = start_with_sensor("0");

    (void)state;
    refuse_watch(line, "{\"path\": \"s\", \"property\": \"unit\"}",
                 "Property 'unit' is no bool, number or short enum: it cannot be watched");
    refuse_watch(line, "{\"path\": \"hub\", \"property\": \"sensor\"}",
                 "Property 'sensor' is no bool, number or short enum: it cannot be watched");
    refuse_watch(line, "{\"path\": \"s\", \"property\": \"no\"}", "Property 'sensor.no' not found");
    refuse_watch(line, "{\"path\": \"s\", \"property\": \"fault\", \"above\": 1}",
                 "Property 'fault' is no number: it has no bounds");
    refuse_watch(line, "{\"path\": \"s\", \"property\": \"driven\", \"below\": 1}",
                 "Property 'driven' is no number: it has no bounds");
    refuse_watch(line, "{\"path\": \"s\", \"property\": \"value\", \"interval\": -1}",
                 "Parameter 'interval' expects 0 to 3600000 milliseconds");
    refuse_watch(line, "{\"path\": \"s\", \"property\": \"value\", \"interval\": 3600001}",
                 "Parameter 'interval' expects 0 to 3600000 milliseconds");
    expect_refusal(line, "agent-watch", "{\"path\": \"no\", \"property\": \"value\"}",
                   "DeviceNotFound", "Device 'no' not found");
    unwatch(line, watch(line, "value", ", \"interval\": 3600000", "0"));
}

static void there_are_so_many_watches_and_no_more(void **state)
{
    struct qmpc *line = start_with_sensor("0");
    int64_t ids[AGENT_WATCHES_MAX];
    char desc[80];

    (void)state;
    for (int i = 0; i < AGENT_WATCHES_MAX; i++)
        ids[i] = watch(line, "value", "", "0");
    snprintf(desc, sizeof desc, "There are %d watches already: no room", AGENT_WATCHES_MAX);
    refuse_watch(line, "{\"path\": \"s\", \"property\": \"value\"}", desc);
    set_value(line, "1");
    for (int i = 0; i < AGENT_WATCHES_MAX; i++)
        expect_change(line, ids[i], "value", "1");
    expect_no_event(line);
    unwatch(line, ids[3]);
    ids[3] = watch(line, "value", "", "1");
    for (int i = 0; i < AGENT_WATCHES_MAX; i++)
        assert_true(i == 3 || ids[3] > ids[i]); /* no id is used again */
}

static void watches_end_when_they_are_told_to(void **state)
{
    struct qmpc *line = start_with_sensor("0");
    int64_t id = watch(line, "value", "", "0"), other = watch(line, "noise", "", "0");
    char arguments[40], desc[40];

    (void)state;
    unwatch(line, id);
    set_value(line, "1");
    expect_no_event(line);
    property_set(line, "s", "noise", "1");
    expect_change(line, other, "noise", "1");
    snprintf(arguments, sizeof arguments, "{\"id\": %lld}", (long long)id);
    snprintf(desc, sizeof desc, "There is no watch %lld", (long long)id);
    expect_refusal(line, "agent-unwatch", arguments, "GenericError", desc);
    expect_refusal(line, "agent-unwatch", "{\"id\": 0}", "GenericError", "There is no watch 0");
    expect_refusal(line, "agent-unwatch", "{\"id\": -1}", "GenericError", "There is no watch -1");
}

static void watches_of_a_deleted_device_end(void **state)
{
    struct qmpc *line = start_with_sensor("0");
    struct qmpc_message *reply;

    (void)state;
    (void)watch(line, "value", "", "0");
    qmpc_message_free(ask(line, "device_del", "{\"id\": \"s\"}"));
    qmpc_message_free(expect_event(line, "DEVICE_DELETED"));
    reply = ask(line, "agent-query-watches", "{}");
    assert_string_equal(qmpc_message_text(reply) + strlen(qmpc_message_text(reply)) - 3, "[]}");
    qmpc_message_free(reply);
    qmpc_message_free(ask(line, "device_add", "{\"driver\": \"sensor\", \"id\": \"s\"}"));
    set_value(line, "5");
    expect_no_event(line);
}

static void watches_are_listed_with_what_was_asked_for(void **state)
{
    struct qmpc *line = start_with_sensor("0");
    int64_t first = watch(line, "value", ", \"above\": 5, \"below\": -5", "0");
    int64_t second = watch(line, "fault", ", \"interval\": 250", "\"none\"");
    struct qmpc_message *reply = ask(line, "agent-query-watches", "{}");
    struct qmpc_json list = qmpc_get(reply, "return");
    char expected[400];

    (void)state;
    snprintf(expected, sizeof expected,
             "[{\"id\": %lld, \"path\": \"/machine/peripheral/s\", \"property\": \"value\", "
             "\"above\": 5, \"below\": -5, \"interval\": 10}, {\"id\": %lld, \"path\": "
             "\"/machine/peripheral/s\", \"property\": \"fault\", \"interval\": 250}]",
             (long long)first, (long long)second);
    assert_int_equal(list.length, strlen(expected));
    assert_memory_equal(list.text, expected, list.length);
    qmpc_message_free(reply);
}

/* On a board without interrupts the agent looks as often as it is let in. */
static void what_the_application_changes_is_told_too(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *event;

    (void)state;
    qmpc_message_free(
        ask(line, "agent-watch", "{\"path\": \"hub\", \"property\": \"beats\", \"interval\": 50}"));
    for (int i = 0; i < 3; i++) {
        event = expect_event(line, "AGENT_PROPERTY_CHANGE");
        qmpc_message_free(event);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_change_is_told_also_while_stopped),
        board_test(above_is_told_when_the_value_rises_past_it),
        board_test(below_is_told_when_the_value_falls_past_it),
        board_test(both_bounds_make_a_band),
        board_test(a_value_beyond_its_bound_at_first_is_told_when_it_comes_back),
        board_test(events_are_not_closer_than_the_interval),
        board_test(a_change_taken_back_within_the_interval_is_not_told),
        board_test(watches_are_of_bools_numbers_and_enums),
        board_test(what_cannot_be_watched_is_refused),
        board_test(there_are_so_many_watches_and_no_more),
        board_test(watches_end_when_they_are_told_to),
        board_test(watches_of_a_deleted_device_end),
        board_test(watches_are_listed_with_what_was_asked_for),
        board_test(what_the_application_changes_is_told_too),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
