/* test_events.c - events stand between lines, in their place, complete; what a host
 * did not read in time is counted.  (Rate limits: test_event_rate.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define NO_CLOCK "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
#define DROPPED(count)                                                                             \
    NO_CLOCK "\"event\": \"AGENT_EVENTS_DROPPED\", \"data\": {\"count\": " count "}}"

static void expect_notes(struct rig *rig, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        char line[160];

        snprintf(line, sizeof line, SAMPLE_NOTE_LINE("%u"), i);
        rig_expect(rig, line);
    }
}

static void events_are_not_sent_before_negotiation(void **state)
{
    struct rig *rig = rig_new(&sample_schema, sample_handlers);

    (void)state;
    sample_note(rig, 1);
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    sample_note(rig, 2);
    rig_settle(rig);
    rig_expect_silence(rig);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"return\": {}}");
    rig_expect_silence(rig); /* those of before are not made up for */
    sample_note(rig, 3);
    rig_settle(rig);
    rig_expect(rig, SAMPLE_NOTE_LINE("3"));
    rig_free(rig);
}

static void events_carry_data_of_every_kind_or_none(void **state)
{
    const uint64_t data[] = {(uint64_t)-5, 1, (uintptr_t) "a\"\xC3\xA9", (uintptr_t) "beta"};
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    qmp_event_send(&rig->server, SAMPLE_KINDS, data);
    qmp_event_send(&rig->server, SAMPLE_BARE, NULL);
    rig_settle(rig);
    rig_expect(rig, NO_CLOCK "\"event\": \"KINDS\", \"data\": {\"i\": -5, \"b\": true, "
                             "\"s\": \"a\\\"\\u00E9\", \"e\": \"beta\"}}");
    rig_expect(rig, NO_CLOCK "\"event\": \"BARE\"}");
    rig_expect_silence(rig);
    rig_free(rig);
}

static void events_carry_the_time_at_which_they_were_sent(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    rig->has_time_of_day = true;
    rig->seconds = 1700000000;
    rig->microseconds = 999999;
    qmp_event_send(&rig->server, SAMPLE_BARE, NULL);
    rig->seconds++;
    rig->microseconds = 0;
    rig_settle(rig);
    rig_expect(rig, "{\"timestamp\": {\"seconds\": 1700000000, \"microseconds\": 999999}, "
                    "\"event\": \"BARE\"}");
    rig_free(rig);
}

static void events_of_a_command_precede_its_return(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, "{\"execute\":\"burst\",\"arguments\":{\"count\":3}}"
                  "{\"execute\":\"burst\",\"arguments\":{\"count\":1}}");
    expect_notes(rig, 0, 3);
    rig_expect(rig, "{\"return\": {}}");
    expect_notes(rig, 0, 1);
    rig_expect(rig, "{\"return\": {}}");
    rig_expect_silence(rig);
    rig_free(rig);
}

/* The port takes fewer bytes than there are events for. */
static void a_flood_of_events_holds_up_no_reply(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    static const char request[] = "{\"execute\":\"fill\",\"arguments\":{\"size\":10}}";
    /* Those that wait when the request comes, and those that do when it is answered. */
    const size_t enough =
        QMP_OUT_SIZE + 2 * (QMP_EVENTS_MAX + 1) * (sizeof DROPPED("12345678") + 2);
    size_t taken = 0;

    (void)state;
    for (unsigned n = 0; n < QMP_EVENTS_MAX; n++)
        sample_note(rig, n);
    (void)rig_offer(rig, request, sizeof request - 1);
    while (taken < enough) {
        sample_note(rig, 1);
        rig_run(rig);
        taken += rig_take(rig, 40);
    }
    assert_non_null(strstr(rig->received + rig->read, "{\"return\": "));
    rig_free(rig);
}

