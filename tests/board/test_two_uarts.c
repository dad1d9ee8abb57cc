/* test_two_uarts.c - two QMP sessions at once, each on a UART of its own.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "property.h"

#define SECOND_SOCKET "second"

/* uart3; uart1 and uart2 are nowhere. */
static struct emulator *start(void)
{
    return emulator_start(&(struct emulator_options){
        .arguments = {"--", "-serial", "null", "-serial", "null", "-serial",
                      "unix:@/" SECOND_SOCKET ",server=on,wait=off"}});
}

/* The board has greeted before anybody could be there. */
static struct qmpc *attach_second(struct emulator *emulator)
{
    struct qmpc *line = emulator_open(emulator, SECOND_SOCKET, NULL);

    succeeds(line, qmpc_attach(line, soon()));
    return line;
}

static void each_session_negotiates_for_itself(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *first = emulator_attach(emulator);
    struct qmpc *second = attach_second(emulator);

    (void)state;
    do_command(first, "agent-reset-session");
    succeeds(first, qmpc_read_greeting(first, soon()));
    expect_status(second, "running");
    expect_refusal(first, "query-status", NULL, "CommandNotFound",
                   "Expecting capabilities negotiation with 'qmp_capabilities'");
    do_command(first, "qmp_capabilities");
    expect_status(first, "running");
}

static void half_a_message_and_an_id_are_a_sessions_own(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *first = emulator_attach(emulator), *second = attach_second(emulator);
    struct qmpc_message *reply;

    (void)state;
    send_text(first, "{\"id\": \"of the first\", \"execute\": \"query-sta");
    send_text(second, "{\"id\": \"of the second\", \"execute\": \"query-version\"}");
    reply = expect_message(second, QMPC_RETURN);
    assert_true(qmpc_string_at_is(reply, "id", "of the second"));
    qmpc_message_free(reply);
    send_text(first, "tus\"}");
    reply = expect_message(first, QMPC_RETURN);
    assert_true(qmpc_string_at_is(reply, "id", "of the first"));
    qmpc_message_free(reply);
}

static void a_long_reply_on_one_holds_up_no_request_on_the_other(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *first = emulator_attach(emulator), *second = attach_second(emulator);

    (void)state;
    send_text(first, "{\"execute\": \"query-qmp-schema\"}");
    for (int i = 0; i < 10; i++)
        expect_status(second, "running");
    qmpc_message_free(expect_message(first, QMPC_RETURN));
    expect_status(first, "running");
}

static void both_are_told_of_events_and_see_one_run_state(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *first = emulator_attach(emulator), *second = attach_second(emulator);

    (void)state;
    for (int i = 0; i < 5; i++) {
        do_command(i % 2 ? first : second, "stop");
        expect_plain_event(first, "STOP");
        expect_plain_event(second, "STOP");
        expect_status(i % 2 ? second : first, "paused");
        do_command(i % 2 ? second : first, "cont");
        expect_plain_event(first, "RESUME");
        expect_plain_event(second, "RESUME");
    }
    expect_no_event(first);
    expect_no_event(second);
}

static void quit_is_told_to_both(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *first = emulator_attach(emulator), *second = attach_second(emulator);

    (void)state;
    do_command(second, "quit");
    expect_cause(second, "SHUTDOWN", false, "host-qmp-quit");
    expect_cause(first, "SHUTDOWN", false, "host-qmp-quit");
    assert_int_equal(emulator_wait(emulator), board->power_off_status);
}

static void each_uart_is_an_object_and_enabled(void **state)
{
    struct qmpc *line = emulator_attach(start());

    (void)state;
    assert_int_equal(property_uint(line, "uart3", "ctrl"), 11);
    assert_int_equal(property_uint(line, "uart4", "ctrl"), 11);
    assert_int_equal(property_uint(line, "uart4", "received"), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(each_session_negotiates_for_itself),
        board_test(half_a_message_and_an_id_are_a_sessions_own),
        board_test(a_long_reply_on_one_holds_up_no_request_on_the_other),
        board_test(both_are_told_of_events_and_see_one_run_state),
        board_test(quit_is_told_to_both),
        board_test(each_uart_is_an_object_and_enabled),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
