/* test_noise.c - frame checks on the line to the board: each request gets one reply, its own or an
 * error that says no more than is certain.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "bridge_rig.h"
#include "qmp/line_check.h"

#define DAMAGED      "\"event\": \"AGENT_BRIDGE\", \"data\": {\"line\": \"damaged\"}}"
#define NOT_EXECUTED "Frame check failed: the request was damaged, and not executed"
#define PROBE        "\xFF{\"execute\": \"query-version\""
#define LOST                                                                                       \
    "The board's answer was lost on the line: the command may or may not have been executed"

#define WITHOUT_ID(desc) "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" desc "\"}}"
#define ERROR_OF(id, desc)                                                                         \
    "{\"id\": " id ", \"error\": {\"class\": \"GenericError\", \"desc\": \"" desc "\"}}"

static void begin(struct rig *rig, struct wire *client, int64_t timeout_ms)
{
    rig_start(rig, &(struct bridge_options){.timeout_ms = timeout_ms, .frame_check = true});
    client_opens(rig, client, "{\"enable\": [\"oob\"]}");
}

static void end(struct rig *rig, struct wire *client)
{
    client_closes(client);
    rig_stop(rig);
}

/* Request 1, which the board hears. */
static void x_is_sent(struct rig *rig, struct wire *client)
{
    client_says(client, "{\"execute\": \"x\", \"id\": 1}");
    board_hears(rig, "\"x\"");
}

/* Requests 1 and 2, both of which the board hears before it answers. */
static void x_and_y_are_sent(struct rig *rig, struct wire *client)
{
    client_says(client, "{\"execute\": \"x\", \"id\": 1}{\"execute\": \"y\", \"id\": 2}");
    board_hears(rig, "\"x\"");
    board_hears(rig, "\"y\"");
}

/* The reply to the request with ID does not get through. */
static void board_returns_in_vain(struct rig *rig, const char *id)
{
    char line[128];
    snprintf(line, sizeof line, "{\"id\": %s, \"return\": {}}", id);
    board_says_damaged(rig, line);
}

static void board_answers_a_probe(struct rig *rig)
{
    board_hears(rig, PROBE);
    board_returns(rig, "{}");
}

static void a_client_sees_nothing_of_the_checks_and_the_board_does(void **state)
{
    struct rig rig;
    struct wire a;
    char tail[JSON_CHECK_TAIL + 1] = "";
    (void)state;
    begin(&rig, &a, 0);
    client_says(&a, "{\"execute\": \"x\", \"arguments\": {\"a\": \"\\u00e9\"}, \"id\": \"mine\"}");
    const char *heard = board_hears(&rig, "\"x\"");
    size_t length = strlen(heard) - JSON_CHECK_TAIL;
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, heard, length), tail);
    assert_string_equal(heard + length, tail);
    board_returns(&rig, "1");
    client_hears(&a, "{\"id\": \"mine\", \"return\": 1}");
    board_says(&rig, "{\"timestamp\": {}, \"event\": \"STOP\"}");
    client_hears(&a, "{\"timestamp\": {}, \"event\": \"STOP\"}");
    end(&rig, &a);
}

static void a_request_whose_reply_was_damaged_gets_one_error(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    x_is_sent(&rig, &a);
    board_returns_in_vain(&rig, rig.id);
    client_hears_part(&a, DAMAGED);
    board_answers_a_probe(&rig);
    client_hears(&a, ERROR_OF("1", LOST));
    client_says(&a, "{\"execute\": \"y\", \"id\": 2}");
    board_hears(&rig, "\"y\"");
    board_returns(&rig, "2");
    client_hears(&a, "{\"id\": 2, \"return\": 2}");
    end(&rig, &a);
}

static void a_later_reply_needs_no_probe_but_the_order_is_kept(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    x_and_y_are_sent(&rig, &a);
    board_returns(&rig, "2");
    client_hears(&a, ERROR_OF("1", LOST));
    client_hears(&a, "{\"id\": 2, \"return\": 2}");
    board_hears_nothing(&rig);
    end(&rig, &a);
}

static void a_request_that_the_board_refused_as_damaged_was_not_executed(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    x_and_y_are_sent(&rig, &a);
    board_says(&rig, WITHOUT_ID(NOT_EXECUTED));
    board_says(&rig, WITHOUT_ID(NOT_EXECUTED));
    board_says(&rig, WITHOUT_ID("JSON parse error, expecting value"));
    board_answers_a_probe(&rig);
    client_hears(&a, ERROR_OF("1", NOT_EXECUTED));
    client_hears(&a, ERROR_OF("2", NOT_EXECUTED));
    end(&rig, &a);
}

