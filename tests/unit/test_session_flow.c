/* test_session_flow.c - a session keeps up with its port, or holds its host back:
 * nothing is lost, nothing changes place, nobody waits in a loop.
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

/* COUNT requests for `mark`, glued together; to be freed. */
static char *marks(unsigned count)
{
    char *text = malloc(64 * (size_t)count + 1), *to = text;

    assert_non_null(text);
    for (unsigned i = 0; i < count; i++)
        to += sprintf(to, "{\"execute\":\"mark\",\"arguments\":{\"number\":%u},\"id\":%u}", i, i);
    return text;
}

static void expect_marks(struct rig *rig, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        char reply[64];

        snprintf(reply, sizeof reply, "{\"id\": %u, \"return\": %u}", i, i);
        rig_expect(rig, reply);
    }
}

static void session_answers_in_order_what_came_in_any_pieces(void **state)
{
    const unsigned count = 40;
    char *text = marks(count);
    size_t size = strlen(text);

    (void)state;
    for (uint32_t seed = 1; seed < 60; seed++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        uint32_t random = seed;
        size_t at = 0;

        while (at < size) {
            size_t piece = unit_random(&random) % (seed * 8) + 1;
            size_t left = size - at;

            at += qmp_session_input(&rig->session, text + at, piece < left ? piece : left);
            for (unsigned i = unit_random(&random) % 12; i > 0; i--)
                (void)qmp_session_run(&rig->session);
            (void)rig_take(rig, unit_random(&random) % 100);
        }
        rig_settle(rig);
        expect_marks(rig, 0, count);
        rig_expect_silence(rig);
        assert_true(qmp_session_idle(&rig->session));
        rig_free(rig);
    }
    free(text);
}

/* A host may send many requests and only then read. */
static void session_takes_no_more_input_than_it_can_keep(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    const unsigned count = 2000;
    char *text = marks(count);
    size_t size = strlen(text), taken;

    (void)state;
    taken = rig_offer(rig, text, size);
    assert_in_range(taken, 1, size - 1);
    assert_int_equal(qmp_session_input(&rig->session, text + taken, size - taken), 0);
    assert_false(qmp_session_run(&rig->session));
    assert_false(qmp_session_idle(&rig->session));
    rig_send_bytes(rig, text + taken, size - taken);
    expect_marks(rig, 0, count);
    rig_expect_silence(rig);
    free(text);
    rig_free(rig);
}

static void session_queues_as_many_requests_as_it_says(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    char *text = marks(QMP_QUEUE_MAX);

    (void)state;
    /* Without a single step of work in between. */
    assert_int_equal(qmp_session_input(&rig->session, text, strlen(text)), strlen(text));
    assert_int_equal(rig->mark_count, 0);
    rig_settle(rig);
    expect_marks(rig, 0, QMP_QUEUE_MAX);
    free(text);
    rig_free(rig);
}

/* The last byte of a request may be the last byte there is: when it was taken, the
 * request is answered, though the queue was full then. */
static void session_answers_every_request_whose_bytes_it_took(void **state)
{
    (void)state;
    for (unsigned count = 1; count <= QMP_QUEUE_MAX + 3; count++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        char *text = marks(count);

        assert_int_equal(rig->mark_count, 0);
        rig_send(rig, text);
        assert_int_equal(rig->mark_count, count);
        expect_marks(rig, 0, count);
        free(text);
        rig_free(rig);
    }
}

static void session_is_idle_only_when_nothing_waits(void **state)
{
    (void)state;
    for (unsigned count = 1; count <= QMP_QUEUE_MAX + 1; count++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        char *text = marks(count);

        assert_true(qmp_session_idle(&rig->session));
        assert_int_equal(qmp_session_input(&rig->session, text, strlen(text)), strlen(text));
        while (rig->mark_count < count && qmp_session_run(&rig->session))
            assert_false(qmp_session_idle(&rig->session));
        assert_true(rig->mark_count == count || !qmp_session_idle(&rig->session));
        rig_run(rig);
        assert_false(qmp_session_idle(&rig->session)); /* output waits */
        rig_settle(rig);
        assert_true(rig->mark_count == count || !qmp_session_idle(&rig->session));
        free(text);
        rig_free(rig);
    }
}

static void session_is_not_idle_before_its_greeting_is_taken(void **state)
{
    struct rig *rig = rig_new(&sample_schema, sample_handlers);

    (void)state;
    assert_false(qmp_session_idle(&rig->session));
    rig_run(rig);
    assert_false(qmp_session_idle(&rig->session));
    rig_take(rig, 5);
    assert_false(qmp_session_idle(&rig->session));
    rig_take(rig, SIZE_MAX);
    assert_true(qmp_session_idle(&rig->session));
    rig_free(rig);
}

