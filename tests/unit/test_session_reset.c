/* test_session_reset.c - whatever a session was doing, a reset gives a greeting on a
 * line of its own and a session as new.
 *
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#define FILL "{\"execute\":\"fill\",\"arguments\":{\"size\":50000}}"
#define MARK "{\"execute\":\"mark\",\"arguments\":{\"number\":1}}"

static void offer(struct rig *rig, const char *text)
{
    (void)rig_offer(rig, text, strlen(text));
}

/* ------------------------------------------------------- what was going on */

static void nothing(struct rig *rig)
{
    (void)rig;
}

static void begun_request(struct rig *rig)
{
    offer(rig, "{\"execute\":[1,{\"a\":");
}

static void begun_string(struct rig *rig)
{
    offer(rig, "{\"execute\":\"ma\\u00");
}

static void lexical_recovery(struct rig *rig)
{
    offer(rig, "@@ ");
}

static void skipped_message(struct rig *rig)
{
    for (int i = 0; i < QMP_NESTING_MAX + 5; i++)
        offer(rig, "[");
}

static void queued_requests(struct rig *rig)
{
    offer(rig, FILL MARK MARK MARK);
}

static void full_queue(struct rig *rig)
{
    offer(rig, FILL);
    for (int i = 0; i < QMP_QUEUE_MAX + 3; i++)
        offer(rig, MARK);
}

static void request_not_yet_run(struct rig *rig)
{
    (void)qmp_session_input(&rig->session, MARK, strlen(MARK));
}

static void reply_not_yet_begun(struct rig *rig)
{
    request_not_yet_run(rig);
    (void)qmp_session_run(&rig->session);
}

static void reply_not_taken(struct rig *rig)
{
    offer(rig, MARK);
}

static void reply_partly_taken(struct rig *rig)
{
    offer(rig, MARK);
    rig_take(rig, 5);
}

static void stream_partly_taken(struct rig *rig)
{
    offer(rig, FILL);
    rig_take(rig, QMP_OUT_SIZE / 2);
    rig_run(rig);
}

/* All that was written is taken, but the line goes on. */
static void stream_taken_as_far_as_written(struct rig *rig)
{
    offer(rig, FILL);
    rig_take(rig, SIZE_MAX);
}

static void long_id_under_way(struct rig *rig)
{
    char *text = malloc(QMP_OUT_SIZE + 256);
    int n = sprintf(text, "{\"execute\":\"none\",\"id\":\"");

    assert_in_range(QMP_OUT_SIZE, 0, QMP_MESSAGE_MAX / 2);
    memset(text + n, 'i', QMP_OUT_SIZE);
    strcpy(text + n + QMP_OUT_SIZE, "\"}");
    offer(rig, text);
    rig_take(rig, 20);
    free(text);
}

static void events_waiting(struct rig *rig)
{
    for (int i = 0; i < 3; i++)
        sample_note(rig, i);
}

static void event_partly_taken(struct rig *rig)
{
    sample_note(rig, 1);
    sample_note(rig, 2);
    rig_run(rig);
    rig_take(rig, 7);
}

#if QMP_OOB
static void oob_reply_waiting(struct rig *rig)
{
    offer(rig, FILL MARK);
    offer(rig, "{\"exec-oob\":\"mark\",\"arguments\":{\"number\":9},\"id\":\"oob\"}");
    offer(rig, "{\"exec-oob\":\"mark\",\"arguments\":{\"number\":9},\"id\":\"oob\"}");
    rig_take(rig, 3);
}
#endif

static void (*const phases[])(struct rig *) = {
    nothing,
    begun_request,
    begun_string,
    lexical_recovery,
    skipped_message,
    queued_requests,
    full_queue,
    request_not_yet_run,
    reply_not_yet_begun,
    reply_not_taken,
    reply_partly_taken,
    stream_partly_taken,
    stream_taken_as_far_as_written,
    long_id_under_way,
    events_waiting,
    event_partly_taken,
#if QMP_OOB
    oob_reply_waiting,
#endif
};

/* ------------------------------------------------------------------ checks */

static struct rig *in_phase(size_t phase)
{
    struct rig *rig = (QMP_OOB ? rig_oob : rig_negotiated)(&sample_schema, sample_handlers);

    phases[phase](rig);
    return rig;
}

/* The session is as new: it wants to be negotiated, and nothing of before comes. */
static void check_as_new(struct rig *rig)
{
    unsigned marks = rig->mark_count;

    rig_expect_silence(rig);
    assert_true(qmp_session_idle(&rig->session));
    rig_send(rig, MARK);
    rig_expect(rig, "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": "
                    "\"Expecting capabilities negotiation with 'qmp_capabilities'\"}}");
    sample_note(rig, 5); /* no events before negotiation */
    rig_settle(rig);
    rig_expect_silence(rig);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"return\": {}}");
    rig_send(rig, "{\"exec-oob\":\"mark\",\"arguments\":{\"number\":1}}");
    rig_expect(rig, "{\"error\": {\"class\": \"GenericError\", "
                    "\"desc\": \"QMP input member 'exec-oob' is unexpected\"}}");
    assert_int_equal(rig->mark_count, marks);
    rig_send(rig, MARK);
    rig_expect(rig, "{\"return\": 1}");
    sample_note(rig, 6);
    rig_settle(rig);
    rig_expect(rig, SAMPLE_NOTE_LINE("6"));
    rig_expect_silence(rig);
}

