/* test_end.c - system_powerdown and quit: what is said last, and what is left.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "console.h"
#include "memory.h"

/* Nothing more is on the line, and the emulator has ended well. */
static void expect_the_end(struct emulator *emulator, struct qmpc *line)
{
    struct qmpc_message *message = NULL;

    assert_int_equal(emulator_wait(emulator), board->power_off_status);
    assert_int_equal(qmpc_receive(line, soon(), &message), QMPC_E_GONE);
    emulator_expect_no_process(emulator);
}

static void an_application_may_refuse_to_shut_down(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.console = true});
    struct console console;
    struct qmpc *line;
    uint32_t beats;

    (void)state;
    console_open(&console, emulator);
    line = emulator_attach(emulator);
    hub_wait_beats(line, 1);
    do_command(line, "system_powerdown");
    expect_plain_event(line, "POWERDOWN");
    console_expect(&console, "hub: shutdown refused\r\n");
    expect_status(line, "running");
    beats = hub_read(line).beats;
    hub_wait_beats(line, beats + 10);
    expect_no_event(line);
    console_close(&console);
}

static void an_application_that_accepts_shuts_the_board_down(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.console = true});
    struct console console;
    struct qmpc *line;

    (void)state;
    console_open(&console, emulator);
    line = emulator_attach(emulator);
    hub_wait_beats(line, 1);
    hub_write(line, offsetof(struct hub, accepts_powerdown), 1);
    do_command(line, "system_powerdown");
    expect_plain_event(line, "POWERDOWN");
    expect_cause(line, "SHUTDOWN", true, "guest-shutdown");
    console_expect(&console, "hub: shutting down\r\n");
    expect_the_end(emulator, line);
    console_close(&console);
}

/* A powerdown asked of a stopped application is considered when it goes on. */
static void a_stopped_application_shuts_down_when_it_is_resumed(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    hub_wait_beats(line, 1);
    hub_write(line, offsetof(struct hub, accepts_powerdown), 1);
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    do_command(line, "system_powerdown");
    expect_plain_event(line, "POWERDOWN");
    pause_ms(100);
    expect_no_event(line);
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    expect_cause(line, "SHUTDOWN", true, "guest-shutdown");
    expect_the_end(emulator, line);
}

static void a_reset_takes_a_powerdown_back(void **state)
{
    struct emulator *emulator =
        emulator_start(&(struct emulator_options){.paused = true, .console = true});
    struct console console;
    struct qmpc *line;

    (void)state;
    console_open(&console, emulator);
    line = emulator_attach(emulator);
    do_command(line, "system_powerdown");
    expect_plain_event(line, "POWERDOWN");
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    /* A second's log, and before it no word of a request that was considered. */
    console_expect(&console, "hub: temperature");
    assert_null(strstr(console.text, "refused"));
    expect_no_event(line);
    console_close(&console);
}

static void quit_is_answered_and_ends_the_emulator(void **state)
{
    (void)state;
    for (int paused = 0; paused < 2; paused++) {
        struct emulator *emulator = emulator_start(&(struct emulator_options){.paused = paused});
        struct qmpc *line = emulator_attach(emulator);
        struct qmpc_message *message;

        send_text(line, "{\"execute\":\"quit\",\"id\":\"last\"}");
        message = expect_message(line, QMPC_EVENT);
        assert_true(qmpc_string_at_is(message, "event", "SHUTDOWN"));
        assert_true(qmpc_string_at_is(message, "data.reason", "host-qmp-quit"));
        qmpc_message_free(message);
        message = expect_message(line, QMPC_RETURN);
        assert_true(qmpc_string_at_is(message, "id", "last"));
        qmpc_message_free(message);
        expect_the_end(emulator, line);
    }
}

/* The replies to what came before it are sent, all of them. */
static void replies_before_quit_are_not_cut(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    struct qmpc_message *message;

    (void)state;
    send_text(line, "{\"execute\":\"query-qmp-schema\"}{\"execute\":\"quit\"}");
    message = expect_message(line, QMPC_RETURN);
    assert_true(qmpc_json_count(qmpc_get(message, "return")) > 20);
    qmpc_message_free(message);
    qmpc_message_free(expect_message(line, QMPC_EVENT));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    expect_the_end(emulator, line);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(an_application_may_refuse_to_shut_down),
        board_test(an_application_that_accepts_shuts_the_board_down),
        board_test(a_stopped_application_shuts_down_when_it_is_resumed),
        board_test(a_reset_takes_a_powerdown_back),
        board_test(quit_is_answered_and_ends_the_emulator),
        board_test(replies_before_quit_are_not_cut),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
