/* test_session_oob.c - out-of-band requests overtake what waits, never what is being
 * written, and get through when nothing else does.
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define MARK(number)     "{\"execute\":\"mark\",\"arguments\":{\"number\":" number "}}"
#define OOB_MARK(number) "{\"exec-oob\":\"mark\",\"arguments\":{\"number\":" number "}}"
#define FILL(size)       "{\"execute\":\"fill\",\"arguments\":{\"size\":" size "}}"
#define OOB_CANCEL       "{\"exec-oob\":\"agent-cancel\",\"id\":\"c\"}"
#define GENERIC(desc)    "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" desc "\"}}"

static void offer(struct rig *rig, const char *text)
{
    assert_int_equal(rig_offer(rig, text, strlen(text)), strlen(text));
}

static void oob_overtakes_queued_requests_but_not_the_line_under_way(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);
    char *line = sample_fill_line(50000);

    (void)state;
    offer(rig, FILL("50000") MARK("1") MARK("2"));
    assert_int_equal(rig->mark_count, 0);
    offer(rig, OOB_MARK("3"));
    assert_int_equal(rig->mark_count, 1); /* executed at once, though nobody reads */
    assert_int_equal(rig->marks[0], 3);
    rig_settle(rig);
    rig_expect(rig, line);
    rig_expect(rig, "{\"return\": 3}");
    rig_expect(rig, "{\"return\": 1}");
    rig_expect(rig, "{\"return\": 2}");
    rig_expect_silence(rig);
    free(line);
    rig_free(rig);
}

static void oob_overtakes_a_reply_of_which_nothing_is_written_yet(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    assert_int_equal(qmp_session_input(&rig->session, MARK("1"), strlen(MARK("1"))),
                     strlen(MARK("1")));
    assert_int_equal(qmp_session_input(&rig->session, OOB_MARK("2"), strlen(OOB_MARK("2"))),
                     strlen(OOB_MARK("2")));
    rig_settle(rig);
    rig_expect(rig, "{\"return\": 2}");
    rig_expect(rig, "{\"return\": 1}");
    rig_free(rig);
}

static void oob_leaves_every_line_whole_wherever_it_comes(void **state)
{
    char *line = sample_fill_line(9000);

    (void)state;
    for (uint32_t seed = 1; seed < 200; seed++) {
        struct rig *rig = rig_oob(&sample_schema, sample_handlers);
        uint32_t random = seed;
        unsigned fills = 0, returns = 0;
        const char *got;

        qmp_session_input(&rig->session, FILL("9000"), strlen(FILL("9000")));
        for (unsigned n = unit_random(&random) % 60; n > 0; n--) {
            (void)qmp_session_run(&rig->session);
            rig_take(rig, unit_random(&random) % 400);
        }
        rig_send(rig, OOB_MARK("7") FILL("9000"));
        while ((got = rig_line(rig))) {
            fills += strcmp(got, line) == 0;
            returns += strcmp(got, "{\"return\": 7}") == 0;
        }
        assert_int_equal(fills, 2);
        assert_int_equal(returns, 1);
        rig_expect_silence(rig);
        rig_free(rig);
    }
    free(line);
}

static void oob_gets_through_when_the_queue_is_full(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    offer(rig, FILL("50000"));
    for (int i = 0; i < QMP_QUEUE_MAX; i++)
        offer(rig, MARK("1"));
    offer(rig, OOB_MARK("2"));
    assert_int_equal(rig->mark_count, 1);
    assert_int_equal(rig->marks[0], 2);
    rig_settle(rig);
    assert_int_equal(rig->mark_count, 1 + QMP_QUEUE_MAX);
    assert_true(qmp_session_idle(&rig->session));
    rig_free(rig);
}

/* The store is full of a request of the largest size; there is a reserve. */
static void oob_gets_through_when_the_store_is_full(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);
    char *large = malloc(QMP_MESSAGE_MAX + 1), small[QMP_OOB_RESERVE], reply[QMP_OOB_RESERVE];
    const char *line;
    int n;

    (void)state;
    assert_non_null(large);
    offer(rig, FILL("50000"));
    n = sprintf(large, "{\"execute\":\"mark\",\"arguments\":{\"number\":1},\"id\":\"");
    memset(large + n, 'L', (size_t)(QMP_MESSAGE_MAX - n));
    strcpy(large + QMP_MESSAGE_MAX - 2, "\"}");
    offer(rig, large);

    n = sprintf(small, "{\"exec-oob\":\"mark\",\"arguments\":{\"number\":2},\"id\":\"");
    memset(small + n, 's', sizeof small - 1 - (size_t)n);
    strcpy(small + sizeof small - 3, "\"}");
    offer(rig, small);
    assert_int_equal(rig->mark_count, 1);
    assert_int_equal(rig->marks[0], 2);
    rig_settle(rig);
    assert_int_equal(rig->marks[1], 1);
    line = rig_line(rig); /* of fill */
    assert_non_null(line);
    n = sprintf(reply, "{\"id\": \"sss");
    line = rig_line(rig);
    assert_non_null(line);
    assert_memory_equal(line, reply, (size_t)n);
    free(large);
    rig_free(rig);
}

