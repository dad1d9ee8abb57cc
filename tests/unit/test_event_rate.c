/* test_event_rate.c - rate-limited events: the first at once, the last of a burst when
 * the interval is over, and no other kind disturbed.
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define NO_CLOCK "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
#define SLOW_LINE(name, number)                                                                    \
    NO_CLOCK "\"event\": \"" name "\", \"data\": {\"number\": " number "}}"

static void slow(struct rig *rig, unsigned kind, uint64_t number)
{
    qmp_event_send(&rig->server, SAMPLE_SLOW + kind, &number);
}

static uint64_t tick(struct rig *rig, uint64_t later)
{
    uint64_t next;

    rig->now += later;
    next = qmp_event_tick(&rig->server);
    rig_settle(rig);
    return next;
}

static void rate_sends_the_first_event_at_once(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    slow(rig, 0, 1);
    rig_settle(rig);
    rig_expect(rig, SLOW_LINE("SLOW", "1"));
    assert_true(tick(rig, 0) == UINT64_MAX);
    rig_free(rig);
}

static void rate_keeps_the_last_of_a_burst_until_the_interval_is_over(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    uint64_t start = rig->now;

    (void)state;
    slow(rig, 0, 1);
    slow(rig, 0, 2);
    rig->now += 10;
    slow(rig, 0, 3);
    rig_settle(rig);
    rig_expect(rig, SLOW_LINE("SLOW", "1"));
    rig_expect_silence(rig);
    assert_true(tick(rig, 0) == start + QMP_EVENT_INTERVAL);
    assert_true(tick(rig, QMP_EVENT_INTERVAL - 11) == start + QMP_EVENT_INTERVAL);
    rig_expect_silence(rig);
    assert_true(tick(rig, 1) == UINT64_MAX);
    rig_expect(rig, SLOW_LINE("SLOW", "3"));
    rig_expect_silence(rig);
    rig_free(rig);
}

static void rate_holds_back_after_a_delayed_event_too(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    slow(rig, 0, 1);
    slow(rig, 0, 2);
    tick(rig, QMP_EVENT_INTERVAL);
    slow(rig, 0, 3);
    rig_settle(rig);
    rig_expect(rig, SLOW_LINE("SLOW", "1"));
    rig_expect(rig, SLOW_LINE("SLOW", "2"));
    rig_expect_silence(rig);
    tick(rig, QMP_EVENT_INTERVAL);
    rig_expect(rig, SLOW_LINE("SLOW", "3"));
    rig_free(rig);
}

static void rate_sends_at_once_again_after_a_quiet_interval(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    for (int i = 0; i < 5; i++) {
        slow(rig, 0, 1);
        rig_settle(rig);
        rig_expect(rig, SLOW_LINE("SLOW", "1"));
        rig->now += QMP_EVENT_INTERVAL; /* nobody ticks: not needed for this */
    }
    rig_free(rig);
}

static void rate_sends_a_late_one_before_the_next_of_its_kind(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    slow(rig, 0, 1);
    slow(rig, 0, 2);
    rig->now += 3 * (uint64_t)QMP_EVENT_INTERVAL; /* nobody ticked in between */
    slow(rig, 0, 3);
    rig_settle(rig);
    rig_expect(rig, SLOW_LINE("SLOW", "1"));
    rig_expect(rig, SLOW_LINE("SLOW", "2"));
    rig_expect_silence(rig);
    tick(rig, QMP_EVENT_INTERVAL);
    rig_expect(rig, SLOW_LINE("SLOW", "3"));
    rig_expect_silence(rig);
    rig_free(rig);
}

static void rate_does_not_hold_back_other_events(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    slow(rig, 0, 1);
    slow(rig, 0, 2);
    sample_note(rig, 3);
    sample_note(rig, 4);
    slow(rig, 1, 5);
    slow(rig, 1, 6);
    rig_settle(rig);
    rig_expect(rig, SLOW_LINE("SLOW", "1"));
    rig_expect(rig, SAMPLE_NOTE_LINE("3"));
    rig_expect(rig, SAMPLE_NOTE_LINE("4"));
    rig_expect(rig, SLOW_LINE("SLOW_1", "5"));
    rig_expect_silence(rig);
    tick(rig, QMP_EVENT_INTERVAL);
    rig_expect(rig, SLOW_LINE("SLOW", "2"));
    rig_expect(rig, SLOW_LINE("SLOW_1", "6"));
    rig_expect_silence(rig);
    rig_free(rig);
}

