/* test_cut.c - the hardware is reset while something is under way.
 *
 * The reset is the emulator's own.  After it the agent knows of nothing before it, and a
 * fresh greeting comes.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

static struct emulator *start(void)
{
    return emulator_start(&(struct emulator_options){.monitor = true});
}

static void expect_a_fresh_session(struct qmpc *line)
{
    struct qmpc_message *message;

    /* In this order and nothing else: no error for half a message of the time before. */
    message = expect_message(line, QMPC_GREETING);
    qmpc_message_free(message);
    expect_refusal(line, "query-status", NULL, "CommandNotFound",
                   "Expecting capabilities negotiation with 'qmp_capabilities'");
    do_command(line, "qmp_capabilities");
    expect_status(line, "running");
    expect_no_event(line);
    hub_wait_beats(line, 2);
}

static void a_request_cut_off_by_a_reset_is_forgotten(void **state)
{
    static const char *const halves[] = {"", "{\"execute\": \"query-st",
                                         "{\"id\": [[[{\"a\":", "{\"id\": \"\\u12", "tru"};
    struct emulator *emulator = start();
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    for (size_t i = 0; i < COUNT(halves); i++) {
        send_and_let_arrive(line, halves[i]);
        emulator_reset(emulator);
        expect_a_fresh_session(line);
    }
}

static void a_board_reset_while_stopped_starts_running(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    hub_write(line, offsetof(struct hub, beats), 1u << 20);
    emulator_reset(emulator);
    expect_a_fresh_session(line);
    assert_true(hub_read(line).beats < 1u << 20);
}

static void a_board_started_paused_is_paused_after_each_reset(void **state)
{
    struct emulator *emulator =
        emulator_start(&(struct emulator_options){.paused = true, .monitor = true});
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    emulator_reset(emulator);
    succeeds(line, qmpc_read_greeting(line, soon()));
    do_command(line, "qmp_capabilities");
    expect_status(line, "prelaunch");
}

/* The greeting may stand in the line that was cut; a client gets over that. */
static void a_reply_cut_off_by_a_reset_does_not_keep_a_host_out(void **state)
{
    struct emulator *emulator = start();
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    if (board->unread_blocks)
        skip();
    for (int i = 0; i < 4; i++) {
        int ms = arrival_ms(line);

        send_text(line, "{\"execute\": \"query-qmp-schema\"}{\"execute\": \"query-commands\"}"
                        "{\"execute\": \"query-qmp-schema\"}{\"execute\": \"qu");
        pause_ms(30 * i);
        emulator_reset(emulator);
        pause_ms(ms);
        succeeds(line, qmpc_resync(line, soon()));
        succeeds(line, qmpc_attach(line, soon()));
        expect_status(line, "running");
        assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.overruns"), 0);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_request_cut_off_by_a_reset_is_forgotten),
        board_test(a_board_reset_while_stopped_starts_running),
        board_test(a_board_started_paused_is_paused_after_each_reset),
        board_test(a_reply_cut_off_by_a_reset_does_not_keep_a_host_out),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
