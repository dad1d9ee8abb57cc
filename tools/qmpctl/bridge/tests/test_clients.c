/* test_clients.c - what clients of the bridge get, each for itself.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bridge_rig.h"

#define STATUS "{\"execute\": \"query-status\"}"

static void each_client_is_greeted_and_negotiates_for_itself(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, NULL);
    client_hears(&b, BOARD_GREETING);
    client_says(&b, "{\"execute\": \"query-status\", \"id\": 1}");
    client_hears(&b, "{\"id\": 1, \"error\": {\"class\": \"CommandNotFound\", \"desc\": "
                     "\"Expecting capabilities negotiation with 'qmp_capabilities'\"}}");
    board_hears_nothing(&rig);
    client_says(&a, "{\"execute\": \"qmp_capabilities\", \"id\": 2}");
    client_hears(&a, "{\"id\": 2, \"error\": {\"class\": \"CommandNotFound\", \"desc\": "
                     "\"Capabilities negotiation is already complete, command ignored\"}}");
    client_closes(&a);
    client_closes(&b);
    rig_stop(&rig);
}

static void capabilities_are_checked_with_the_texts_of_qemu(void **state)
{
    static const char *const wrong[][2] = {
        {"{\"x\": 1}", "Parameter 'x' is unexpected"},
        {"{\"enable\": 5}", "Invalid parameter type for 'enable', expected: array"},
        {"{\"enable\": [\"oob\", 5]}", "Invalid parameter type for 'enable[1]', expected: string"},
        {"{\"enable\": [\"zz\"]}", "Parameter 'null' does not accept value 'zz'"},
    };
    struct rig rig;
    struct wire a;
    char text[256];
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, NULL);
    client_hears(&a, BOARD_GREETING);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        snprintf(text, sizeof text, "{\"execute\": \"qmp_capabilities\", \"arguments\": %s}",
                 wrong[i][0]);
        client_says(&a, text);
        snprintf(text, sizeof text, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"%s\"}}",
                 wrong[i][1]);
        client_hears(&a, text);
    }
    client_says(&a, "{\"execute\": \"qmp_capabilities\"}");
    client_hears(&a, "{\"return\": {}}");
    client_closes(&a);
    rig_stop(&rig);
}

static void ids_of_any_type_come_back_as_they_were(void **state)
{
    static const char *const ids[] = {"1",
                                      "-0",
                                      "1.50",
                                      "1e400",
                                      "123456789012345678901234567890",
                                      "\"\"",
                                      "\"a\\\"b\\\\\\u00E9\\u0001\"",
                                      "null",
                                      "true",
                                      "[]",
                                      "[1, {\"id\": 2}]",
                                      "{\"id\": 3, \"return\": []}"};
    struct rig rig;
    struct wire a;
    char text[256];
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        snprintf(text, sizeof text, "{\"id\": %s, \"execute\": \"query-status\"}", ids[i]);
        client_says(&a, text);
        board_hears(&rig, "{\"execute\": \"query-status\", \"id\": ");
        board_returns(&rig, "{\"id\": 7}");
        snprintf(text, sizeof text, "{\"id\": %s, \"return\": {\"id\": 7}}", ids[i]);
        client_hears(&a, text);
    }
    client_closes(&a);
    rig_stop(&rig);
}

static void a_request_without_an_id_gets_a_reply_without(void **state)
{
    struct rig rig;
    struct wire a;
    char text[256];
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, STATUS);
    board_hears(&rig, "query-status");
    board_returns(&rig, "{\"id\": 7}");
    client_hears(&a, "{\"return\": {\"id\": 7}}");
    client_says(&a, STATUS);
    board_hears(&rig, "query-status");
    snprintf(text, sizeof text, "{\"return\": [\"id\"], \"id\": %s}", rig.id);
    board_says(&rig, text);
    client_hears(&a, "{\"return\": [\"id\"]}");
    client_closes(&a);
    rig_stop(&rig);
}

static void clients_with_equal_ids_are_kept_apart(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, "{}");
    client_says(&a, "{\"execute\": \"of-a\", \"id\": 1}");
    board_hears(&rig, "of-a");
    client_says(&b, "{\"execute\": \"of-b\", \"id\": 1}");
    board_returns(&rig, "\"for a\"");
    board_hears(&rig, "of-b");
    board_returns(&rig, "\"for b\"");
    client_hears(&a, "{\"id\": 1, \"return\": \"for a\"}");
    client_hears(&b, "{\"id\": 1, \"return\": \"for b\"}");
    client_closes(&a);
    client_closes(&b);
    rig_stop(&rig);
}

static void a_request_over_many_lines_is_one_line_at_the_board(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{ 'execute'\r\n:\t'it\\'s \"x\"',\n\n'arguments': {'\xC3\xA9': [1 ,\n2]}\n");
    board_hears_nothing(&rig);
    client_says(&a, "}");
    board_hears(&rig, "{\"execute\": \"it's \\\"x\\\"\", \"arguments\": {\"\\u00E9\": [1, 2]}, "
                      "\"id\": ");
    client_closes(&a);
    rig_stop(&rig);
}

static void answers_keep_the_order_of_the_requests(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, STATUS "]{\"execute\": \"guest-sync\", \"arguments\": {\"id\": 5}}" STATUS);
    board_hears(&rig, "query-status");
    board_hears_nothing(&rig);
    client_hears_nothing(&a);
    board_returns(&rig, "1");
    client_hears(&a, "{\"return\": 1}");
    client_hears(&a, "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                     "\"JSON parse error, expecting value\"}}");
    client_hears(&a, "{\"return\": 5}");
    board_hears(&rig, "query-status");
    client_closes(&a);
    rig_stop(&rig);
}

static void garbage_earns_an_error_and_the_client_finds_its_way_back(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"x\", \"arguments\": {\"a\": \"half");
    client_hears_nothing(&a);
    client_says(&a, "\xFF{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": -4711}}");
    client_hears(&a, "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                     "\"JSON parse error, stray '\\\"half\\uFFFD'\"}}");
    client_hears(&a, "\xFF{\"return\": -4711}");
    client_says(&a, "[1]");
    client_hears_part(&a, "QMP input must be a JSON object");
    client_says(&a, "{\"execute\": \"x\", \"execute\": \"y\", \"id\": 1}");
    client_hears(&a, "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                     "\"JSON parse error, duplicate key\"}}");
    client_says(&a, "{\"exec-oob\": \"x\", \"id\": 1}");
    client_hears_part(&a, "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": "
                          "\"QMP input member 'exec-oob' is unexpected\"}}");
    board_hears_nothing(&rig);
    client_closes(&a);
    rig_stop(&rig);
}

static void a_client_that_leaves_in_the_middle_harms_nobody(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, "{}");
    client_says(&a, "{\"execute\": \"of-a\"}{\"execute\": \"never");
    board_hears(&rig, "of-a");
    client_closes(&a);
    client_says(&b, "{\"execute\": \"of-b\"}");
    board_returns(&rig, "\"for a\"");
    board_hears(&rig, "of-b");
    board_returns(&rig, "\"for b\"");
    client_hears(&b, "{\"return\": \"for b\"}");
    client_closes(&b);
    rig_stop(&rig);
}

static void a_client_that_ends_its_side_gets_what_is_due(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, STATUS STATUS "}" STATUS);
    shutdown(a.fd, SHUT_WR);
    for (int i = 1; i <= 3; i++) {
        board_hears(&rig, "query-status");
        board_returns(&rig, "{}");
        client_hears(&a, "{\"return\": {}}");
        if (i == 2)
            client_hears_part(&a, "expecting value");
    }
    client_hears_the_end(&a);
    client_closes(&a);
    rig_stop(&rig);
}

static void a_session_can_be_begun_anew(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"agent-reset-session\", \"id\": 1}" STATUS);
    client_hears(&a, "{\"id\": 1, \"return\": {}}");
    client_hears(&a, BOARD_GREETING);
    client_hears_part(&a, "Expecting capabilities negotiation");
    client_closes(&a);
    rig_stop(&rig);
}

static void events_go_to_all_who_have_negotiated(void **state)
{
    static const char event[] = "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, "
                                "\"event\": \"STOP\"}";
    struct rig rig;
    struct wire a;
    struct wire b;
    struct wire c;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, "{}");
    client_opens(&rig, &c, NULL);
    client_hears(&c, BOARD_GREETING);
    board_says(&rig, event);
    client_hears(&a, event);
    client_hears(&b, event);
    client_hears_nothing(&c);
    client_closes(&a);
    client_closes(&b);
    client_closes(&c);
    rig_stop(&rig);
}

static void an_out_of_band_request_overtakes(void **state)
{
    struct rig rig;
    struct wire a;
    char first[sizeof rig.id];
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{\"enable\": [\"oob\"]}");
    client_says(&a, STATUS STATUS);
    board_hears(&rig, "query-status");
    strcpy(first, rig.id);
    board_hears(&rig, "query-status");
    client_says(&a, "{\"exec-oob\": \"agent-cancel\", \"id\": 8}");
    board_hears(&rig, "{\"exec-oob\": \"agent-cancel\", \"id\": ");
    board_returns(&rig, "{\"cancelled\": true}");
    client_hears(&a, "{\"id\": 8, \"return\": {\"cancelled\": true}}");
    board_returns_to(&rig, first, "1");
    client_hears(&a, "{\"return\": 1}");
    client_says(&a, "{\"exec-oob\": \"guest-sync\", \"id\": 9}");
    client_hears_part(&a, "The command guest-sync does not support OOB");
    client_closes(&a);
    rig_stop(&rig);
}

/* All in one write, so that it is framed before negotiation is through. */
static void an_out_of_band_request_may_follow_negotiation_at_once(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, NULL);
    client_hears(&a, BOARD_GREETING);
    client_says(&a, "{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [\"oob\"]}}"
                    "{\"exec-oob\": \"query-yank\", \"id\": 1}" STATUS);
    client_hears(&a, "{\"return\": {}}");
    board_hears(&rig, "{\"exec-oob\": \"query-yank\"");
    board_returns(&rig, "[]");
    client_hears(&a, "{\"id\": 1, \"return\": []}");
    board_hears(&rig, "query-status");
    board_returns(&rig, "2");
    client_hears(&a, "{\"return\": 2}");
    client_closes(&a);
    rig_stop(&rig);
}