/* ------------------------------------------------------------- long replies */

static void session_streams_a_reply_of_any_length_through_its_buffer(void **state)
{
    const uint64_t sizes[] = {0, 1, QMP_OUT_SIZE - 30, QMP_OUT_SIZE, 20 * QMP_OUT_SIZE, 300000};

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char *line = sample_fill_line(sizes[i]);

        for (uint32_t seed = 1; seed < 8; seed++) {
            struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
            char request[96];
            uint32_t random = seed;
            size_t most = seed == 1 ? 1 : (size_t)1 << (2 * seed - 2);

            if (seed == 1 && sizes[i] > 20000)
                most = 7;
            snprintf(request, sizeof request,
                     "{\"execute\":\"fill\",\"arguments\":{\"size\":%llu}}",
                     (unsigned long long)sizes[i]);
            qmp_session_input(&rig->session, request, strlen(request));
            do {
                for (unsigned n = unit_random(&random) % 8; n > 0; n--)
                    (void)qmp_session_run(&rig->session);
                rig_take(rig, unit_random(&random) % most + 1);
            } while (!qmp_session_idle(&rig->session));
            rig_expect(rig, line);
            rig_expect_silence(rig);
            rig_free(rig);
        }
        free(line);
    }
}

static void session_stops_working_while_nobody_reads_and_goes_on_later(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    static const char request[] = "{\"execute\":\"fill\",\"arguments\":{\"size\":100000}}";
    char *line = sample_fill_line(100000), *text = marks(3);

    (void)state;
    rig_offer(rig, request, strlen(request));
    rig_offer(rig, text, strlen(text));
    for (int i = 0; i < 1000; i++)
        assert_false(qmp_session_run(&rig->session));
    assert_int_equal(rig->mark_count, 0); /* the next request waits for its turn */
    rig_settle(rig);
    rig_expect(rig, line);
    expect_marks(rig, 0, 3);
    free(line);
    free(text);
    rig_free(rig);
}

/* A large id pins its request in the store while others come in behind it. */
static void session_keeps_a_long_id_while_requests_come_in_behind_it(void **state)
{
    size_t size = QMP_MESSAGE_MAX / 2;
    char *request = malloc(size + 256), *id = malloc(size + 1), *text = marks(500);

    (void)state;
    assert_non_null(request);
    assert_non_null(id);
    memset(id, 'q', size);
    id[size] = '\0';
    for (uint32_t seed = 1; seed < 6; seed++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        uint32_t random = seed;
        size_t at = 0, length, all;
        char *stream;

        length = (size_t)sprintf(request, "{\"id\":\"%s\",\"execute\":\"agent-cancel\"}", id);
        all = 2 * length + strlen(text);
        stream = malloc(all + 1);
        assert_non_null(stream);
        sprintf(stream, "%s%s%s", request, text, request);
        while (at < all) {
            at += qmp_session_input(&rig->session, stream + at, all - at);
            while (qmp_session_run(&rig->session))
                continue;
            rig_take(rig, unit_random(&random) % (QMP_OUT_SIZE / 4));
        }
        rig_settle(rig);
        sprintf(request, "{\"id\": \"%s\", \"return\": {\"cancelled\": false}}", id);
        rig_expect(rig, request);
        expect_marks(rig, 0, 500);
        rig_expect(rig, request);
        free(stream);
        rig_free(rig);
    }
    free(request);
    free(id);
    free(text);
}

static void session_shows_output_until_it_is_said_to_be_sent(void **state)
{
    struct rig *rig = rig_new(&sample_schema, sample_handlers);
    const char *bytes, *again;
    size_t size;

    (void)state;
    rig_run(rig);
    size = qmp_session_output(&rig->session, &bytes);
    assert_int_equal(size, strlen(RIG_GREETING "\r\n"));
    assert_int_equal(qmp_session_output(&rig->session, &again), size);
    assert_ptr_equal(bytes, again);
    qmp_session_sent(&rig->session, 0);
    assert_int_equal(qmp_session_output(&rig->session, &again), size);
    qmp_session_sent(&rig->session, 10);
    assert_int_equal(qmp_session_output(&rig->session, &again), size - 10);
    assert_memory_equal(again, &RIG_GREETING[10], 20);
    rig_free(rig);
}

