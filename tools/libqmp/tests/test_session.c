/* test_session.c - commands, replies and events against a scripted server.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fake.h"

static struct qmpc *start(struct fake *fake, fake_script *script)
{
    return fake_open(fake, script, NULL);
}

static int64_t soon(void)
{
    return qmpc_deadline(60000);
}

static void say_events_then_return(struct fake *fake)
{
    while (fake_hear(fake)) {
        fake_say(fake, "{\"event\": \"STOP\"}\r\n{\"event\": \"RESET\", \"data\": {\"n\": 1}}\r\n");
        fake_return(fake, "{\"status\": \"running\"}");
    }
}

static void events_before_a_reply_are_kept_in_order(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, say_events_then_return);
    struct qmpc_message *reply;
    struct qmpc_message *event;
    assert_int_equal(qmpc_command(line, "query-status", NULL, soon(), &reply), QMPC_OK);
    assert_true(qmpc_string_at_is(reply, "return.status", "running"));
    qmpc_message_free(reply);
    assert_int_equal(qmpc_wait_event(line, "RESET", QMPC_NOW, &event), QMPC_OK);
    qmpc_message_free(event);
    assert_int_equal(qmpc_wait_event(line, NULL, QMPC_NOW, &event), QMPC_OK);
    assert_true(qmpc_string_at_is(event, "event", "STOP"));
    qmpc_message_free(event);
    assert_int_equal(qmpc_wait_event(line, NULL, QMPC_NOW, NULL), QMPC_E_TIMEOUT);
    fake_close(&fake, line);
}

static void refuse_everything(struct fake *fake)
{
    while (fake_hear(fake))
        fake_error(fake, "CommandNotFound", "The command \\u0022x\\u0022 has not been found");
}

static void an_error_reply_is_typed_and_leaves_the_line_usable(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, refuse_everything);
    struct qmpc_message *reply;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(qmpc_command(line, "x", "{}", soon(), &reply), QMPC_E_SERVER);
        assert_non_null(reply);
        assert_int_equal(qmpc_message_kind(reply), QMPC_ERROR);
        qmpc_message_free(reply);
        assert_string_equal(qmpc_error_class(line), "CommandNotFound");
        assert_string_equal(qmpc_error_desc(line), "The command \"x\" has not been found");
    }
    fake_close(&fake, line);
}

static void answer_in_reverse(struct fake *fake)
{
    char first[QMPC_ID_SIZE];
    fake_hear(fake);
    strcpy(first, fake->id);
    fake_hear(fake);
    fake_return(fake, "2");
    strcpy(fake->id, first);
    fake_return(fake, "1");
}

static void replies_are_matched_by_id_when_they_overtake(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, answer_in_reverse);
    char ids[2][QMPC_ID_SIZE];
    struct qmpc_message *reply;
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            qmpc_send(line, &(struct qmpc_request){.command = "x", .oob = i == 1}, soon(), ids[i]),
            QMPC_OK);
    for (int i = 0; i < 2; i++) {
        int64_t number = 0;
        assert_int_equal(qmpc_wait_reply(line, ids[i], soon(), &reply), QMPC_OK);
        assert_int_equal(qmpc_get_int64(reply, "return", &number), QMPC_OK);
        assert_int_equal(number, i + 1);
        qmpc_message_free(reply);
    }
    fake_close(&fake, line);
}

static void echo_request(struct fake *fake)
{
    while (fake_hear(fake))
        fake_return(fake, fake->heard);
}

static void a_request_carries_what_was_asked_for(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = qmpc_new(&(struct qmpc_options){.id_prefix = "me-"});
    struct qmpc_message *reply;
    fake_start(&fake, echo_request, line);
    assert_int_equal(qmpc_command(line, "a\"b", "{\"k\": [1]}", soon(), &reply), QMPC_OK);
    assert_true(qmpc_string_at_is(reply, "return.execute", "a\"b"));
    assert_true(qmpc_string_at_is(reply, "id", "me-1"));
    int64_t number = 0;
    assert_int_equal(qmpc_get_int64(reply, "return.arguments.k.0", &number), QMPC_OK);
    assert_int_equal(number, 1);
    qmpc_message_free(reply);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), &reply), QMPC_OK);
    assert_int_equal(qmpc_json_type(qmpc_get(reply, "return.arguments")), QMPC_JSON_NONE);
    qmpc_message_free(reply);
    fake_close(&fake, line);
}

static void an_id_of_the_callers_own_is_used_and_checked(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, echo_request);
    struct qmpc_request request = {.command = "x", .id = "\"\\u0061b\""};
    struct qmpc_message *reply;
    assert_int_equal(qmpc_send(line, &request, soon(), NULL), QMPC_OK);
    assert_int_equal(qmpc_wait_reply(line, "\"ab\"", soon(), &reply), QMPC_OK);
    qmpc_message_free(reply);
    request.id = "\"a\\u0000b\"";
    assert_int_equal(qmpc_send(line, &request, soon(), NULL), QMPC_OK);
    assert_int_equal(qmpc_wait_reply(line, request.id, soon(), &reply), QMPC_OK);
    qmpc_message_free(reply);
    static const char *const bad[] = {"{}", "1.5", "x", "", "null"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        request.id = bad[i];
        assert_int_equal(qmpc_send(line, &request, soon(), NULL), QMPC_E_ARGUMENT);
    }
    fake_close(&fake, line);
}

static void arguments_that_are_no_object_are_not_sent(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, echo_request);
    assert_int_equal(qmpc_command(line, "x", "[1]", soon(), NULL), QMPC_E_ARGUMENT);
    assert_int_equal(qmpc_command(line, "x", "{\"a\":}", soon(), NULL), QMPC_E_ARGUMENT);
    assert_non_null(strstr(qmpc_error(line), "byte 5"));
    fake_close(&fake, line);
    assert_int_equal(fake.requests, 0);
}

static void lose_the_id(struct fake *fake)
{
    while (fake_hear(fake))
        fake_say(fake,
                 "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error\"}}\r\n");
}

static void an_error_that_lost_its_id_still_ends_the_wait(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, lose_the_id);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_E_SERVER);
    fake_close(&fake, line);
}

static void answer_late(struct fake *fake)
{
    char late[sizeof fake->id];
    char next[sizeof fake->id];
    fake_hear(fake);
    strcpy(late, fake->id);
    fake_hear(fake); /* the client has given up */
    strcpy(next, fake->id);
    strcpy(fake->id, late);
    fake_return(fake, "\"late\"");
    strcpy(fake->id, next);
    fake_return(fake, "\"good\"");
    while (fake_hear(fake))
        fake_return(fake, "\"good\"");
}

