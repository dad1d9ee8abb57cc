/* test_work.c - commands that work before their reply: in pieces, with events before it, and an
 * error if it fails.
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

enum { FAIL = 1, EVENTS = 2 };

static unsigned how; /* FAIL, EVENTS */

/* at[0]: pieces left. */
static const char *work(struct qmp_stream *stream, char *where)
{
    struct rig *rig = stream->context;

    if (stream->cancelled)
        return "cancelled";
    if (how & EVENTS)
        qmp_event_send(&rig->server, QMP_EVENT_STOP, NULL);
    if (--stream->at[0] > 0) {
        stream->pause = true;
        return NULL;
    }
    strcpy(where, "a \"place\"");
    return how & FAIL ? "It failed in %w" : NULL;
}

static int do_work(struct qmp_call *call)
{
    call->stream->work = work;
    call->stream->cancellable = true;
    call->stream->at[0] = 3;
    return 0;
}

/* Rests after every piece of its reply.  at[0]: pieces written. */
static bool write_slowly(struct qmp_stream *stream, struct json_writer *w)
{
    static const char *const pieces[] = {"[", "1", "]"};

    json_write_text(w, pieces[stream->at[0]]);
    stream->pause = true;
    return ++stream->at[0] < 3;
}

static int do_write_slowly(struct qmp_call *call)
{
    call->stream->emit = write_slowly;
    return 0;
}

/* A handler that sees too late that it cannot. */
static int fail_after_all(struct qmp_call *call)
{
    (void)do_work(call);
    return qmp_fail(call, QMP_GENERIC_ERROR, "No");
}

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_agent_cancel] = qmp_do_cancel,  [QMP_CMD_cont] = do_work,
    [QMP_CMD_stop] = qmp_do_nothing,         [QMP_CMD_query_commands] = do_write_slowly,
    [QMP_CMD_system_reset] = fail_after_all, [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
};

/* One round: takes TEXT, runs the session until it has nothing to do or pauses, and takes what
 * it wrote. */
static void offer(struct rig *rig, const char *text)
{
    assert_int_equal(qmp_session_input(&rig->session, text, strlen(text)), strlen(text));
    rig_run(rig);
    rig_take(rig, SIZE_MAX);
}

static void nothing_is_written_before_the_work_is_done(void **state)
{
    struct rig *rig = rig_negotiated(&qmp_schema, handlers);

    (void)state;
    how = 0;
    offer(rig, "{\"execute\":\"cont\",\"id\":\"x\"}");
    for (int i = 0; i < 2; i++) {
        assert_true(rig->session.paused);
        assert_false(qmp_session_idle(&rig->session));
        rig_expect_silence(rig);
        offer(rig, "");
    }
    assert_false(rig->session.paused);
    rig_expect(rig, "{\"id\": \"x\", \"return\": {}}");
    assert_true(qmp_session_idle(&rig->session));
    rig_free(rig);
}

static void work_that_fails_makes_an_error(void **state)
{
    struct rig *rig = rig_negotiated(&qmp_schema, handlers);

    (void)state;
    how = FAIL;
    for (int i = 0; i < 2; i++) {
        offer(rig, "{\"execute\":\"cont\",\"id\":7}");
        offer(rig, "");
        offer(rig, "");
        rig_expect(rig, "{\"id\": 7, \"error\": {\"class\": \"GenericError\", "
                        "\"desc\": \"It failed in a \\\"place\\\"\"}}");
    }
    rig_free(rig);
}

static void events_of_the_work_come_as_they_are_sent_and_before_the_reply(void **state)
{
    static const char stop[] = "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, "
                               "\"event\": \"STOP\"}";
    struct rig *rig = rig_negotiated(&qmp_schema, handlers);

    (void)state;
    how = EVENTS;
    offer(rig, "{\"execute\":\"cont\"}");
    while (rig->session.paused)
        offer(rig, "");
    for (int i = 0; i < 3; i++)
        rig_expect(rig, stop);
    rig_expect(rig, "{\"return\": {}}");
    rig_expect_silence(rig);
    rig_free(rig);
}

static void requests_behind_the_work_wait_for_it(void **state)
{
    struct rig *rig = rig_negotiated(&qmp_schema, handlers);

    (void)state;
    how = 0;
    offer(rig, "{\"execute\":\"cont\",\"id\":1}{\"execute\":\"stop\",\"id\":2}");
    rig_expect_silence(rig);
    offer(rig, "");
    offer(rig, "");
    rig_expect(rig, "{\"id\": 1, \"return\": {}}");
    rig_expect(rig, "{\"id\": 2, \"return\": {}}");
    rig_free(rig);
}

static void a_cancel_out_of_band_overtakes_and_ends_it(void **state)
{
    struct rig *rig = rig_oob(&qmp_schema, handlers);

    (void)state;
    how = 0;
    offer(rig, "{\"execute\":\"cont\",\"id\":1}");
    offer(rig, "{\"exec-oob\":\"agent-cancel\",\"id\":2}");
    rig_expect(rig, "{\"id\": 2, \"return\": {\"cancelled\": true}}");
    offer(rig, "");
    rig_expect(rig, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", "
                    "\"desc\": \"cancelled\"}}");
    rig_free(rig);
}

static void a_session_that_begins_anew_forgets_the_work(void **state)
{
    struct rig *rig = rig_negotiated(&qmp_schema, handlers);

    (void)state;
    how = 0;
    offer(rig, "{\"execute\":\"cont\"}");
    qmp_session_reset(&rig->session, true);
    offer(rig, "");
    rig_expect(rig, RIG_GREETING);
    offer(rig, "");
    rig_expect_silence(rig);
    assert_true(qmp_session_idle(&rig->session));
    rig_free(rig);
}

static void work_of_a_handler_that_failed_is_not_done(void **state)
{
    struct rig *rig = rig_negotiated(&qmp_schema, handlers);

    (void)state;
    how = EVENTS;
    offer(rig, "{\"execute\":\"system_reset\"}");
    rig_expect(rig, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"No\"}}");
    rig_expect_silence(rig);
    assert_true(qmp_session_idle(&rig->session));
    rig_free(rig);
}

static void a_reply_that_rests_between_its_pieces_is_continued_by_the_next_turn(void **state)
{
    struct rig *rig = rig_negotiated(&qmp_schema, handlers);
    unsigned turns = 0;

    (void)state;
    for (offer(rig, "{\"execute\":\"query-commands\"}"); rig->session.paused; offer(rig, ""))
        assert_in_range(turns++, 0, 2);
    assert_int_equal(turns, 3);
    rig_expect(rig, "{\"return\": [1]}");
    assert_true(qmp_session_idle(&rig->session));
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_written_before_the_work_is_done),
        cmocka_unit_test(work_that_fails_makes_an_error),
        cmocka_unit_test(events_of_the_work_come_as_they_are_sent_and_before_the_reply),
        cmocka_unit_test(requests_behind_the_work_wait_for_it),
        cmocka_unit_test(a_cancel_out_of_band_overtakes_and_ends_it),
        cmocka_unit_test(a_session_that_begins_anew_forgets_the_work),
        cmocka_unit_test(work_of_a_handler_that_failed_is_not_done),
        cmocka_unit_test(a_reply_that_rests_between_its_pieces_is_continued_by_the_next_turn),
    };

    return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