static void nobody_cancels_what_another_has_asked_for(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, "{\"enable\": [\"oob\"]}");
    client_says(&a, STATUS);
    board_hears(&rig, "query-status");
    client_says(&b, "{\"exec-oob\": \"agent-cancel\", \"id\": 8}");
    client_hears(&b, "{\"id\": 8, \"return\": {\"cancelled\": false}}");
    board_hears_nothing(&rig);
    client_closes(&a);
    client_closes(&b);
    rig_stop(&rig);
}

/* Behind it, it might be cancelled when the first one has just ended. */
static void a_request_keeps_off_one_that_another_may_cancel(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{\"enable\": [\"oob\"]}");
    client_opens(&rig, &b, "{}");
    client_says(&a, "{\"execute\": \"long\"}");
    board_hears(&rig, "long");
    client_says(&b, "{\"execute\": \"of-b\"}");
    board_hears_nothing(&rig);
    client_says(&a, "{\"execute\": \"longer\"}"); /* waits behind b, who was first */
    board_hears_nothing(&rig);
    client_says(&a, "{\"exec-oob\": \"agent-cancel\"}");
    board_hears(&rig, "{\"exec-oob\": \"agent-cancel\"");
    board_returns(&rig, "{}");
    client_hears(&a, "{\"return\": {}}");
    client_closes(&a); /* so that nobody can cancel any more */
    board_hears(&rig, "of-b");
    client_closes(&b);
    rig_stop(&rig);
}