static void a_timeout_is_kept_and_the_late_reply_is_not_taken_for_another(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, answer_late);
    struct qmpc_message *reply;
    int64_t begin = qmpc_deadline(0);
    assert_int_equal(qmpc_command(line, "x", NULL, begin + 100, &reply), QMPC_E_TIMEOUT);
    int64_t took = qmpc_deadline(0) - begin;
    assert_null(reply);
    assert_in_range(took, 100, 10000);
    assert_int_equal(qmpc_command(line, "y", NULL, soon(), &reply), QMPC_OK);
    assert_true(qmpc_string_at_is(reply, "return", "good"));
    qmpc_message_free(reply);
    fake_close(&fake, line);
}

static void talk_without_end(struct fake *fake)
{
    for (int i = 0; i < 200000; i++) {
        static const char text[] = "{\"event\": \"TICK\"}\r\n";
        if (send(fake->fd, text, sizeof text - 1, MSG_NOSIGNAL) < 0)
            return;
    }
}

static void a_server_that_only_sends_events_does_not_stretch_a_timeout(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line =
        fake_open(&fake, talk_without_end, &(struct qmpc_options){.queue_limit = 16});
    int64_t begin = qmpc_deadline(0);
    assert_int_equal(qmpc_command(line, "x", NULL, begin + 100, NULL), QMPC_E_TIMEOUT);
    assert_in_range(qmpc_deadline(0) - begin, 100, 10000);
    assert_true(qmpc_counts(line).dropped_events > 0);
    fake_close(&fake, line);
}

static void die_in_a_line(struct fake *fake)
{
    fake_hear(fake);
    fake_say(fake, "{\"event\": \"SHUTDOWN\"}\r\n{\"return\": {}");
}

static void a_server_gone_in_the_middle_of_a_line_is_gone(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, die_in_a_line);
    struct qmpc_message *event;
    assert_int_equal(qmpc_command(line, "quit", NULL, soon(), NULL), QMPC_E_GONE);
    assert_int_equal(qmpc_wait_event(line, "SHUTDOWN", soon(), &event), QMPC_OK);
    qmpc_message_free(event);
    assert_int_equal(qmpc_receive(line, soon(), &event), QMPC_E_GONE);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_E_GONE);
    fake_close(&fake, line);
}

static void a_closed_connection_says_so(void **state)
{
    (void)state;
    struct qmpc *line = qmpc_new(NULL);
    struct qmpc_message *message;
    assert_int_equal(qmpc_fd(line), -1);
    assert_int_equal(qmpc_receive(line, soon(), &message), QMPC_E_GONE);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_E_GONE);
    assert_string_not_equal(qmpc_error(line), "");
    qmpc_free(line);
}

