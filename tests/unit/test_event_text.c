/* test_event_text.c - events that bring text along, and the order in which events that had to
 * wait are sent.
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define NO_CLOCK "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "

/* Events of an extension: strings, "any" and a number. */
enum { TOLD, TOLD_SLOWLY, TOLD_SLOWLY_TOO, PLACED };

static const struct qmp_member told_members[] = {{.name = "who", .type = &qmp_type_str},
                                                 {.name = "what", .type = &qmp_type_any},
                                                 {.name = "number", .type = &qmp_type_int},
                                                 {.name = "why", .type = &qmp_type_str}};
static const struct qmp_type told = {
    .name = "told", .meta = QMP_OBJECT, .count = COUNT(told_members), .members = told_members};
static const struct qmp_type spot = {.name = "spot", .meta = QMP_OBJECT, .open = true};
static const struct qmp_member placed_members[] = {
    {.name = "at", .type = &spot, .optional = true},
    {.name = "name", .type = &qmp_type_str, .optional = true},
    {.name = "number", .type = &qmp_type_int}};
static const struct qmp_type placed = {.name = "placed",
                                       .meta = QMP_OBJECT,
                                       .count = COUNT(placed_members),
                                       .members = placed_members};
static const struct qmp_event_type events[] = {
    [TOLD] = {.name = "TOLD", .data = &told},
    [TOLD_SLOWLY] = {.name = "TOLD_SLOWLY", .data = &told, .rate_limited = true},
    [PLACED] = {.name = "PLACED", .data = &placed},
    [TOLD_SLOWLY_TOO] = {.name = "TOLD_SLOWLY_TOO", .data = &told, .rate_limited = true},
};
static const struct qmp_schema schema = {.events = events, .event_count = COUNT(events)};

static struct rig *extended(void)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    qmp_server_extend(&rig->server, &schema, NULL);
    return rig;
}

/* Sends an event whose text is WHO and then WHAT; WHY is constant. */
static void tell(struct rig *rig, unsigned event, const char *who, const char *what, int64_t number)
{
    size_t first = strlen(who) + 1, size = first + strlen(what) + 1;
    const uint64_t data[] = {0, first, (uint64_t)number, (uintptr_t) "because"};
    char *text = malloc(size);

    assert_non_null(text);
    memcpy(text, who, first);
    memcpy(text + first, what, size - first);
    qmp_event_send_text(&rig->server, SAMPLE_EVENTS + event, data, text, size);
    memset(text, 'x', size); /* it was copied */
    free(text);
}

static void expect_told(struct rig *rig, const char *event, const char *who, const char *what,
                        int64_t number)
{
    char line[600];

    snprintf(line, sizeof line,
             NO_CLOCK "\"event\": \"%s\", \"data\": {\"who\": \"%s\", \"what\": %s, "
                      "\"number\": %lld, \"why\": \"because\"}}",
             event, who, what, (long long)number);
    rig_expect(rig, line);
}

static void text_of_an_event_is_copied(void **state)
{
    struct rig *rig = extended();

    (void)state;
    tell(rig, TOLD, "me", "{\"a\": [1, true, null]}", -5);
    tell(rig, TOLD, "", "\"b\"", 0);
    rig_settle(rig);
    expect_told(rig, "TOLD", "me", "{\"a\": [1, true, null]}", -5);
    expect_told(rig, "TOLD", "", "\"b\"", 0);
    rig_free(rig);
}

static void text_of_an_event_leaves_escaped_but_any_value_as_it_is(void **state)
{
    struct rig *rig = extended();

    (void)state;
    tell(rig, TOLD, "a\"b\\\xC3\xA9\n", "\"\\u00E9\"", 1);
    rig_settle(rig);
    expect_told(rig, "TOLD", "a\\\"b\\\\\\u00E9\\n", "\"\\u00E9\"", 1);
    rig_free(rig);
}

/* Small numbers are offsets only for text. */
static void numbers_of_an_event_with_text_are_numbers(void **state)
{
    static const int64_t numbers[] = {0,         1,        QMP_EVENT_TEXT - 1, QMP_EVENT_TEXT,
                                      INT64_MAX, INT64_MIN};
    struct rig *rig = extended();

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        tell(rig, TOLD, "x", "0", numbers[i]);
        rig_settle(rig);
        expect_told(rig, "TOLD", "x", "0", numbers[i]);
    }
    rig_free(rig);
}

static void text_of_an_event_may_fill_its_place(void **state)
{
    char who[QMP_EVENT_TEXT - 1];
    struct rig *rig = extended();

    (void)state;
    memset(who, 'w', sizeof who);
    who[QMP_EVENT_TEXT - 3] = '\0'; /* one digit and two NULs make it QMP_EVENT_TEXT bytes */
    tell(rig, TOLD, who, "7", 1);
    rig_settle(rig);
    expect_told(rig, "TOLD", who, "7", 1);
    rig_free(rig);
}

