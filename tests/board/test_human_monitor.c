/* test_human_monitor.c - lines of the human monitor by human-monitor-command.
 *
 * Where a text is QEMU's, it is what QEMU 7.2 says of a machine of which the same is true.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "human.h"

static void qemus_texts_are_said(void **state)
{
    static const struct {
        const char *line, *text;
    } said[] = {
        {"", ""},
        {"info status", "VM status: paused (prelaunch)\r\n"},
        {"info kvm", "kvm support: not compiled\r\n"},
        {"info name", ""},
        {"info uuid", "00000000-0000-0000-0000-000000000000\r\n"},
        {"nosuch with arguments", "unknown command: 'nosuch'\r\n"},
        {"  nosuch", "unknown command: '  nosuch'\r\n"},
        {"Stop", "unknown command: 'Stop'\r\n"},
        {"info sta", "unknown command: 'info sta'\r\n"},
        {"info  nosuch  x", "unknown command: 'info  nosuch'\r\n"},
        {"info/x status", "unknown command: 'info'\r\n"},
        {"stop extra", "stop|s: extraneous characters at the end of line\r\n"
                       "Try \"help stop\" for more information\r\n"},
        {"q extra", "quit|q: extraneous characters at the end of line\r\n"
                    "Try \"help q\" for more information\r\n"},
        {"info status x", "status: extraneous characters at the end of line\r\n"
                          "Try \"help info status\" for more information\r\n"},
        {"cpu -1", "'cpu' has failed: integer is for 32-bit values\r\n"
                   "Try \"help cpu\" for more information\r\n"},
        {"cpu 99", "invalid CPU index\r\n"},
        {"help nosuch", "unknown command: 'nosuch'\r\n"},
        {"help info nosuch", "unknown command: 'info nosuch'\r\n"},
    };
    struct qmpc *line = emulator_attach(emulator_start(&(struct emulator_options){.paused = true}));

    (void)state;
    for (size_t i = 0; i < COUNT(said); i++)
        says(line, said[i].line, said[i].text);
    expect_refusal(line, "human-monitor-command",
                   "{\"command-line\": \"info version\", \"cpu-index\": 99}", "GenericError",
                   "Parameter 'cpu-index' expects a CPU number");
    expect_refusal(line, "human-monitor-command", NULL, "GenericError",
                   "Parameter 'command-line' is missing");
}

static void the_application_is_driven_by_lines(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    says(line, "info status", "VM status: running\r\n");
    says(line, "s", "");
    expect_plain_event(line, "STOP");
    says(line, "info status", "VM status: paused\r\n");
    says(line, "system_reset", "");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    says(line, "info status", "VM status: paused (prelaunch)\r\n");
    says(line, "c", "");
    expect_plain_event(line, "RESUME");
    says(line, "system_powerdown", "");
    expect_plain_event(line, "POWERDOWN");
    expect_status(line, "running");
}

static void quit_is_answered_and_ends_the_board(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    says(line, "q", "");
    expect_cause(line, "SHUTDOWN", false, "host-qmp-quit");
    assert_int_equal(emulator_wait(emulator), board->power_off_status);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(qemus_texts_are_said),
        board_test(the_application_is_driven_by_lines),
        board_test(quit_is_answered_and_ends_the_board),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
