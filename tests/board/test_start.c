/* test_start.c - what a board says and does when it starts.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

#include <time.h>

static void the_first_client_is_greeted_as_by_qemu(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, NULL);
    struct qmpc_message *greeting = expect_message(line, QMPC_GREETING);
    static const struct {
        const char *path;
        int64_t value;
    } version[] = {{"QMP.version.qemu.major", 7},
                   {"QMP.version.qemu.minor", 2},
                   {"QMP.version.qemu.micro", 0}};
    char package[64];
    int64_t value;

    (void)state;
    for (size_t i = 0; i < COUNT(version); i++) {
        assert_int_equal(qmpc_get_int64(greeting, version[i].path, &value), QMPC_OK);
        assert_int_equal(value, version[i].value);
    }
    assert_true(qmpc_get_string(greeting, "QMP.version.package", package, sizeof package) > 0);
    assert_memory_equal(package, "e2kmon ", strlen("e2kmon "));
    assert_int_equal(qmpc_json_count(qmpc_get(greeting, "QMP.capabilities")), 2);
    assert_true(qmpc_string_at_is(greeting, "QMP.capabilities.0", "oob"));
    assert_true(qmpc_string_at_is(greeting, "QMP.capabilities.1", "agent-frame-check"));
    qmpc_message_free(greeting);
}

static void nothing_but_the_greeting_precedes_negotiation(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, NULL);

    (void)state;
    succeeds(line, qmpc_read_greeting(line, soon()));
    expect_refusal(line, "query-status", NULL, "CommandNotFound",
                   "Expecting capabilities negotiation with 'qmp_capabilities'");
    expect_refusal(line, "no-such-command", NULL, "CommandNotFound",
                   "Expecting capabilities negotiation with 'qmp_capabilities'");
    do_command(line, "qmp_capabilities");
    expect_status(line, "running");
    expect_refusal(line, "qmp_capabilities", NULL, "CommandNotFound",
                   "Capabilities negotiation is already complete, command ignored");
    /* Nothing was on the line that is no message: no banner, no boot text. */
    assert_int_equal(qmpc_counts(line).skipped_bytes, 0);
}

static void version_and_identity_are_those_of_the_board(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply;
    bool interrupts;

    (void)state;
    reply = ask(line, "query-version", NULL);
    assert_true(qmpc_string_at_is(qmpc_greeting(line), "QMP.version.package", "e2kmon 0.1.0"));
    assert_true(qmpc_string_at_is(reply, "return.package", "e2kmon 0.1.0"));
    qmpc_message_free(reply);
    reply = ask(line, "query-target", NULL);
    assert_true(qmpc_string_at_is(reply, "return.arch", board->target));
    qmpc_message_free(reply);
    reply = ask(line, "agent-info", NULL);
    assert_true(qmpc_string_at_is(reply, "return.board", board->name));
    assert_int_equal(qmpc_get_bool(reply, "return.interrupts", &interrupts), QMPC_OK);
    assert_int_equal(interrupts, board->interrupts);
    qmpc_message_free(reply);
}

static void a_board_started_paused_waits_for_cont(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(&(struct emulator_options){.paused = true}));

    (void)state;
    expect_status(line, "prelaunch");
    do_command(line, "stop");
    expect_no_event(line);
    expect_status(line, "prelaunch");
    assert_int_equal(hub_read(line).beats, 0);
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    hub_wait_beats(line, 5);
    do_command(line, "cont");
    expect_no_event(line);
}

static void a_board_not_started_paused_runs_its_application(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint32_t beats;

    (void)state;
    expect_status(line, "running");
    hub_wait_beats(line, 1);
    beats = hub_read(line).beats;
    hub_wait_beats(line, beats + 10);
    expect_no_event(line);
}

static void events_carry_the_time_where_the_board_knows_it(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    int64_t seconds, microseconds;
    struct qmpc_message *event;

    (void)state;
    do_command(line, "stop");
    event = expect_event(line, "STOP");
    assert_int_equal(qmpc_get_int64(event, "timestamp.seconds", &seconds), QMPC_OK);
    assert_int_equal(qmpc_get_int64(event, "timestamp.microseconds", &microseconds), QMPC_OK);
    qmpc_message_free(event);
    if (board->time_of_day) {
        /* The emulated clock is the host's. */
        assert_in_range(seconds, time(NULL) - 60, time(NULL) + 60);
        assert_in_range(microseconds, 0, 999999);
    } else {
        assert_int_equal(seconds, -1);
        assert_int_equal(microseconds, -1);
    }
}

static void out_of_band_execution_is_offered_and_works_when_enabled(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &(struct qmpc_options){.oob = true});
    struct qmpc_request request = {.command = "query-yank", .oob = true};
    struct qmpc_message *reply;
    char id[QMPC_ID_SIZE];

    (void)state;
    succeeds(line, qmpc_attach(line, soon()));
    assert_true(qmpc_has_oob(line));
    succeeds(line, qmpc_send(line, &request, soon(), id));
    succeeds(line, qmpc_wait_reply(line, id, soon(), &reply));
    assert_int_equal(qmpc_message_kind(reply), QMPC_RETURN);
    qmpc_message_free(reply);
    request.command = "query-status";
    succeeds(line, qmpc_send(line, &request, soon(), id));
    assert_int_equal(qmpc_wait_reply(line, id, soon(), &reply), QMPC_E_SERVER);
    assert_string_equal(qmpc_error_desc(line), "The command query-status does not support OOB");
    qmpc_message_free(reply);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_first_client_is_greeted_as_by_qemu),
        board_test(nothing_but_the_greeting_precedes_negotiation),
        board_test(version_and_identity_are_those_of_the_board),
        board_test(a_board_started_paused_waits_for_cont),
        board_test(a_board_not_started_paused_runs_its_application),
        board_test(events_carry_the_time_where_the_board_knows_it),
        board_test(out_of_band_execution_is_offered_and_works_when_enabled),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