static void text_stays_with_its_event_in_the_ring(void **state)
{
    struct rig *rig = extended();
    char who[16];

    (void)state;
    for (int i = 0; i < QMP_EVENTS_MAX; i++) {
        snprintf(who, sizeof who, "w%d", i);
        tell(rig, TOLD, who, "true", i);
    }
    rig_settle(rig);
    for (int i = 0; i < QMP_EVENTS_MAX; i++) {
        snprintf(who, sizeof who, "w%d", i);
        expect_told(rig, "TOLD", who, "true", i);
    }
    rig_free(rig);
}

static void rate_limit_keeps_the_last_text(void **state)
{
    struct rig *rig = extended();

    (void)state;
    tell(rig, TOLD_SLOWLY, "first", "1", 1);
    tell(rig, TOLD_SLOWLY, "a much longer second", "[2, 2, 2]", 2);
    tell(rig, TOLD_SLOWLY, "third", "3", 3);
    rig_settle(rig);
    expect_told(rig, "TOLD_SLOWLY", "first", "1", 1);
    rig_expect_silence(rig);
    rig->now += QMP_EVENT_INTERVAL;
    assert_true(qmp_event_tick(&rig->server) == UINT64_MAX);
    rig_settle(rig);
    expect_told(rig, "TOLD_SLOWLY", "third", "3", 3);
    rig_expect_silence(rig);
    rig_free(rig);
}

/* What waited and is due goes before what is sent now, of whatever kind. */
static void late_events_go_before_new_ones(void **state)
{
    struct rig *rig = extended();

    (void)state;
    tell(rig, TOLD_SLOWLY, "a", "1", 1);
    tell(rig, TOLD_SLOWLY, "b", "2", 2);
    rig->now += QMP_EVENT_INTERVAL;
    tell(rig, TOLD, "c", "3", 3);
    rig_settle(rig);
    expect_told(rig, "TOLD_SLOWLY", "a", "1", 1);
    expect_told(rig, "TOLD_SLOWLY", "b", "2", 2);
    expect_told(rig, "TOLD", "c", "3", 3);
    rig_free(rig);
}

static void each_kind_s_last_event_is_due_at_its_own_time(void **state)
{
    struct rig *rig = extended();
    uint64_t begun = rig->now;

    (void)state;
    tell(rig, TOLD_SLOWLY, "a", "1", 1);
    rig->now += 400000;
    tell(rig, TOLD_SLOWLY_TOO, "b", "2", 2);
    tell(rig, TOLD_SLOWLY_TOO, "c", "3", 3);
    tell(rig, TOLD_SLOWLY, "d", "4", 4);
    rig_settle(rig);
    expect_told(rig, "TOLD_SLOWLY", "a", "1", 1);
    expect_told(rig, "TOLD_SLOWLY_TOO", "b", "2", 2);
    assert_true(qmp_event_tick(&rig->server) == begun + QMP_EVENT_INTERVAL);
    rig->now = begun + QMP_EVENT_INTERVAL - 1;
    (void)qmp_event_tick(&rig->server);
    rig_settle(rig);
    rig_expect_silence(rig);
    rig->now++;
    assert_true(qmp_event_tick(&rig->server) == begun + 400000 + QMP_EVENT_INTERVAL);
    rig_settle(rig);
    expect_told(rig, "TOLD_SLOWLY", "d", "4", 4);
    rig_expect_silence(rig);
    rig->now = begun + 400000 + QMP_EVENT_INTERVAL;
    assert_true(qmp_event_tick(&rig->server) == UINT64_MAX);
    rig_settle(rig);
    expect_told(rig, "TOLD_SLOWLY_TOO", "c", "3", 3);
    rig_free(rig);
}

static void objects_of_an_event_stand_as_they_are_and_what_is_absent_does_not(void **state)
{
    static const char text[] = "{\"x\": 1}\0lamp";
    static const uint64_t rows[][3] = {{0, 9, 5}, {QMP_ABSENT, 9, 6}, {QMP_ABSENT, QMP_ABSENT, 7}};
    static const char *const data[] = {"\"at\": {\"x\": 1}, \"name\": \"lamp\", \"number\": 5",
                                       "\"name\": \"lamp\", \"number\": 6", "\"number\": 7"};
    struct rig *rig = extended();

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char expected[200];

        qmp_event_send_text(&rig->server, SAMPLE_EVENTS + PLACED, rows[i], text, sizeof text);
        rig_settle(rig);
        snprintf(expected, sizeof expected,
                 "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
                 "\"event\": \"PLACED\", \"data\": {%s}}",
                 data[i]);
        rig_expect(rig, expected);
    }
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_an_event_is_copied),
        cmocka_unit_test(text_of_an_event_leaves_escaped_but_any_value_as_it_is),
        cmocka_unit_test(numbers_of_an_event_with_text_are_numbers),
        cmocka_unit_test(text_of_an_event_may_fill_its_place),
        cmocka_unit_test(text_stays_with_its_event_in_the_ring),
        cmocka_unit_test(rate_limit_keeps_the_last_text),
        cmocka_unit_test(late_events_go_before_new_ones),
        cmocka_unit_test(each_kind_s_last_event_is_due_at_its_own_time),
        cmocka_unit_test(objects_of_an_event_stand_as_they_are_and_what_is_absent_does_not),
    };

    return cmocka_run_group_tests_name("event text", tests, NULL, NULL);
}
