/* test_run.c - stop, cont, system_reset: who runs, and who says so when.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

static void stop_holds_the_application_and_cont_lets_it_go_on(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct hub before;

    (void)state;
    hub_wait_beats(line, 3);
    for (int i = 0; i < 3; i++) {
        do_command(line, "stop");
        expect_plain_event(line, "STOP");
        expect_status(line, "paused");
        before = hub_read(line);
        pause_ms(150); /* fifteen beats of a running application */
        assert_int_equal(hub_read(line).beats, before.beats);
        do_command(line, "cont");
        expect_plain_event(line, "RESUME");
        expect_status(line, "running");
        hub_wait_beats(line, before.beats + 3);
    }
}

static void events_come_before_the_return_of_their_command(void **state)
{
    static const struct {
        const char *command, *event;
    } steps[] = {{"stop", "STOP"},
                 {"cont", "RESUME"},
                 {"system_reset", "RESET"},
                 {"system_powerdown", "POWERDOWN"}};
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(steps); i++) {
        struct qmpc_request request = {.command = steps[i].command};
        struct qmpc_message *event;

        succeeds(line, qmpc_send(line, &request, soon(), NULL));
        event = expect_message(line, QMPC_EVENT);
        assert_true(qmpc_string_at_is(event, "event", steps[i].event));
        qmpc_message_free(event);
        qmpc_message_free(expect_message(line, QMPC_RETURN));
    }
}

static void what_changes_nothing_is_silent(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    do_command(line, "cont");
    expect_no_event(line);
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    do_command(line, "stop");
    expect_no_event(line);
    expect_status(line, "paused");
}

/* --------------------------------------------------------------- system_reset */

static void system_reset_starts_the_application_afresh(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct hub before, after;

    (void)state;
    hub_wait_beats(line, 20);
    hub_write(line, offsetof(struct hub, accepts_powerdown), 1);
    /* So that the restarted one cannot catch up with it. */
    hub_write(line, offsetof(struct hub, beats), 1u << 20);
    before = hub_read(line);
    assert_int_equal(before.accepts_powerdown, 1);
    assert_true(before.beats >= 1u << 20);
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    expect_status(line, "running");
    hub_wait_beats(line, 1);
    after = hub_read(line);
    assert_true(after.beats < 1u << 20);
    assert_int_equal(after.accepts_powerdown, 0);
    hub_wait_beats(line, after.beats + 5);
    expect_no_event(line);
}

static void system_reset_leaves_session_and_time_as_they_are(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    int64_t uptime = ask_int(line, "agent-info", "return.uptime");
    struct qmpc_message *reply;
    bool negotiated = false;

    (void)state;
    for (int i = 0; i < 10; i++) {
        do_command(line, "system_reset");
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
    }
    reply = ask(line, "agent-info", NULL);
    assert_int_equal(qmpc_get_bool(reply, "return.sessions.0.negotiated", &negotiated), QMPC_OK);
    assert_true(negotiated);
    qmpc_message_free(reply);
    assert_true(ask_int(line, "agent-info", "return.uptime") > uptime);
    expect_status(line, "running");
    expect_no_event(line);
}

static void system_reset_of_a_stopped_application_leaves_it_in_prelaunch(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    hub_wait_beats(line, 1);
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    hub_write(line, offsetof(struct hub, beats), 1u << 20);
    hub_write(line, offsetof(struct hub, accepts_powerdown), 1);
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    expect_status(line, "prelaunch");
    do_command(line, "stop");
    expect_no_event(line);
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    hub_wait_beats(line, 1);
    assert_true(hub_read(line).beats < 1u << 20);
    assert_int_equal(hub_read(line).accepts_powerdown, 0);
}

static void requests_behind_a_system_reset_are_served(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *message;
    int64_t id;

    (void)state;
    send_text(line, "{\"execute\":\"query-status\",\"id\":0}{\"execute\":\"system_reset\",\"id\":1}"
                    "{\"execute\":\"query-status\",\"id\":2}{\"execute\":\"guest-ping\",\"id\":3}");
    for (int i = 0; i < 4; i++) {
        if (i == 1)
            qmpc_message_free(expect_message(line, QMPC_EVENT));
        message = expect_message(line, QMPC_RETURN);
        assert_int_equal(qmpc_get_int64(message, "id", &id), QMPC_OK);
        assert_int_equal(id, i);
        qmpc_message_free(message);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(stop_holds_the_application_and_cont_lets_it_go_on),
        board_test(events_come_before_the_return_of_their_command),
        board_test(what_changes_nothing_is_silent),
        board_test(system_reset_starts_the_application_afresh),
        board_test(system_reset_leaves_session_and_time_as_they_are),
        board_test(system_reset_of_a_stopped_application_leaves_it_in_prelaunch),
        board_test(requests_behind_a_system_reset_are_served),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
