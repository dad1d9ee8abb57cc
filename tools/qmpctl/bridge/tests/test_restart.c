/* test_restart.c - a board that is not there, restarts, falls silent or loses what is sent.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "bridge_rig.h"

#define STATUS "{\"execute\": \"query-status\"}"

static void a_client_that_comes_first_is_greeted_when_the_board_is_there(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start_without_board(&rig, NULL);
    client_opens(&rig, &a, NULL);
    client_says(&a, "{\"execute\": \"qmp_capabilities\"}" STATUS);
    client_hears_nothing(&a);
    board_attach(&rig, 8);
    client_hears(&a, BOARD_GREETING);
    client_hears(&a, "{\"return\": {}}");
    board_hears(&rig, "query-status");
    client_closes(&a);
    rig_stop(&rig);
}

static void a_board_that_was_up_before_is_asked_for_its_greeting(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start_without_board(&rig, NULL);
    board_accept(&rig);
    board_hears(&rig, "guest-sync-delimited");
    board_returns(&rig, "5");
    board_hears(&rig, "qmp_capabilities");
    board_fails(&rig, "CommandNotFound",
                "Capabilities negotiation is already complete, command ignored");
    board_hears(&rig, "agent-reset-session");
    board_returns(&rig, "{}");
    board_says(&rig, BOARD_GREETING);
    board_negotiate(&rig, 8);
    client_opens(&rig, &a, "{\"enable\": [\"oob\"]}");
    client_closes(&a);
    rig_stop(&rig);
}

static void a_server_without_a_greeting_or_our_commands_is_served_by_its_version(void **state)
{
    static const char unknown[] = "The command has not been found";
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start_without_board(&rig, NULL);
    board_accept(&rig);
    board_hears(&rig, "guest-sync-delimited");
    board_returns(&rig, "5");
    board_hears(&rig, "qmp_capabilities");
    board_fails(&rig, "CommandNotFound", unknown);
    board_hears(&rig, "agent-reset-session");
    board_fails(&rig, "CommandNotFound", unknown);
    board_hears(&rig, "query-version");
    board_returns(&rig, "{\"package\": \"old\"}");
    board_hears(&rig, "agent-limits");
    board_fails(&rig, "CommandNotFound", unknown);
    client_opens(&rig, &a, NULL);
    client_hears(&a, "{\"QMP\": {\"version\": {\"package\": \"old\"}, \"capabilities\": []}}");
    client_says(&a, "{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [\"oob\"]}}");
    client_hears_part(&a, "Capability 'oob' not available");
    client_closes(&a);
    rig_stop(&rig);
}

static void requests_at_a_board_that_restarts_get_an_error_and_the_others_wait(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start_without_board(&rig, NULL);
    board_attach(&rig, 2);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"sent\", \"id\": 1}{\"execute\": \"kept\", \"id\": 2}");
    board_hears(&rig, "sent");
    board_says(&rig, BOARD_GREETING);
    client_hears(&a, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": \"" RESTARTED
                     "\"}}");
    client_hears_part(&a, "\"event\": \"AGENT_BRIDGE\", \"data\": {\"line\": \"restarted\"}}");
    board_returns(&rig, "\"an answer that comes late\"");
    board_negotiate(&rig, 8);
    client_hears_part(&a, "\"event\": \"AGENT_BRIDGE\", \"data\": {\"line\": \"up\"}}");
    board_hears(&rig, "kept");
    board_returns(&rig, "2");
    client_hears(&a, "{\"id\": 2, \"return\": 2}");
    client_closes(&a);
    rig_stop(&rig);
}

static void a_line_that_ends_is_opened_again(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    for (int i = 0; i < 3; i++) {
        client_says(&a, "{\"execute\": \"sent\", \"id\": 1}");
        board_hears(&rig, "sent");
        board_hangs_up(&rig);
        client_hears_part(&a, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": "
                              "\"The line to the board was lost (");
        client_hears_part(&a, "\"data\": {\"line\": \"down\", \"reason\": \"");
        client_says(&a, "{\"execute\": \"kept\", \"id\": 2}");
        board_attach(&rig, 8);
        client_hears_part(&a, "{\"line\": \"up\"}");
        board_hears(&rig, "kept");
        board_returns(&rig, "{}");
        client_hears(&a, "{\"id\": 2, \"return\": {}}");
    }
    client_closes(&a);
    rig_stop(&rig);
}

static void a_request_does_not_wait_for_the_board_for_ever(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, &(struct bridge_options){.timeout_ms = 1000});
    client_opens(&rig, &a, "{\"enable\": [\"oob\"]}");
    board_hangs_up(&rig);
    client_hears_part(&a, "\"down\"");
    client_says(&a, "{\"execute\": \"x\", \"id\": 1}{\"execute\": \"x\", \"id\": 2}"
                    "{\"exec-oob\": \"x\", \"id\": 3}");
    for (int i = 0; i < 3; i++)
        client_hears_part(&a, ": the command was not sent\"}}");
    client_closes(&a);
    rig_stop(&rig);
}

/* The second answer comes; the first has been lost on the way. */
static void an_answer_that_is_lost_is_noticed(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"lost\", \"id\": 1}{\"execute\": \"next\", \"id\": 2}");
    board_hears(&rig, "lost");
    board_hears(&rig, "next");
    board_returns(&rig, "2");
    client_hears_part(&a, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": "
                          "\"The board's answer was lost on the line");
    client_hears(&a, "{\"id\": 2, \"return\": 2}");
    client_closes(&a);
    rig_stop(&rig);
}