static void events_never_stand_inside_a_line(void **state)
{
    static const char request[] = "{\"execute\":\"fill\",\"arguments\":{\"size\":9000}}";
    char *fill = sample_fill_line(9000);

    (void)state;
    for (uint32_t seed = 1; seed < 200; seed++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        uint32_t random = seed;
        unsigned notes = 0, fills = 0, sent = 0;
        const char *line;

        qmp_session_input(&rig->session, request, strlen(request));
        do {
            if (unit_random(&random) % 4 == 0 && sent < QMP_EVENTS_MAX)
                sample_note(rig, sent++);
            for (unsigned n = unit_random(&random) % 6; n > 0; n--)
                (void)qmp_session_run(&rig->session);
            rig_take(rig, unit_random(&random) % 300);
        } while (!qmp_session_idle(&rig->session));
        rig_settle(rig);
        while ((line = rig_line(rig))) {
            char note[160];

            snprintf(note, sizeof note, SAMPLE_NOTE_LINE("%u"), notes);
            if (strcmp(line, fill) == 0)
                fills++;
            else if (strcmp(line, note) == 0)
                notes++;
            else
                fail_msg("not a whole line: %s", line);
        }
        assert_int_equal(fills, 1);
        assert_int_equal(notes, sent);
        rig_expect_silence(rig);
        rig_free(rig);
    }
    free(fill);
}

/* One that comes while a line is under way stands right after it. */
static void events_do_not_wait_for_the_requests_behind_them(void **state)
{
    static const char requests[] = "{\"execute\":\"fill\",\"arguments\":{\"size\":20000}}"
                                   "{\"execute\":\"mark\",\"arguments\":{\"number\":1}}";
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    char *fill = sample_fill_line(20000);

    (void)state;
    rig_offer(rig, requests, strlen(requests));
    sample_note(rig, 8);
    rig_settle(rig);
    rig_expect(rig, fill);
    rig_expect(rig, SAMPLE_NOTE_LINE("8"));
    rig_expect(rig, "{\"return\": 1}");
    free(fill);
    rig_free(rig);
}

/* Fills out[] so that no event can be written, then sends COUNT events. */
static struct rig *rig_with_events_that_wait(unsigned count)
{
    static const char request[] = "{\"execute\":\"fill\",\"arguments\":{\"size\":20000}}";
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    rig_offer(rig, request, strlen(request));
    for (unsigned i = 0; i < count; i++)
        sample_note(rig, i);
    rig_settle(rig);
    assert_non_null(rig_line(rig));
    return rig;
}

static void events_wait_for_a_session_that_does_not_read_up_to_the_limit(void **state)
{
    struct rig *rig = rig_with_events_that_wait(QMP_EVENTS_MAX);

    (void)state;
    expect_notes(rig, 0, QMP_EVENTS_MAX);
    rig_expect_silence(rig);
    assert_int_equal(rig->session.counters.events_dropped, 0);
    rig_free(rig);
}

static void events_past_the_limit_are_counted_before_the_next_one(void **state)
{
    static const unsigned excess[] = {1, 2, QMP_EVENTS_MAX, 3 * QMP_EVENTS_MAX + 1};

    (void)state;
    for (size_t i = 0; i < COUNT(excess); i++) {
        struct rig *rig = rig_with_events_that_wait(QMP_EVENTS_MAX + excess[i]);
        char dropped[160];

        snprintf(dropped, sizeof dropped, DROPPED("%u"), excess[i]);
        rig_expect(rig, dropped);
        expect_notes(rig, excess[i], excess[i] + QMP_EVENTS_MAX);
        rig_expect_silence(rig);
        assert_int_equal(rig->session.counters.events_dropped, excess[i]);
        sample_note(rig, 77); /* and then all is well again */
        rig_settle(rig);
        rig_expect(rig, SAMPLE_NOTE_LINE("77"));
        rig_free(rig);
    }
}

