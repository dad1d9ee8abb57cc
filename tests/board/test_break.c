/* test_break.c - a serial BREAK begins the session again, whatever is under way.
 *
 * A socket cannot carry a BREAK, the emulator's monitor can send one.  Only for boards whose
 * port tells of it: the 16550 and the ESCC do, the CMSDK UART does not.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

/* "qmp" is what board/run calls the chardev. */
static void send_break(struct qmpc *monitor)
{
    qmpc_message_free(ask(monitor, "chardev-send-break", "{\"id\": \"qmp\"}"));
}

static void expect_begun_again(struct qmpc *line)
{
    qmpc_message_free(expect_message(line, QMPC_GREETING));
    expect_refusal(line, "query-status", NULL, "CommandNotFound",
                   "Expecting capabilities negotiation with 'qmp_capabilities'");
    do_command(line, "qmp_capabilities");
    expect_status(line, "running");
    expect_no_event(line);
}

static void a_break_brings_a_fresh_greeting_whatever_was_half_sent(void **state)
{
    static const char *const halves[] = {
        "", "{\"execute\": \"query-st", "{\"id\": [[[{\"a\":", "{\"id\": \"\\u12", "tru", "@@@"};
    struct monitored pair = emulator_start_monitored();

    (void)state;
    for (size_t i = 0; i < COUNT(halves); i++) {
        send_and_let_arrive(pair.line, halves[i]);
        send_break(pair.monitor);
        if (strcmp(halves[i], "@@@") == 0)
            expect_parse_error(pair.line, "JSON parse error, stray '@'");
        expect_begun_again(pair.line);
    }
}

/* The line under way is ended with an empty rest, so the greeting is a line of its own. */
static void a_break_ends_the_reply_under_way(void **state)
{
    struct monitored pair = emulator_start_monitored();
    struct qmpc_message *message;

    (void)state;
    if (board->unread_blocks)
        skip();
    for (int i = 0; i < 3; i++) {
        char request[120];

        snprintf(request, sizeof request,
                 "{\"execute\":\"agent-memory-read\",\"arguments\":{\"address\":%llu,"
                 "\"size\":4194304}}{\"execute\":\"guest-ping\",\"id\":\"lost\"}",
                 (unsigned long long)board->memory[0].start);
        send_text(pair.line, request);
        pause_ms(100 + 100 * i);
        send_break(pair.monitor);
        message = expect_message(pair.line, QMPC_GREETING);
        qmpc_message_free(message);
        do_command(pair.line, "qmp_capabilities");
        expect_status(pair.line, "running");
    }
    assert_true(qmpc_counts(pair.line).skipped_bytes > 0);
}

/* The reply under way is not read, so the requests behind it fill the queue and then the
 * port's ring; not one of them may be taken for something sent after the BREAK. */
static void a_break_drops_what_was_received_before_it(void **state)
{
    struct monitored pair = emulator_start_monitored();
    char request[120];
    int ms;

    (void)state;
    if (board->unread_blocks)
        skip();
    ms = arrival_ms(pair.line);
    snprintf(request, sizeof request,
             "{\"execute\":\"agent-memory-read\",\"arguments\":{\"address\":%llu,"
             "\"size\":4194304}}",
             (unsigned long long)board->memory[0].start);
    send_text(pair.line, request);
    pause_ms(ms + 200);
    for (int i = 0; i < 36; i++)
        send_text(pair.line, "{\"execute\":\"query-status\"}");
    pause_ms(ms);
    send_break(pair.monitor);
    expect_begun_again(pair.line);
    assert_int_equal(qmpc_counts(pair.line).dropped_replies, 0);
}

static void a_break_does_not_concern_the_application(void **state)
{
    struct monitored pair = emulator_start_monitored();

    (void)state;
    do_command(pair.line, "stop");
    expect_plain_event(pair.line, "STOP");
    send_break(pair.monitor);
    qmpc_message_free(expect_message(pair.line, QMPC_GREETING));
    do_command(pair.line, "qmp_capabilities");
    expect_status(pair.line, "paused");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_break_brings_a_fresh_greeting_whatever_was_half_sent),
        board_test(a_break_ends_the_reply_under_way),
        board_test(a_break_drops_what_was_received_before_it),
        board_test(a_break_does_not_concern_the_application),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
