/* test_clock.c - the calendar clock is set, and the board's clock jumps.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "property.h"

#include <inttypes.h>

#define RTC    "/machine/unattached/rtc"
#define CLINT  "/machine/unattached/clint"
#define SECOND 1000000000ull
#define HOUR   3600

/* The clock was set to TIME at most as long ago as a test's patience is. */
static void expect_time(struct qmpc *line, uint64_t time)
{
    uint64_t now = property_uint(line, RTC, "time");

    if (now < time || now - time > 300 * SECOND)
        fail_msg("it is %" PRIu64 ", after %" PRIu64, now, time);
}

static struct qmpc *start(void)
{
    return emulator_attach(emulator_start(NULL));
}

static void expect_rtc_change(struct qmpc *line, int64_t least, int64_t most)
{
    struct qmpc_message *event = expect_event(line, "RTC_CHANGE");
    int64_t offset = 0;

    assert_int_equal(qmpc_get_int64(event, "data.offset", &offset), QMPC_OK);
    if (offset < least || offset > most)
        fail_msg("%s", qmpc_message_text(event));
    assert_true(qmpc_string_at_is(event, "data.qom-path", RTC));
    qmpc_message_free(event);
}

/* ---------------------------------------------------------------- calendar clock */

static void the_time_that_is_set_goes_on_from_there(void **state)
{
    static const uint64_t times[] = {0, 0xffffffff, 0x100000000, 1795000000 * SECOND};
    struct qmpc *line = start();

    (void)state;
    for (size_t i = 0; i < COUNT(times); i++) {
        property_set_uint(line, RTC, "time", times[i]);
        expect_time(line, times[i]);
    }
    property_refuses(line, RTC, "time", "true",
                     "Invalid parameter type for 'time', expected: integer");
}

static void events_carry_the_time_that_was_set(void **state)
{
    struct qmpc *line = start();
    struct qmpc_message *event;
    int64_t seconds = 0;

    (void)state;
    property_set_uint(line, RTC, "time", 1000000 * SECOND);
    do_command(line, "stop");
    do {
        qmpc_wait_event(line, NULL, soon(), &event);
        assert_non_null(event);
        seconds = qmpc_string_at_is(event, "event", "STOP") ? 0 : -1;
        if (seconds == 0)
            assert_int_equal(qmpc_get_int64(event, "timestamp.seconds", &seconds), QMPC_OK);
        qmpc_message_free(event);
    } while (seconds < 0);
    assert_in_range(seconds, 1000000, 1000300);
}

static void setting_the_time_is_an_event_with_the_offset_in_all(void **state)
{
    struct qmpc *line = start();
    uint64_t now = property_uint(line, RTC, "time");

    (void)state;
    property_set_uint(line, RTC, "time", now + HOUR * SECOND);
    /* What is set is past by the time it arrives, by as much as the host is slow. */
    expect_rtc_change(line, HOUR - 60, HOUR);
    now = property_uint(line, RTC, "time");
    property_set_uint(line, RTC, "time", now - 3 * HOUR * SECOND);
    expect_rtc_change(line, -2 * HOUR - 120, -2 * HOUR);
}

/* ------------------------------------------------------------------ board's clock */

static void the_board_s_clock_jumps_ahead_and_no_other(void **state)
{
    struct qmpc *line = start();
    uint64_t clock = property_uint(line, CLINT, "clock");
    uint64_t time = property_uint(line, RTC, "time");

    (void)state;
    property_set_uint(line, CLINT, "advance", HOUR * 1000000ull);
    assert_in_range(property_uint(line, CLINT, "clock") - clock, HOUR * 1000000ull,
                    (HOUR + 300) * 1000000ull);
    assert_in_range(property_uint(line, RTC, "time") - time, 0, 300 * SECOND);
    assert_in_range(property_uint(line, CLINT, "mtime"), 0, 300 * 10000000ull);
}

/* The application waits for its next period, which is then over, and goes on from there. */
static void an_application_that_waits_goes_on_after_a_jump(void **state)
{
    struct qmpc *line = start();
    struct hub before, after;

    (void)state;
    hub_wait_beats(line, 3);
    for (int i = 0; i < 5; i++) {
        before = hub_read(line);
        property_set_uint(line, CLINT, "advance", 24 * HOUR * 1000000ull);
        hub_wait_beats(line, before.beats + 10);
        after = hub_read(line);
        assert_true(after.late > before.late);
    }
}

/* A period's worth at a time, a stopped application's time goes by; it has not worked in it. */
static void the_clock_of_a_stopped_application_jumps_too(void **state)
{
    struct qmpc *line = start();
    struct hub before;

    (void)state;
    hub_wait_beats(line, 1);
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    before = hub_read(line);
    for (int i = 0; i < 10; i++)
        property_set_uint(line, CLINT, "advance", HUB_PERIOD);
    assert_int_equal(hub_read(line).beats, before.beats);
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    hub_wait_beats(line, before.beats + 10);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_time_that_is_set_goes_on_from_there),
        board_test(events_carry_the_time_that_was_set),
        board_test(setting_the_time_is_an_event_with_the_offset_in_all),
        board_test(the_board_s_clock_jumps_ahead_and_no_other),
        board_test(an_application_that_waits_goes_on_after_a_jump),
        board_test(the_clock_of_a_stopped_application_jumps_too),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
