/* test_terminal.c - the human monitor at a terminal, on a port of its own.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "console.h"

static const struct emulator_options with_terminal = {.arguments = {TERMINAL_ARGUMENTS}};

/* A line that says TEXT, up to the next prompt. */
static void says(struct console *terminal, const char *line, const char *text)
{
    char expected[256];

    terminal->text[0] = '\0';
    snprintf(expected, sizeof expected, "%s\r\n%s(qemu) ", line, text);
    console_type(terminal, line);
    console_type(terminal, "\r");
    console_expect(terminal, expected);
}

static void a_line_is_echoed_executed_and_followed_by_a_prompt(void **state)
{
    struct emulator *emulator = emulator_start(&with_terminal);
    struct console terminal;
    struct qmpc *line;

    (void)state;
    terminal_open(&terminal, emulator);
    line = emulator_attach(emulator);
    says(&terminal, "", "");
    says(&terminal, "info status", "VM status: running\r\n");
    says(&terminal, "stop", "");
    expect_plain_event(line, "STOP");
    says(&terminal, "info status", "VM status: paused\r\n");
    says(&terminal, "nosuch", "unknown command: 'nosuch'\r\n");
    do_cont(line);
    says(&terminal, "info status", "VM status: running\r\n");
    console_close(&terminal);
}

static void the_chosen_processor_stays_chosen(void **state)
{
    struct emulator *emulator = emulator_start(&with_terminal);
    struct console terminal;

    (void)state;
    terminal_open(&terminal, emulator);
    (void)emulator_attach(emulator);
    says(&terminal, "cpu 0", "");
    says(&terminal, "cpu 1", "invalid CPU index\r\n");
    says(&terminal, "info cpus", "* CPU #0: thread_id=0\r\n");
    console_close(&terminal);
}

static void lines_are_taken_while_a_session_works(void **state)
{
    struct emulator *emulator = emulator_start(&with_terminal);
    struct console terminal;
    struct qmpc *line;

    (void)state;
    terminal_open(&terminal, emulator);
    line = emulator_attach(emulator);
    for (int i = 0; i < 50; i++) {
        qmpc_message_free(ask(line, "human-monitor-command", "{\"command-line\": \"help\"}"));
        says(&terminal, "info kvm", "kvm support: not compiled\r\n");
    }
    console_close(&terminal);
}

static void quit_ends_the_board_without_a_prompt(void **state)
{
    struct emulator *emulator = emulator_start(&with_terminal);
    struct console terminal;
    struct qmpc *line;

    (void)state;
    terminal_open(&terminal, emulator);
    line = emulator_attach(emulator);
    says(&terminal, "", "");
    console_type(&terminal, "quit\r");
    expect_cause(line, "SHUTDOWN", false, "host-qmp-quit");
    assert_int_equal(emulator_wait(emulator), board->power_off_status);
    console_close(&terminal);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_line_is_echoed_executed_and_followed_by_a_prompt),
        board_test(the_chosen_processor_stays_chosen),
        board_test(lines_are_taken_while_a_session_works),
        board_test(quit_ends_the_board_without_a_prompt),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
