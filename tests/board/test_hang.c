/* test_hang.c - an application in an endless loop, `for (;;);`.
 *
 * Where the board has interrupts, or the application's loops poll, the agent gets in all the
 * same.  An application that no longer calls board_poll() shuts it out until the board is
 * reset.  Then that is what is asserted.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

/* Long enough to be an answer's time even on a busy machine. */
#define SILENCE_MS 1500

static void hang(struct qmpc *line)
{
    hub_wait_beats(line, 1);
    (void)hub_hang(line);
}

static void the_agent_answers_while_the_application_hangs(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint32_t beats;

    (void)state;
    if (!board->reaches_a_hang)
        skip(); /* see a_polled_agent_is_out_of_reach_while_its_application_hangs */
    hang(line);
    expect_status(line, "running");
    beats = hub_read(line).beats;
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    expect_status(line, "paused");
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    pause_ms(100);
    assert_int_equal(hub_read(line).beats, beats);
    /* The host ends the loop from outside. */
    hub_write(line, offsetof(struct hub, hang), 0);
    hub_wait_beats(line, beats + 5);
}

static void system_reset_frees_an_application_that_hangs(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    if (!board->reaches_a_hang)
        skip(); /* see a_polled_agent_is_out_of_reach_while_its_application_hangs */
    for (int stopped = 0; stopped < 2; stopped++) {
        hang(line);
        if (stopped) {
            do_command(line, "stop");
            expect_plain_event(line, "STOP");
        }
        do_command(line, "system_reset");
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
        expect_status(line, stopped ? "prelaunch" : "running");
        if (stopped) {
            do_command(line, "cont");
            expect_plain_event(line, "RESUME");
        }
        hub_wait_beats(line, 5);
        assert_int_equal(hub_read(line).hang, 0);
    }
}

static void quit_ends_an_application_that_hangs(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    if (!board->reaches_a_hang)
        skip(); /* see a_polled_agent_is_out_of_reach_while_its_application_hangs */
    hang(line);
    do_command(line, "quit");
    expect_cause(line, "SHUTDOWN", false, "host-qmp-quit");
    assert_int_equal(emulator_wait(emulator), board->power_off_status);
}

static void a_polled_agent_is_out_of_reach_while_its_application_hangs(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.monitor = true});
    struct qmpc *line = emulator_attach(emulator);
    int64_t until = soon();
    int status;

    (void)state;
    if (board->reaches_a_hang)
        skip(); /* see the_agent_answers_while_the_application_hangs */
    hub_wait_beats(line, 1);
    hub_write(line, offsetof(struct hub, hang), 1);
    /* The first ones may come before the next beat. */
    while ((status = qmpc_command(line, "query-status", NULL, qmpc_deadline(SILENCE_MS), NULL)) ==
           QMPC_OK)
        assert_false(is_past(until));
    assert_int_equal(status, QMPC_E_TIMEOUT);
    /* Only a reset of the hardware helps; it brings a fresh greeting. */
    emulator_reset(emulator);
    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_attach(line, soon()));
    expect_status(line, "running");
    hub_wait_beats(line, 5);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_agent_answers_while_the_application_hangs),
        board_test(system_reset_frees_an_application_that_hangs),
        board_test(quit_ends_an_application_that_hangs),
        board_test(a_polled_agent_is_out_of_reach_while_its_application_hangs),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