/* The pipe's other end tells that nobody has the descriptor any more. */
static void descriptors_that_come_along_are_closed(void **state)
{
    struct rig rig;
    struct wire a;
    int ends[2];
    char byte;
    char request[] = "{\"execute\": \"getfd\", \"arguments\": {\"fdname\": \"x\"}}";
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.bytes = {0}};
    struct iovec part = {request, sizeof request - 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    assert_int_equal(pipe(ends), 0);
    control.header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.header), &ends[1], sizeof(int));
    assert_int_equal(sendmsg(a.fd, &message, 0), sizeof request - 1);
    close(ends[1]);
    board_hears(&rig, "getfd");
    assert_int_equal(read(ends[0], &byte, 1), 0);
    close(ends[0]);
    client_closes(&a);
    rig_stop(&rig);
}

static void what_stands_behind_a_cancellation_of_nothing_is_taken(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{\"enable\": [\"oob\"]}");
    client_says(&a, "{\"exec-oob\": \"agent-cancel\", \"id\": 1}"
                    "{\"exec-oob\": \"agent-cancel\", \"id\": 2}"
                    "{\"execute\": \"x\", \"id\": 3}");
    client_hears(&a, "{\"id\": 1, \"return\": {\"cancelled\": false}}");
    client_hears(&a, "{\"id\": 2, \"return\": {\"cancelled\": false}}");
    board_hears(&rig, "\"x\"");
    client_closes(&a);
    rig_stop(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_client_is_greeted_and_negotiates_for_itself),
        cmocka_unit_test(capabilities_are_checked_with_the_texts_of_qemu),
        cmocka_unit_test(ids_of_any_type_come_back_as_they_were),
        cmocka_unit_test(a_request_without_an_id_gets_a_reply_without),
        cmocka_unit_test(clients_with_equal_ids_are_kept_apart),
        cmocka_unit_test(a_request_over_many_lines_is_one_line_at_the_board),
        cmocka_unit_test(answers_keep_the_order_of_the_requests),
        cmocka_unit_test(garbage_earns_an_error_and_the_client_finds_its_way_back),
        cmocka_unit_test(a_client_that_leaves_in_the_middle_harms_nobody),
        cmocka_unit_test(a_client_that_ends_its_side_gets_what_is_due),
        cmocka_unit_test(a_session_can_be_begun_anew),
        cmocka_unit_test(events_go_to_all_who_have_negotiated),
        cmocka_unit_test(an_out_of_band_request_overtakes),
        cmocka_unit_test(an_out_of_band_request_may_follow_negotiation_at_once),
        cmocka_unit_test(nobody_cancels_what_another_has_asked_for),
        cmocka_unit_test(a_request_keeps_off_one_that_another_may_cancel),
        cmocka_unit_test(descriptors_that_come_along_are_closed),
        cmocka_unit_test(what_stands_behind_a_cancellation_of_nothing_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