static void restart_instead_of_answering(struct fake *fake)
{
    fake_hear(fake);
    fake_say(fake, GREETING);
    while (fake_hear(fake))
        fake_return(fake, "{}");
}

static void a_greeting_in_place_of_a_reply_is_a_restart(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, restart_instead_of_answering);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_E_RESTARTED);
    assert_non_null(qmpc_greeting(line));
    assert_int_equal(qmpc_attach(line, soon()), QMPC_OK);
    assert_int_equal(qmpc_command(line, "x", NULL, soon(), NULL), QMPC_OK);
    fake_close(&fake, line);
    assert_int_equal(fake.requests, 3);
}

/* Takes the request only when all of its own output has been taken. */
static void write_before_reading(struct fake *fake)
{
    for (int i = 0; i < 60000; i++)
        fake_say(fake, "{\"event\": \"TICK\"}\r\n");
    fake_hear(fake);
    fake_return(fake, "{}");
}

static void both_sides_may_write_more_than_the_line_holds(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, write_before_reading);
    size_t size = 1 << 20;
    char *arguments = malloc(size + 32);
    assert_non_null(arguments);
    strcpy(arguments, "{\"a\": \"");
    memset(arguments + 7, 'y', size);
    strcpy(arguments + 7 + size, "\"}");
    int status = qmpc_send(line, &(struct qmpc_request){.command = "x", .arguments = arguments},
                           qmpc_deadline(20000), NULL);
    free(arguments);
    assert_int_equal(status, QMPC_OK);
    assert_true(qmpc_counts(line).dropped_events > 0);
    fake_close(&fake, line);
}

static void a_server_that_does_not_read_is_a_timeout(void **state)
{
    (void)state;
    struct fake fake;
    static char bytes[4 << 20];
    struct qmpc *line = start(&fake, NULL);
    int64_t begin = qmpc_deadline(0);
    assert_int_equal(qmpc_send_raw(line, bytes, sizeof bytes, begin + 100), QMPC_E_TIMEOUT);
    assert_in_range(qmpc_deadline(0) - begin, 100, 10000);
    fake_close(&fake, line);
}

static void two_connections_do_not_touch_each_other(void **state)
{
    (void)state;
    struct fake fakes[2];
    struct qmpc *lines[2];
    lines[0] = start(&fakes[0], echo_request);
    lines[1] = start(&fakes[1], refuse_everything);
    assert_int_equal(qmpc_command(lines[1], "x", NULL, soon(), NULL), QMPC_E_SERVER);
    assert_int_equal(qmpc_command(lines[0], "x", NULL, soon(), NULL), QMPC_OK);
    assert_string_equal(qmpc_error(lines[0]), "");
    fake_close(&fakes[0], lines[0]);
    assert_int_equal(qmpc_command(lines[1], "x", NULL, soon(), NULL), QMPC_E_SERVER);
    fake_close(&fakes[1], lines[1]);
}

static void raw_bytes_are_sent_as_they_are(void **state)
{
    (void)state;
    struct fake fake;
    struct qmpc *line = start(&fake, NULL);
    char bytes[8];
    assert_int_equal(qmpc_send_raw(line, "\xFF{\0}\n", 5, soon()), QMPC_OK);
    assert_int_equal(read(fake.fd, bytes, sizeof bytes), 5);
    assert_memory_equal(bytes, "\xFF{\0}\n", 5);
    fake_close(&fake, line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_before_a_reply_are_kept_in_order),
        cmocka_unit_test(an_error_reply_is_typed_and_leaves_the_line_usable),
        cmocka_unit_test(replies_are_matched_by_id_when_they_overtake),
        cmocka_unit_test(a_request_carries_what_was_asked_for),
        cmocka_unit_test(an_id_of_the_callers_own_is_used_and_checked),
        cmocka_unit_test(arguments_that_are_no_object_are_not_sent),
        cmocka_unit_test(an_error_that_lost_its_id_still_ends_the_wait),
        cmocka_unit_test(a_timeout_is_kept_and_the_late_reply_is_not_taken_for_another),
        cmocka_unit_test(a_server_that_only_sends_events_does_not_stretch_a_timeout),
        cmocka_unit_test(a_server_gone_in_the_middle_of_a_line_is_gone),
        cmocka_unit_test(a_closed_connection_says_so),
        cmocka_unit_test(a_greeting_in_place_of_a_reply_is_a_restart),
        cmocka_unit_test(both_sides_may_write_more_than_the_line_holds),
        cmocka_unit_test(a_server_that_does_not_read_is_a_timeout),
        cmocka_unit_test(two_connections_do_not_touch_each_other),
        cmocka_unit_test(raw_bytes_are_sent_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