/* Whatever the host reads and when: what it gets and what it is told of add up. */
static void events_got_and_events_dropped_add_up(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed < 100; seed++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        uint32_t random = seed;
        unsigned sent = 0, next = 0;
        const char *line;

        for (int round = 0; round < 200; round++) {
            for (unsigned n = unit_random(&random) % (QMP_EVENTS_MAX / 2); n > 0; n--)
                sample_note(rig, sent++);
            for (unsigned n = unit_random(&random) % 8; n > 0; n--)
                (void)qmp_session_run(&rig->session);
            rig_take(rig, unit_random(&random) % (QMP_OUT_SIZE / 2));
        }
        rig_settle(rig);
        while ((line = rig_line(rig))) {
            unsigned number;

            if (sscanf(line, DROPPED("%u"), &number) == 1 && strstr(line, "_DROPPED")) {
                next += number;
            } else {
                assert_int_equal(sscanf(line, SAMPLE_NOTE_LINE("%u"), &number), 1);
                assert_int_equal(number, next);
                next++;
            }
        }
        assert_int_equal(next, sent);
        rig_free(rig);
    }
}

static void events_go_to_every_negotiated_session(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    struct qmp_session *second = malloc(sizeof *second);
    const char *bytes;
    size_t size;

    (void)state;
    assert_non_null(second);
    qmp_session_init(second, &rig->server);
    qmp_session_input(second, "{\"execute\":\"qmp_capabilities\"}", 30);
    while (qmp_session_run(second))
        continue;
    qmp_session_sent(second, qmp_session_output(second, &bytes));
    sample_note(rig, 4);
    rig_settle(rig);
    rig_expect(rig, SAMPLE_NOTE_LINE("4"));
    while (qmp_session_run(second))
        continue;
    size = qmp_session_output(second, &bytes);
    assert_int_equal(size, strlen(SAMPLE_NOTE_LINE("4") "\r\n"));
    assert_memory_equal(bytes, SAMPLE_NOTE_LINE("4") "\r\n", size);
    free(second);
    rig_free(rig);
}

static void events_leave_a_session_idle_once_they_are_taken(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    sample_note(rig, 1);
    assert_true(qmp_session_run(&rig->session)); /* an event gives it something to do */
    assert_false(qmp_session_idle(&rig->session));
    rig_settle(rig);
    assert_true(qmp_session_idle(&rig->session));
    assert_false(qmp_session_run(&rig->session));
    rig_free(rig);
}

/* Where no event is held back (QMP_THROTTLES 0), a limited one is sent like any other. */
static void events_of_a_limited_kind_are_sent_at_once_the_first_time(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    uint64_t number = 1;

    (void)state;
    qmp_event_send(&rig->server, SAMPLE_SLOW, &number);
    rig_settle(rig);
    rig_expect(rig, NO_CLOCK "\"event\": \"SLOW\", \"data\": {\"number\": 1}}");
    number = 2;
    qmp_event_send(&rig->server, SAMPLE_SLOW, &number);
    rig_settle(rig);
    if (!QMP_THROTTLES)
        rig_expect(rig, NO_CLOCK "\"event\": \"SLOW\", \"data\": {\"number\": 2}}");
    rig_expect_silence(rig);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_not_sent_before_negotiation),
        cmocka_unit_test(events_carry_data_of_every_kind_or_none),
        cmocka_unit_test(events_carry_the_time_at_which_they_were_sent),
        cmocka_unit_test(events_of_a_command_precede_its_return),
        cmocka_unit_test(a_flood_of_events_holds_up_no_reply),
        cmocka_unit_test(events_never_stand_inside_a_line),
        cmocka_unit_test(events_do_not_wait_for_the_requests_behind_them),
        cmocka_unit_test(events_wait_for_a_session_that_does_not_read_up_to_the_limit),
        cmocka_unit_test(events_past_the_limit_are_counted_before_the_next_one),
        cmocka_unit_test(events_got_and_events_dropped_add_up),
        cmocka_unit_test(events_go_to_every_negotiated_session),
        cmocka_unit_test(events_leave_a_session_idle_once_they_are_taken),
        cmocka_unit_test(events_of_a_limited_kind_are_sent_at_once_the_first_time),
    };

    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