static void rate_keeps_the_time_at_which_a_delayed_event_happened(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    slow(rig, 0, 1);
    rig->has_time_of_day = true;
    rig->seconds = 100;
    rig->microseconds = 5;
    slow(rig, 0, 2);
    rig->seconds = 101;
    tick(rig, QMP_EVENT_INTERVAL);
    (void)rig_line(rig);
    rig_expect(rig, "{\"timestamp\": {\"seconds\": 100, \"microseconds\": 5}, "
                    "\"event\": \"SLOW\", \"data\": {\"number\": 2}}");
    rig_free(rig);
}

/* More kinds than can be held back: then nothing is, but nothing is lost. */
static void rate_sends_kinds_it_cannot_hold_back_at_once(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    const unsigned kinds = QMP_THROTTLES + 1;
    unsigned lines = 0;

    (void)state;
    assert_in_range(kinds, 1, SAMPLE_SLOW_LAST - SAMPLE_SLOW + 1);
    for (unsigned burst = 0; burst < 2; burst++) {
        for (unsigned kind = 0; kind < kinds; kind++) {
            slow(rig, kind, kind);
            rig_settle(rig);
        }
    }
    while (rig_line(rig))
        lines++;
    assert_int_equal(lines, kinds + 1);
    tick(rig, QMP_EVENT_INTERVAL);
    while (rig_line(rig))
        lines++;
    assert_int_equal(lines, 2 * kinds);
    rig_free(rig);
}

/* After any bursts each kind's last event has arrived, and no two of a kind were
 * sent closer together than the interval. */
static void rate_keeps_its_promise_for_any_bursts(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed < 50; seed++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        const unsigned kinds = QMP_THROTTLES;
        uint64_t last_sent[QMP_THROTTLES] = {0}, arrived[QMP_THROTTLES] = {0};
        uint64_t since[QMP_THROTTLES] = {0};
        uint32_t random = seed;

        for (unsigned step = 1; step < 500; step++) {
            unsigned kind = unit_random(&random) % kinds;
            const char *line;

            if (step < 450) {
                slow(rig, kind, step);
                last_sent[kind] = step;
            }
            tick(rig, unit_random(&random) % (QMP_EVENT_INTERVAL / 2));
            while ((line = rig_line(rig))) {
                unsigned number, k = 0;

                if (sscanf(line, NO_CLOCK "\"event\": \"SLOW\", \"data\": {\"number\": %u",
                           &number) != 1)
                    assert_int_equal(
                        sscanf(line, NO_CLOCK "\"event\": \"SLOW_%u\", \"data\": {\"number\": %u",
                               &k, &number),
                        2);
                assert_in_range(k, 0, kinds - 1);
                assert_true(number > arrived[k]);
                if (arrived[k]) /* it was sent at this step's end or begin */
                    assert_true(rig->now - since[k] >= QMP_EVENT_INTERVAL / 2);
                arrived[k] = number;
                since[k] = rig->now;
            }
        }
        for (unsigned k = 0; k < kinds; k++)
            assert_true(arrived[k] == last_sent[k]);
        rig_free(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rate_sends_the_first_event_at_once),
        cmocka_unit_test(rate_keeps_the_last_of_a_burst_until_the_interval_is_over),
        cmocka_unit_test(rate_holds_back_after_a_delayed_event_too),
        cmocka_unit_test(rate_sends_at_once_again_after_a_quiet_interval),
        cmocka_unit_test(rate_sends_a_late_one_before_the_next_of_its_kind),
        cmocka_unit_test(rate_does_not_hold_back_other_events),
        cmocka_unit_test(rate_keeps_the_time_at_which_a_delayed_event_happened),
        cmocka_unit_test(rate_sends_kinds_it_cannot_hold_back_at_once),
        cmocka_unit_test(rate_keeps_its_promise_for_any_bursts),
    };

    return cmocka_run_group_tests_name("event rate", tests, NULL, NULL);
}