static void oob_requests_are_answered_in_their_order(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    offer(rig, FILL("20000"));
    rig_send(rig, OOB_MARK("1") OOB_MARK("2") MARK("3") OOB_MARK("4"));
    (void)rig_line(rig);
    rig_expect(rig, "{\"return\": 1}");
    rig_expect(rig, "{\"return\": 2}");
    rig_expect(rig, "{\"return\": 4}");
    rig_expect(rig, "{\"return\": 3}");
    rig_free(rig);
}

static void oob_echoes_its_id_while_another_reply_is_under_way(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    offer(rig, "{\"id\":[\"in\"],\"execute\":\"fill\",\"arguments\":{\"size\":20000}}");
    offer(rig, "{\"id\":{\"out\":\"\\u00e9\"},\"exec-oob\":\"mark\",\"arguments\":{\"number\":1}}");
    rig_settle(rig);
    assert_memory_equal(rig_line(rig), "{\"id\": [\"in\"], \"return\": {\"data\"", 32);
    rig_expect(rig, "{\"id\": {\"out\": \"\\u00E9\"}, \"return\": 1}");
    rig_free(rig);
}

/* ------------------------------------------------------------------- cancel */

static void cancel_ends_the_stream_under_way_and_is_answered_after_it(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);
    const char *line;
    size_t size;

    (void)state;
    offer(rig, FILL("4000000000") MARK("1"));
    for (int i = 0; i < 20; i++) {
        rig_take(rig, SIZE_MAX);
        rig_run(rig);
    }
    offer(rig, OOB_CANCEL);
    rig_settle(rig);
    line = rig_line(rig);
    assert_non_null(line);
    size = strlen(line);
    assert_in_range(size, 20 * (QMP_OUT_SIZE - 400), 22 * QMP_OUT_SIZE);
    assert_string_equal(line + size - 22, "\", \"cancelled\": true}}");
    rig_expect(rig, "{\"id\": \"c\", \"return\": {\"cancelled\": true}}");
    rig_expect(rig, "{\"return\": 1}");
    rig_expect_silence(rig);
    rig_free(rig);
}

static void cancel_says_when_there_is_nothing_to_cancel(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, OOB_CANCEL);
    rig_expect(rig, "{\"id\": \"c\", \"return\": {\"cancelled\": false}}");
    rig_send(rig, "{\"execute\":\"agent-cancel\"}");
    rig_expect(rig, "{\"return\": {\"cancelled\": false}}");
    rig_free(rig);
}

static void cancel_does_not_reach_the_next_stream(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);
    char *line = sample_fill_line(10000);

    (void)state;
    offer(rig, FILL("50000") FILL("10000"));
    offer(rig, OOB_CANCEL);
    rig_settle(rig);
    assert_non_null(strstr(rig_line(rig), "\"cancelled\": true"));
    rig_expect(rig, "{\"id\": \"c\", \"return\": {\"cancelled\": true}}");
    rig_expect(rig, line);
    free(line);
    rig_free(rig);
}

/* --------------------------------------------------------------- its limits */

static void oob_is_for_commands_that_allow_it(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, "{\"exec-oob\":\"query-commands\"}");
    rig_expect(rig, GENERIC("The command query-commands does not support OOB"));
    rig_send(rig, "{\"exec-oob\":\"nonsense\"}");
    rig_expect(rig, "{\"error\": {\"class\": \"CommandNotFound\", "
                    "\"desc\": \"The command nonsense has not been found\"}}");
    rig_send(rig, "{\"exec-oob\":\"mark\"}");
    rig_expect(rig, GENERIC("Parameter 'number' is missing"));
    rig_send(rig, "{\"exec-oob\":1}");
    rig_expect(rig, GENERIC("QMP input member 'exec-oob' must be a string"));
    rig_send(rig, "{\"execute\":\"mark\",\"exec-oob\":\"mark\"}");
    rig_expect(rig, GENERIC("QMP input member 'execute' clashes with 'exec-oob'"));
    rig_send(rig, "{\"exec-oob\":\"mark\",\"id\":{\"a\":1,\"a\":2}}");
    rig_expect(rig, GENERIC("JSON parse error, duplicate key"));
    rig_send(rig, "[{\"exec-oob\":\"mark\"}]");
    rig_expect(rig, GENERIC("QMP input must be a JSON object"));
    rig_expect_silence(rig);
    assert_int_equal(rig->mark_count, 0);
    rig_free(rig);
}

static void oob_is_unexpected_unless_it_was_enabled(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, OOB_MARK("1"));
    rig_expect(rig, GENERIC("QMP input member 'exec-oob' is unexpected"));
    assert_int_equal(rig->mark_count, 0);
    rig_free(rig);
}