/* One was executed, and its reply did not get through; the other was refused.  Which one? */
static void of_two_requests_and_one_refusal_nothing_is_certain(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    x_and_y_are_sent(&rig, &a);
    board_says_damaged(&rig, "{\"id\": 1, \"return\": {}}");
    board_says(&rig, WITHOUT_ID(NOT_EXECUTED));
    client_hears_part(&a, DAMAGED);
    board_answers_a_probe(&rig);
    client_hears(&a, ERROR_OF("1", LOST));
    client_hears(&a, ERROR_OF("2", LOST));
    end(&rig, &a);
}

/* An answer in between: the refusal before it was not of what is behind it. */
static void a_refusal_is_of_no_request_behind_the_next_answer(void **state)
{
    struct rig rig;
    struct wire a;
    char y[sizeof rig.id], z[sizeof rig.id];
    (void)state;
    begin(&rig, &a, 0);
    client_says(&a, "{\"execute\": \"x\", \"id\": 1}{\"execute\": \"y\", \"id\": 2}"
                    "{\"execute\": \"z\", \"id\": 3}");
    board_hears(&rig, "\"x\"");
    board_hears(&rig, "\"y\"");
    strcpy(y, rig.id);
    board_hears(&rig, "\"z\"");
    strcpy(z, rig.id);
    board_says(&rig, WITHOUT_ID(NOT_EXECUTED));
    board_hears(&rig, PROBE);
    board_returns_to(&rig, y, "2");
    client_hears(&a, ERROR_OF("1", NOT_EXECUTED));
    client_hears(&a, "{\"id\": 2, \"return\": 2}");
    board_returns_in_vain(&rig, z);
    client_hears_part(&a, DAMAGED);
    board_returns(&rig, "{}");
    client_hears(&a, ERROR_OF("3", LOST));
    end(&rig, &a);
}

/* What stands behind a request on its line earns such an error, too. */
static void another_fault_is_told_and_proves_nothing(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    x_is_sent(&rig, &a);
    board_says(&rig, WITHOUT_ID("JSON token size limit exceeded"));
    board_answers_a_probe(&rig);
    client_hears(&a, ERROR_OF("1", "The board refused what arrived (JSON token size limit "
                                   "exceeded): the command may or may not have been executed"));
    end(&rig, &a);
}

static void the_id_in_an_error_about_members_is_not_believed(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    x_and_y_are_sent(&rig, &a);
    /* It is x that was damaged: in what arrived, its id is that of y. */
    board_fails(&rig, "GenericError", "QMP input member 'chek' is unexpected");
    board_returns(&rig, "2");
    client_hears_part(&a, "{\"id\": 1, \"error\": ");
    client_hears(&a, "{\"id\": 2, \"return\": 2}");
    board_answers_a_probe(&rig);
    end(&rig, &a);
}

static void a_probe_is_repeated_until_one_is_answered(void **state)
{
    struct rig rig;
    struct wire a;
    int64_t soon = qmpc_deadline(30000); /* without waiting for a part of a minute's silence each */
    (void)state;
    begin(&rig, &a, 0);
    x_is_sent(&rig, &a);
    board_returns_in_vain(&rig, rig.id);
    client_hears_part(&a, DAMAGED);
    board_hears(&rig, PROBE);
    board_returns_in_vain(&rig, rig.id);
    client_hears_part(&a, DAMAGED);
    board_hears(&rig, PROBE);
    board_says(&rig, WITHOUT_ID(NOT_EXECUTED));
    board_answers_a_probe(&rig);
    client_hears(&a, ERROR_OF("1", LOST)); /* of three requests one was refused */
    assert_true(qmpc_deadline(0) < soon);
    client_hears_nothing(&a);
    board_hears_nothing(&rig);
    end(&rig, &a);
}

static void a_request_of_which_nothing_comes_back_is_asked_after_more_than_once(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 2000);
    x_is_sent(&rig, &a);
    board_hears(&rig, PROBE);
    board_hears(&rig, PROBE);
    board_returns(&rig, "{}");
    client_hears(&a, ERROR_OF("1", LOST));
    end(&rig, &a);
}

static void a_lost_event_is_told(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    board_says_damaged(&rig, "{\"timestamp\": {}, \"event\": \"STOP\"}");
    client_hears_part(&a, DAMAGED);
    board_hears_nothing(&rig);
    x_is_sent(&rig, &a);
    char x[sizeof rig.id];
    strcpy(x, rig.id);
    board_says_damaged(&rig, "{\"timestamp\": {}, \"event\": \"STOP\"}");
    client_hears_part(&a, DAMAGED);
    board_hears(&rig, PROBE);
    board_returns_to(&rig, x, "\"was not lost\"");
    client_hears(&a, "{\"id\": 1, \"return\": \"was not lost\"}");
    board_returns(&rig, "{}");
    client_hears_nothing(&a);
    end(&rig, &a);
}