static void reset_gives_a_fresh_host_a_greeting_and_nothing_else(void **state)
{
    (void)state;
    for (size_t phase = 0; phase < COUNT(phases); phase++) {
        struct rig *rig = in_phase(phase);

        qmp_session_reset(&rig->session, true);
        rig->read = rig->length;
        rig_settle(rig);
        assert_memory_equal(rig->received + rig->read, "{\"QMP\"", 6);
        rig_expect(rig, RIG_GREETING);
        check_as_new(rig);
        rig_free(rig);
    }
}

/* Skips what was sent before the reset, of which the last line may be cut; then the
 * greeting must stand on a line of its own. */
static void expect_greeting_on_its_own_line(struct rig *rig)
{
    const char *line;

    do {
        line = rig_line(rig);
        assert_non_null(line);
    } while (strcmp(line, RIG_GREETING) != 0);
}

static void reset_ends_a_cut_line_before_the_greeting(void **state)
{
    (void)state;
    for (size_t phase = 0; phase < COUNT(phases); phase++) {
        struct rig *rig = in_phase(phase);

        qmp_session_reset(&rig->session, false);
        rig_settle(rig);
        expect_greeting_on_its_own_line(rig);
        check_as_new(rig);
        rig_free(rig);
    }
}

static void reset_sends_no_empty_line_when_no_line_was_cut(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    offer(rig, "{\"execute\":[");
    qmp_session_reset(&rig->session, false);
    rig_settle(rig);
    assert_memory_equal(rig->received + rig->read, "{\"QMP\"", 6);
    rig_free(rig);
}

/* A BREAK is seldom alone. */
static void reset_twice_is_as_reset_once(void **state)
{
    (void)state;
    for (size_t phase = 0; phase < COUNT(phases); phase++) {
        for (size_t taken = 0; taken < 30; taken += 10) {
            struct rig *rig = in_phase(phase);

            qmp_session_reset(&rig->session, false);
            if (taken) {
                rig_run(rig);
                rig_take(rig, taken);
            }
            qmp_session_reset(&rig->session, false);
            rig_settle(rig);
            expect_greeting_on_its_own_line(rig);
            check_as_new(rig);
            rig_free(rig);
        }
    }
}

static void reset_before_the_greeting_was_taken_greets_once(void **state)
{
    for (size_t taken = 0; taken < 60; taken += 20) {
        struct rig *rig = rig_new(&sample_schema, sample_handlers);

        (void)state;
        rig_run(rig);
        rig_take(rig, taken);
        qmp_session_reset(&rig->session, true);
        rig->read = rig->length;
        rig_settle(rig);
        rig_expect(rig, RIG_GREETING);
        check_as_new(rig);
        rig_free(rig);
    }
}

static void reset_leaves_the_counters(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, MARK "}");
    qmp_session_reset(&rig->session, false);
    assert_int_equal(rig->session.counters.requests, 3);
    assert_int_equal(rig->session.counters.faults, 1);
    rig_free(rig);
}

/* The command: "after the return comes a fresh greeting". */
static void reset_command_is_answered_before_the_greeting(void **state)
{
    struct rig *rig = rig_negotiated(&sample_schema, sample_handlers);

    (void)state;
    rig_send(rig, "{\"execute\":\"agent-reset-session\",\"id\":4}");
    rig_expect(rig, "{\"id\": 4, \"return\": {}}");
    rig_expect(rig, RIG_GREETING);
    check_as_new(rig);
    rig_free(rig);
}

static void reset_command_works_before_negotiation(void **state)
{
    struct rig *rig = rig_new(&sample_schema, sample_handlers);

    (void)state;
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"agent-reset-session\"}");
    rig_expect(rig, "{\"return\": {}}");
    rig_expect(rig, RIG_GREETING);
    check_as_new(rig);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reset_gives_a_fresh_host_a_greeting_and_nothing_else),
        cmocka_unit_test(reset_ends_a_cut_line_before_the_greeting),
        cmocka_unit_test(reset_sends_no_empty_line_when_no_line_was_cut),
        cmocka_unit_test(reset_twice_is_as_reset_once),
        cmocka_unit_test(reset_before_the_greeting_was_taken_greets_once),
        cmocka_unit_test(reset_leaves_the_counters),
        cmocka_unit_test(reset_command_is_answered_before_the_greeting),
        cmocka_unit_test(reset_command_works_before_negotiation),
    };

    return cmocka_run_group_tests_name("session: reset", tests, NULL, NULL);
}