static void an_error_without_an_id_reaches_who_earned_it(void **state)
{
    struct rig rig;
    struct wire a;
    int64_t soon = qmpc_deadline(30000); /* without waiting for a silence, of a minute */
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"too-long-for-it\", \"id\": 1}");
    board_hears(&rig, "too-long");
    board_says(&rig, "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                     "\"JSON token size limit exceeded\"}}");
    board_hears(&rig, "query-version");
    board_returns(&rig, "{}");
    client_hears(&a, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": "
                     "\"JSON token size limit exceeded\"}}");
    assert_true(qmpc_deadline(0) < soon);
    client_closes(&a);
    rig_stop(&rig);
}

static void a_silent_board_is_asked_and_then_given_up(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, &(struct bridge_options){.timeout_ms = 1000});
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"slow\", \"id\": 1}");
    board_hears(&rig, "slow");
    char slow[sizeof rig.id];
    strcpy(slow, rig.id);
    board_hears(&rig, "\xFF{\"execute\": \"query-version\"");
    board_returns_to(&rig, slow, "\"late, not lost\"");
    client_hears(&a, "{\"id\": 1, \"return\": \"late, not lost\"}");
    board_returns(&rig, "{}");
    client_says(&a, "{\"execute\": \"never\", \"id\": 2}");
    board_hears(&rig, "never");
    board_hears(&rig, "\xFF{\"execute\": \"query-version\"");
    client_hears_part(&a,
                      "{\"id\": 2, \"error\": {\"class\": \"GenericError\", \"desc\": \"The line "
                      "to the board was lost (the board does not answer any more)");
    client_hears_part(&a, "\"down\"");
    board_attach(&rig, 8);
    client_hears_part(&a, "\"up\"");
    client_closes(&a);
    rig_stop(&rig);
}

/* The greeting itself has been lost. */
static void a_board_that_wants_to_negotiate_has_restarted(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"x\", \"id\": 1}");
    board_hears(&rig, "\"x\"");
    board_fails(&rig, "CommandNotFound",
                "Expecting capabilities negotiation with 'qmp_capabilities'");
    client_hears(&a, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": \"" RESTARTED
                     "\"}}");
    client_hears_part(&a, "\"restarted\"");
    board_hears(&rig, "guest-sync-delimited");
    board_returns(&rig, "5");
    board_hears(&rig, "qmp_capabilities");
    client_closes(&a);
    rig_stop(&rig);
}

static void with_once_the_end_of_the_line_is_the_end(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, &(struct bridge_options){.once = true});
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"quit\"}");
    board_hears(&rig, "quit");
    board_returns(&rig, "{}");
    board_hangs_up(&rig);
    client_hears(&a, "{\"return\": {}}");
    client_hears_the_end(&a);
    client_closes(&a);
    rig_stop(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_client_that_comes_first_is_greeted_when_the_board_is_there),
        cmocka_unit_test(a_board_that_was_up_before_is_asked_for_its_greeting),
        cmocka_unit_test(a_server_without_a_greeting_or_our_commands_is_served_by_its_version),
        cmocka_unit_test(requests_at_a_board_that_restarts_get_an_error_and_the_others_wait),
        cmocka_unit_test(a_line_that_ends_is_opened_again),
        cmocka_unit_test(a_request_does_not_wait_for_the_board_for_ever),
        cmocka_unit_test(an_answer_that_is_lost_is_noticed),
        cmocka_unit_test(an_error_without_an_id_reaches_who_earned_it),
        cmocka_unit_test(a_silent_board_is_asked_and_then_given_up),
        cmocka_unit_test(a_board_that_wants_to_negotiate_has_restarted),
        cmocka_unit_test(with_once_the_end_of_the_line_is_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
