/* test_scenario.c - a host leads the sensor hub through a bad day: it gets warm, the fan goes on,
 * the sensor fails and recovers, and at last the hub hangs.  All of it in less than two seconds,
 * waiting for events and never asking again and again.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "property.h"

#include <inttypes.h>
#include <time.h>

#define LIMIT_MS 2000
/* On a busy machine the day may take as long as so many beats, of 10 ms, do there. */
#define LIMIT_BEATS 200
#define MEASURED    20 /* of them */

#define TEMPERATURE "/machine/peripheral/temperature"
#define FAN         "/machine/peripheral/fan"

static int64_t milliseconds(void)
{
    struct timespec now;

    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Watches the property, with these members of the arguments; returns the watch's id. */
static int64_t watch(struct qmpc *line, const char *path, const char *property, const char *more)
{
    struct qmpc_message *reply = ask(
        line, "agent-watch", "{\"path\": \"%s\", \"property\": \"%s\"%s}", path, property, more);
    int64_t id = 0;

    assert_int_equal(qmpc_get_int64(reply, "return.id", &id), QMPC_OK);
    qmpc_message_free(reply);
    return id;
}

static void unwatch(struct qmpc *line, int64_t id)
{
    qmpc_message_free(ask(line, "agent-unwatch", "{\"id\": %" PRId64 "}", id));
}

/* The next change, which the watch ID tells; to be freed. */
static struct qmpc_message *expect_change(struct qmpc *line, int64_t id)
{
    struct qmpc_message *event = expect_event(line, "AGENT_PROPERTY_CHANGE");
    int64_t which = 0;

    assert_int_equal(qmpc_get_int64(event, "data.id", &which), QMPC_OK);
    if (which != id)
        fail_msg("a change of another property: %s", qmpc_message_text(event));
    return event;
}

static void expect_number(struct qmpc *line, int64_t id, int64_t least, int64_t most)
{
    struct qmpc_message *event = expect_change(line, id);
    int64_t value = 0;

    assert_int_equal(qmpc_get_int64(event, "data.value", &value), QMPC_OK);
    if (value < least || value > most)
        fail_msg("%" PRId64 " is not %" PRId64 " to %" PRId64, value, least, most);
    qmpc_message_free(event);
}

static void expect_mode(struct qmpc *line, int64_t id, const char *mode)
{
    struct qmpc_message *event = expect_change(line, id);

    if (!qmpc_string_at_is(event, "data.value", mode))
        fail_msg("the hub should be in the state %s: %s", mode, qmpc_message_text(event));
    qmpc_message_free(event);
}

/* ----------------------------------------------------------------------- the day */

static void it_gets_warm_and_the_fan_goes_on(struct qmpc *line)
{
    int64_t warm = watch(line, "hub", "temperature", ", \"above\": 2600"), fan;

    property_set(line, TEMPERATURE, "value", "2500");
    property_set(line, TEMPERATURE, "ramp-to", "2900");
    property_set(line, TEMPERATURE, "ramp-rate", "2000");
    expect_number(line, warm, 2601, 2900);
    unwatch(line, warm);
    fan = watch(line, FAN, "state", "");
    if (property_uint(line, FAN, "state") == 0)
        expect_number(line, fan, 1, 1);
    unwatch(line, fan);
    assert_int_equal(property_uint(line, FAN, "actual"), 1);
}

static void the_sensor_fails_and_recovers(struct qmpc *line)
{
    int64_t mode = watch(line, "hub", "state", "");

    property_is_string(line, "hub", "state", "cooling");
    property_set(line, TEMPERATURE, "fault", "\"no-answer\"");
    expect_mode(line, mode, "sensor-fault");
    assert_int_equal(property_uint(line, FAN, "actual"), 1);
    property_set(line, TEMPERATURE, "fault", "\"none\"");
    expect_mode(line, mode, "cooling");
    property_set(line, TEMPERATURE, "ramp-rate", "0");
    property_set(line, TEMPERATURE, "value", "7000");
    expect_mode(line, mode, "alarm");
    property_set(line, TEMPERATURE, "value", "2000");
    expect_mode(line, mode, "normal");
    assert_int_equal(property_uint(line, FAN, "actual"), 0);
    unwatch(line, mode);
}

/* Where nothing gets in when the application hangs, it is its watchdog that asks too much: a
 * beat takes ten milliseconds. */
static void the_hub_hangs_and_is_restarted(struct qmpc *line)
{
    static const struct qmpc_request orders[] = {
        {"qom-set", "{\"path\": \"hub\", \"property\": \"watchdog\", \"value\": 300}", "\"dog\"",
         false},
        {"qom-set", "{\"path\": \"hub\", \"property\": \"hang\", \"value\": 1}", "\"hang\"",
         false}};
    struct qmpc_message *event;

    if (board->reaches_a_hang) {
        /* At once, or a busy machine may let the watchdog's time pass between the two.  The hub
         * starts its watchdog before it hangs. */
        for (size_t i = 0; i < COUNT(orders); i++)
            succeeds(line, qmpc_send(line, &orders[i], soon(), NULL));
        for (size_t i = 0; i < COUNT(orders); i++)
            succeeds(line, qmpc_wait_reply(line, orders[i].id, soon(), NULL));
    } else {
        property_set(line, "hub", "watchdog", "5");
    }
    event = expect_event(line, "WATCHDOG");
    assert_true(qmpc_string_at_is(event, "data.action", "reset"));
    qmpc_message_free(event);
    expect_cause(line, "RESET", true, "guest-reset");
    assert_int_equal(property_uint(line, "hub", "hang"), 0);
    assert_int_equal(property_uint(line, "hub", "watchdog"), 0);
    assert_false(property_bool(line, TEMPERATURE, "driven"));
}

static void a_hub_has_a_bad_day_in_less_than_two_seconds(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    int64_t began = milliseconds(), took, beats;

    (void)state;
    it_gets_warm_and_the_fan_goes_on(line);
    the_sensor_fails_and_recovers(line);
    the_hub_hangs_and_is_restarted(line);
    /* It lives. */
    beats = watch(line, "hub", "beats", ", \"above\": 3");
    if (property_uint(line, "hub", "beats") <= 3)
        qmpc_message_free(expect_change(line, beats));
    took = milliseconds() - began;
    print_message("the day took %" PRId64 " ms\n", took);
    if (took >= LIMIT_MS)
        assert_true(took < hub_time_beats(line, MEASURED) * LIMIT_BEATS / MEASURED);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_hub_has_a_bad_day_in_less_than_two_seconds),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