static void an_out_of_band_request_is_not_waited_for_for_ever(void **state)
{
    (void)state;
    for (int checked = 0; checked < 2; checked++) {
        struct rig rig;
        struct wire a;
        rig_start(&rig, &(struct bridge_options){.timeout_ms = 1000, .frame_check = checked});
        client_opens(&rig, &a, "{\"enable\": [\"oob\"]}");
        client_says(&a, "{\"exec-oob\": \"x\", \"id\": 1}");
        board_hears(&rig, "\"exec-oob\": \"x\"");
        board_answers_a_probe(&rig);
        client_hears(&a, ERROR_OF("1", LOST));
        client_says(&a, "{\"exec-oob\": \"y\", \"id\": 2}");
        board_hears(&rig, "\"exec-oob\": \"y\"");
        board_returns(&rig, "2");
        client_hears(&a, "{\"id\": 2, \"return\": 2}");
        end(&rig, &a);
    }
}

static void a_board_without_checks_is_not_served_until_it_has_them(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start_without_board(&rig, &(struct bridge_options){.frame_check = true});
    client_opens(&rig, &a, NULL);
    board_accept(&rig);
    board_says(&rig, BOARD_GREETING);
    board_hears(&rig, "\"qmp_capabilities\"");
    board_returns(&rig, "{}");
    assert_null(wire_line(&rig.board));
    client_hears_nothing(&a);
    board_attach(&rig, 8);
    client_hears(&a, BOARD_GREETING);
    end(&rig, &a);
}

static void the_bridges_own_questions_are_repeated(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start_without_board(&rig, &(struct bridge_options){.frame_check = true});
    board_accept(&rig);
    board_says(&rig, CHECKING_GREETING);
    rig.checked = true;
    board_hears(&rig, "\"qmp_capabilities\"");
    board_returns(&rig, "{}");
    board_hears(&rig, "\"agent-limits\"");
    board_returns_in_vain(&rig, rig.id);
    board_answers_a_probe(&rig);
    board_hears(&rig, "\"agent-limits\"");
    board_returns(&rig, "{\"queued-requests\": 2}");
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"x\"}{\"execute\": \"y\"}");
    board_hears(&rig, "\"x\"");
    board_hears_nothing(&rig);
    end(&rig, &a);
}

/* As after a BREAK: its session has checks no more. */
static void a_line_of_which_nothing_can_be_believed_is_opened_anew(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 500);
    client_says(&a, "{\"execute\": \"x\", \"id\": 1}");
    rig.checked = false;
    const char *line;
    board_hears(&rig, "\"x\"");
    board_returns(&rig, "{}");
    while ((line = wire_line(&rig.board)) != NULL)
        board_says(&rig, "{\"id\": 2, \"return\": {}}");
    do
        line = wire_line(&a);
    while (line != NULL && strstr(line, DAMAGED) != NULL);
    assert_non_null(line);
    assert_non_null(strstr(line, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": "
                                 "\"The line to the board was lost"));
    client_hears_part(&a, "\"down\"");
    board_attach(&rig, 8);
    client_hears_part(&a, "\"up\"");
    end(&rig, &a);
}

static void what_comes_before_the_checks_is_not_given_to_clients(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a, 0);
    rig.checked = false;
    board_says(&rig, CHECKING_GREETING);
    client_hears_part(&a, "\"restarted\"");
    board_says(&rig, "{\"timestamp\": {}, \"event\": \"NOT_THIS\"}");
    board_hears(&rig, "\"qmp_capabilities\"");
    rig.checked = true;
    board_returns(&rig, "{}");
    board_hears(&rig, "\"agent-limits\"");
    board_returns(&rig, "{}");
    client_hears_part(&a, "\"up\"");
    end(&rig, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_sees_nothing_of_the_checks_and_the_board_does),
        cmocka_unit_test(a_request_whose_reply_was_damaged_gets_one_error),
        cmocka_unit_test(a_later_reply_needs_no_probe_but_the_order_is_kept),
        cmocka_unit_test(a_request_that_the_board_refused_as_damaged_was_not_executed),
        cmocka_unit_test(of_two_requests_and_one_refusal_nothing_is_certain),
        cmocka_unit_test(a_refusal_is_of_no_request_behind_the_next_answer),
        cmocka_unit_test(another_fault_is_told_and_proves_nothing),
        cmocka_unit_test(the_id_in_an_error_about_members_is_not_believed),
        cmocka_unit_test(a_probe_is_repeated_until_one_is_answered),
        cmocka_unit_test(a_request_of_which_nothing_comes_back_is_asked_after_more_than_once),
        cmocka_unit_test(a_lost_event_is_told),
        cmocka_unit_test(an_out_of_band_request_is_not_waited_for_for_ever),
        cmocka_unit_test(a_board_without_checks_is_not_served_until_it_has_them),
        cmocka_unit_test(the_bridges_own_questions_are_repeated),
        cmocka_unit_test(a_line_of_which_nothing_can_be_believed_is_opened_anew),
        cmocka_unit_test(what_comes_before_the_checks_is_not_given_to_clients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