static void oob_is_counted_as_a_request(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, OOB_MARK("1") MARK("2"));
    assert_int_equal(rig->session.counters.requests, 3);
    assert_int_equal(rig->session.counters.faults, 0);
    rig_free(rig);
}

static void oob_is_unexpected_beside_members_that_no_request_has(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, "{\"execute\":\"mark\",\"arguments\":{\"number\":1},\"exec\":\"mark\"}");
    rig_expect(rig, GENERIC("QMP input member 'exec' is unexpected"));
    assert_int_equal(rig->mark_count, 0);
    rig_free(rig);
}

static void cancel_leaves_what_cannot_be_cancelled(void **state)
{
    static const char mark[] = "{\"execute\":\"mark\",\"arguments\":{\"number\":7}}";
    static const char cancel[] = "{\"exec-oob\":\"agent-cancel\"}";
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    assert_int_equal(qmp_session_input(&rig->session, mark, strlen(mark)), strlen(mark));
    assert_true(qmp_session_run(&rig->session)); /* its reply waits to be written */
    assert_int_equal(qmp_session_input(&rig->session, cancel, strlen(cancel)), strlen(cancel));
    rig_settle(rig);
    rig_expect(rig, "{\"return\": {\"cancelled\": false}}");
    rig_expect(rig, "{\"return\": 7}");
    rig_free(rig);
}

static void oob_that_waits_for_its_line_is_not_idleness(void **state)
{
    struct rig *rig = rig_oob(&sample_schema, sample_handlers);

    (void)state;
    assert_true(qmp_session_idle(&rig->session));
    (void)qmp_session_input(&rig->session, OOB_MARK("1"), strlen(OOB_MARK("1")));
    assert_false(qmp_session_idle(&rig->session));
    rig_settle(rig);
    assert_true(qmp_session_idle(&rig->session));
    rig_free(rig);
}

/* The room behind the last ordinary request is an out-of-band one's; whatever their sizes, all
 * are answered in order. */
static void requests_that_would_take_the_room_of_oob_wait_for_the_queue(void **state)
{
    static const char first[] = "{\"execute\":\"mark\",\"arguments\":{\"number\":1}}";
    static const char second[] =
        "{\"execute\":\"mark\",\"arguments\":{\"number\":2},\"id\":\"%0*d\"}";
    const int around = sizeof second - sizeof "%0*d";
    char *text = malloc(sizeof first + QMP_MESSAGE_MAX + 1);
    unsigned waited = 0;

    (void)state;
    assert_non_null(text);
    for (int less = 0; less < 80; less += 4) {
        struct rig *rig = rig_oob(&sample_schema, sample_handlers);
        size_t length = sizeof first - 1;

        memcpy(text, first, sizeof first);
        length += (size_t)sprintf(text + length, second, QMP_MESSAGE_MAX - around - less, 0);
        assert_int_equal(qmp_session_input(&rig->session, text, length), length);
        if (qmp_session_input(&rig->session, "\n", 1) == 0)
            waited++;
        rig_settle(rig);
        rig_expect(rig, "{\"return\": 1}");
        assert_non_null(strstr(rig_line(rig), "0\", \"return\": 2}"));
        rig_send(rig, OOB_MARK("3"));
        rig_expect(rig, "{\"return\": 3}");
        rig_free(rig);
    }
    assert_in_range(waited, 1, 19); /* the larger ones */
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oob_overtakes_queued_requests_but_not_the_line_under_way),
        cmocka_unit_test(oob_overtakes_a_reply_of_which_nothing_is_written_yet),
        cmocka_unit_test(oob_leaves_every_line_whole_wherever_it_comes),
        cmocka_unit_test(oob_gets_through_when_the_queue_is_full),
        cmocka_unit_test(oob_gets_through_when_the_store_is_full),
        cmocka_unit_test(oob_requests_are_answered_in_their_order),
        cmocka_unit_test(oob_echoes_its_id_while_another_reply_is_under_way),
        cmocka_unit_test(cancel_ends_the_stream_under_way_and_is_answered_after_it),
        cmocka_unit_test(cancel_says_when_there_is_nothing_to_cancel),
        cmocka_unit_test(cancel_does_not_reach_the_next_stream),
        cmocka_unit_test(oob_is_for_commands_that_allow_it),
        cmocka_unit_test(oob_is_unexpected_unless_it_was_enabled),
        cmocka_unit_test(oob_is_counted_as_a_request),
        cmocka_unit_test(oob_is_unexpected_beside_members_that_no_request_has),
        cmocka_unit_test(cancel_leaves_what_cannot_be_cancelled),
        cmocka_unit_test(oob_that_waits_for_its_line_is_not_idleness),
        cmocka_unit_test(requests_that_would_take_the_room_of_oob_wait_for_the_queue),
    };

    return cmocka_run_group_tests_name("session: out of band", tests, NULL, NULL);
}
