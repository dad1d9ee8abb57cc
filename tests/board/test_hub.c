/* test_hub.c - the sample application: its reports, its console, and the bug it has on purpose.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "property.h"
#include "typed.h"

#define HUB         "hub"
#define TEMPERATURE "/machine/peripheral/temperature"
#define FAN         "/machine/peripheral/fan"
#define UPLINK      "/machine/peripheral/uplink0"

static struct qmpc *start(void)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    hub_wait_beats(line, 1);
    return line;
}

/* Has the hub go on as if it had beaten that often, with this value of its sensor.  The
 * application may be held just when it counts, and then goes on as before. */
static void jump(struct qmpc *line, uint32_t beats, const char *value)
{
    do_stop(line);
    hub_write(line, offsetof(struct hub, beats), beats);
    property_set(line, TEMPERATURE, "value", value);
    do_cont(line);
}

/* ------------------------------------------------------------------------ uplink */

static void plug(struct qmpc *line, const char *up)
{
    qmpc_message_free(ask(line, "set_link", "{\"name\": \"uplink0\", \"up\": %s}", up));
}

static void readings_go_over_the_uplink_while_its_cable_is_plugged(void **state)
{
    struct qmpc *line = start();
    uint64_t sent;

    (void)state;
    property_set(line, TEMPERATURE, "value", "1234");
    property_wait_uint(line, HUB, "temperature", 1234);
    sent = property_uint(line, UPLINK, "sent");
    jump(line, HUB_LOG_BEATS - 1, "1234");
    property_wait_least(line, UPLINK, "sent", sent + 1);
    assert_int_equal(property_uint(line, UPLINK, "last"), 1234);
    plug(line, "false");
    assert_false(property_bool(line, UPLINK, "link"));
    sent = property_uint(line, UPLINK, "sent");
    jump(line, HUB_LOG_BEATS - 1, "1235");
    property_wait_least(line, UPLINK, "failed", 1);
    assert_int_equal(property_uint(line, UPLINK, "sent"), sent);
    assert_int_equal(property_uint(line, UPLINK, "last"), 1234);
    plug(line, "true");
    jump(line, HUB_LOG_BEATS - 1, "1235");
    property_wait_uint(line, UPLINK, "last", 1235);
}

/* ----------------------------------------------------------------------- console */

static void a_typed_line_that_says_status_has_the_hub_log_at_once(void **state)
{
    static const char report[] = "hub: temperature -12.34 C, fan off\r\n";
    struct qmpc *line = start();
    struct listener listener;

    (void)state;
    listen_to(&listener, line);
    jump(line, HUB_LOG_BEATS, "-1234"); /* no other report for a second */
    property_wait_uint(line, FAN, "actual", 0);
    hub_wait_beats(line, HUB_LOG_BEATS + 1);
    type_text(line, "status of what\\nstatu\\n status\\nstatuss\\n");
    listen_for(&listener, "statuss\n");
    type_text(line, "that is all"); /* so what is said to those lines has been said */
    listen_for(&listener, "that is all");
    assert_null(strstr(listener.text, report));
    type_text(line, "\\r\\nstatus\\r\\n");
    listen_for(&listener, report);
}

/* ---------------------------------------------------------------------- exercise */

/* Begins an alarm at this beat. */
static void begin_alarm(struct qmpc *line, uint32_t beats)
{
    jump(line, beats, "9000");
    property_wait_string(line, HUB, "state", "alarm");
}

/* The busiest duty when the log period is over. */
static uint64_t busiest(struct qmpc *line)
{
    property_wait_string(line, HUB, "state", "normal");
    jump(line, 3 * HUB_LOG_BEATS - 1, "1000");
    hub_wait_beats(line, 3 * HUB_LOG_BEATS);
    return property_uint(line, HUB, "busiest");
}

/* Ends an alarm with the last beat of a period, as nearly as one can from outside. */
static uint64_t busiest_after_an_alarm_to_the_last_beat(struct qmpc *line)
{
    begin_alarm(line, HUB_LOG_BEATS + 10);
    jump(line, 2 * HUB_LOG_BEATS - 1, "1000");
    return busiest(line);
}

static void the_hub_has_the_bug_that_it_is_said_to_have(void **state)
{
    struct qmpc *line = start();
    unsigned tries = 0;

    (void)state;
    begin_alarm(line, HUB_LOG_BEATS + 10);
    jump(line, HUB_LOG_BEATS + 50, "1000");
    assert_true(busiest(line) <= HUB_LOG_BEATS);
    begin_alarm(line, 2 * HUB_LOG_BEATS - 5);
    hub_wait_beats(line, 2 * HUB_LOG_BEATS + 5);
    property_set(line, TEMPERATURE, "value", "1000");
    assert_true(busiest(line) <= HUB_LOG_BEATS);
    while (busiest_after_an_alarm_to_the_last_beat(line) <= HUB_LOG_BEATS)
        assert_true(++tries < 10);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(readings_go_over_the_uplink_while_its_cable_is_plugged),
        board_test(a_typed_line_that_says_status_has_the_hub_log_at_once),
        board_test(the_hub_has_the_bug_that_it_is_said_to_have),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