static void session_accepts_a_message_of_the_largest_size_behind_others(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    char *text = marks(3), *large = malloc(QMP_MESSAGE_MAX + 1);
    int n;

    (void)state;
    assert_non_null(large);
    n = sprintf(large, "{\"execute\":\"agent-cancel\",\"id\":\"");
    memset(large + n, 'L', (size_t)(QMP_MESSAGE_MAX - n));
    strcpy(large + QMP_MESSAGE_MAX - 2, "\"}");
    rig_send(rig, text);
    rig_send(rig, large);
    rig_send(rig, large);
    rig_send(rig, text);
    expect_marks(rig, 0, 3);
    for (int i = 0; i < 2; i++) {
        const char *line = rig_line(rig);

        assert_non_null(line);
        assert_memory_equal(line, "{\"id\": \"LLL", 11);
        assert_non_null(strstr(line, "LLL\", \"return\": {\"cancelled\": false}}"));
    }
    expect_marks(rig, 0, 3);
    free(text);
    free(large);
    rig_free(rig);
}

/* A second message that does not fit behind a first that waits is taken in full once that is
 * served: nothing before the first can be given up. */
static void session_takes_the_rest_of_a_message_when_there_is_room_again(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
    char *text = malloc(QMP_MESSAGE_MAX + 4096);
    int number = QMP_MESSAGE_MAX - 100;
    size_t length, taken = 0;

    (void)state;
    assert_non_null(text);
    /* The first is longer than what the store has beyond the longest message. */
    length = (size_t)sprintf(text,
                             "{\"execute\":\"mark\",\"arguments\":{\"number\":1},\"id\":\"%0*d\"}"
                             "{\"execute\":\"mark\",\"arguments\":{\"number\":2},\"id\":\"%0*d\"}",
                             (int)(sizeof rig->session.store - QMP_MESSAGE_MAX), 0, number, 0);
    for (int i = 0; i < 3; i++) /* nothing moves, however often it is offered */
        taken += qmp_session_input(&rig->session, text + taken, length - taken);
    assert_in_range(taken, length / 2, length - 1);
    rig_send_bytes(rig, text + taken, length - taken);
    assert_non_null(strstr(rig_line(rig), "0\", \"return\": 1}"));
    assert_non_null(strstr(rig_line(rig), "0\", \"return\": 2}"));
    rig_expect_silence(rig);
    free(text);
    rig_free(rig);
}

static void greeting_waits_until_it_fits_whole(void **state)
{
    (void)state;
    for (unsigned free_ = 0; free_ < 200; free_++) {
        struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);
        char text[160], *filled = sample_fill_line(0);
        size_t around = strlen(filled) + strlen("\r\n{\"return\": {}}\r\n");
        unsigned size = QMP_OUT_SIZE - free_ - (unsigned)around;

        free(filled);
        snprintf(text, sizeof text,
                 "{\"execute\":\"fill\",\"arguments\":{\"size\":%u}}"
                 "{\"execute\":\"agent-reset-session\"}",
                 size);
        assert_int_equal(rig_offer(rig, text, strlen(text)), strlen(text));
        rig_run(rig); /* the port takes nothing: the greeting has FREE_ bytes */
        while (rig_take(rig, 7) > 0)
            rig_run(rig);
        rig_settle(rig);
        filled = sample_fill_line(size);
        rig_expect(rig, filled);
        rig_expect(rig, "{\"return\": {}}");
        rig_expect(rig, RIG_GREETING);
        rig_expect_silence(rig);
        free(filled);
        rig_free(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session_answers_in_order_what_came_in_any_pieces),
        cmocka_unit_test(session_takes_no_more_input_than_it_can_keep),
        cmocka_unit_test(session_queues_as_many_requests_as_it_says),
        cmocka_unit_test(session_answers_every_request_whose_bytes_it_took),
        cmocka_unit_test(session_is_idle_only_when_nothing_waits),
        cmocka_unit_test(session_is_not_idle_before_its_greeting_is_taken),
        cmocka_unit_test(session_streams_a_reply_of_any_length_through_its_buffer),
        cmocka_unit_test(session_stops_working_while_nobody_reads_and_goes_on_later),
        cmocka_unit_test(session_keeps_a_long_id_while_requests_come_in_behind_it),
        cmocka_unit_test(session_shows_output_until_it_is_said_to_be_sent),
        cmocka_unit_test(session_accepts_a_message_of_the_largest_size_behind_others),
        cmocka_unit_test(session_takes_the_rest_of_a_message_when_there_is_room_again),
        cmocka_unit_test(greeting_waits_until_it_fits_whole),
    };

    return cmocka_run_group_tests_name("session: flow", tests, NULL, NULL);
}
