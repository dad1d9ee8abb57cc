/* test_lock.c - limiting what an agent may be asked for, on all boards.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "locking.h"

#define GENERIC "GenericError"

static void expect_reply(struct qmpc *line, const char *command, const char *reply)
{
    struct qmpc_message *message = ask(line, command, NULL);
    struct qmpc_json value = qmpc_get(message, "return");
    char *text = strndup(value.text, value.length);

    assert_non_null(text);
    assert_string_equal(text, reply);
    free(text);
    qmpc_message_free(message);
}

/* ------------------------------------------------------------------- policies */

static void a_board_starts_unlocked(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    expect_reply(line, "agent-query-lock", "{\"locked\": false}");
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    expect_refusal(line, "agent-unlock", "{\"secret\": \"x\"}", GENERIC, "The agent is not locked");
}

/* What a command does to the board, told from its name: a list of our own, so that a wrong
 * flag in the schema shows. */
static bool only_reads(const char *command)
{
    static const char *const beginnings[] = {"query-", "x-query-", "qom-list", "qom-get", "guest-"};
    static const char *const others[] = {"agent-backtrace",       "agent-breakpoint-list",
                                         "agent-cancel",          "agent-info",
                                         "agent-limits",          "agent-lock",
                                         "agent-memory-checksum", "agent-memory-read",
                                         "agent-memory-search",   "agent-query-lock",
                                         "agent-query-watches",   "agent-read-registers",
                                         "agent-reset-session",   "agent-unlock",
                                         "agent-unwatch",         "agent-watch",
                                         "agent-watchpoint-list", "device-list-properties",
                                         "human-monitor-command", "qmp_capabilities",
                                         "ringbuf-read",          "trace-event-get-state"};

    for (size_t i = 0; i < COUNT(beginnings); i++)
        if (strncmp(command, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    for (size_t i = 0; i < COUNT(others); i++)
        if (strcmp(command, others[i]) == 0)
            return true;
    return false;
}

/* Its arguments are always wrong: what is permitted fails for them, what is not for the lock. */
static void read_only_refuses_what_writes_before_its_arguments_are_looked_at(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *list = ask(line, "query-commands", NULL);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(list, "return"));
    unsigned permitted = 0, refused = 0;
    struct qmpc_json entry, name;

    (void)state;
    lock(line, "");
    while (qmpc_json_next(&walk, NULL, &entry)) {
        char command[64], desc[128];

        assert_int_equal(qmpc_json_member(entry, "name", &name), 0);
        assert_true(qmpc_json_string(name, command, sizeof command) > 0);
        snprintf(desc, sizeof desc, "The command %s is locked", command);
        assert_int_equal(qmpc_command(line, command, "{\"no such\": 1}", soon(), NULL),
                         QMPC_E_SERVER);
        if (only_reads(command)) {
            if (strncmp(qmpc_error_desc(line), "Parameter '", 11) != 0)
                fail_msg("%s: %s", command, qmpc_error_desc(line));
            permitted++;
        } else {
            assert_string_equal(qmpc_error_desc(line), desc);
            assert_string_equal(qmpc_error_class(line), GENERIC);
            refused++;
        }
    }
    assert_true(permitted >= 25);
    assert_true(refused >= 8);
    expect_status(line, "running");
    expect_no_event(line);
    qmpc_message_free(list);
}

/* query-commands tells what there is, not what is permitted. */
static void deny_leaves_what_a_session_and_the_lock_need(void **state)
{
    static const char *const refused[] = {"query-status", "qom-list-types", "agent-info",
                                          "agent-lock",   "stop",           "quit"};
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *before = ask(line, "query-commands", NULL), *after;

    (void)state;
    lock(line, "\"policy\": \"deny\", \"secret\": \"s\"");
    for (size_t i = 0; i < COUNT(refused); i++)
        expect_command_locked(line, refused[i]);
    after = ask(line, "query-commands", NULL);
    assert_int_equal(qmpc_json_count(qmpc_get(before, "return")),
                     qmpc_json_count(qmpc_get(after, "return")));
    qmpc_message_free(before);
    qmpc_message_free(after);
    do_command(line, "query-version");
    expect_reply(line, "agent-cancel", "{\"cancelled\": false}");
    qmpc_message_free(ask(line, "guest-sync", "{\"id\": 5}"));
    expect_locked(line, true);
    do_command(line, "agent-reset-session");
    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_negotiate(line, soon()));
    unlock(line, "s");
    expect_status(line, "running");
}

static void the_first_rule_that_fits_a_command_decides(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    lock(line, "\"policy\": \"allow\", \"secret\": \"s\", \"rules\": ["
               "{\"match\": \"query-s*\", \"action\": \"allow\"},"
               "{\"match\": \"query-*\", \"action\": \"deny\"},"
               "{\"match\": \"?uit\", \"action\": \"deny\"}]");
    expect_reply(
        line, "agent-query-lock",
        "{\"locked\": true, \"policy\": \"allow\", \"rules\": ["
        "{\"match\": \"query-s*\", \"action\": \"allow\"}, "
        "{\"match\": \"query-*\", \"action\": \"deny\"}, "
        "{\"match\": \"?uit\", \"action\": \"deny\"}], \"unlockable\": true, \"wait\": 0}");
    expect_status(line, "running");
    expect_command_locked(line, "query-uuid");
    expect_command_locked(line, "quit");
    do_command(line, "query-version");
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
}

/* ------------------------------------------------------------------ lifting it */

static void a_lock_without_a_secret_cannot_be_lifted(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    lock(line, "\"policy\": \"read-only\"");
    expect_reply(line, "agent-query-lock",
                 "{\"locked\": true, \"policy\": \"read-only\", \"rules\": [], "
                 "\"unlockable\": false, \"wait\": 0}");
    for (int i = 0; i < 3; i++)
        expect_refusal(line, "agent-unlock", "{\"secret\": \"x\"}", GENERIC,
                       "The lock has no secret: only a power-on lifts it");
    expect_command_locked(line, "quit");
}

static void a_locked_agent_cannot_be_locked_otherwise(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    lock(line, "\"policy\": \"allow\", \"secret\": \"s\", \"rules\": ["
               "{\"match\": \"agent-lock\", \"action\": \"allow\"},"
               "{\"match\": \"stop\", \"action\": \"deny\"}]");
    expect_refusal(line, "agent-lock", "{\"policy\": \"allow\", \"secret\": \"other\"}", GENERIC,
                   "The agent is locked already");
    expect_refusal(line, "agent-lock", "{\"secret\": \"\"}", GENERIC,
                   "The agent is locked already");
    expect_command_locked(line, "stop");
    unlock(line, "s");
    do_command(line, "stop");
}

static void requests_behind_the_lock_are_refused_those_before_it_not(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    send_text(line, "{\"execute\": \"stop\"}{\"execute\": \"cont\"}"
                    "{\"execute\": \"agent-lock\", \"arguments\": {\"secret\": \"s\"}}"
                    "{\"execute\": \"stop\"}{\"execute\": \"quit\"}"
                    "{\"execute\": \"agent-unlock\", \"arguments\": {\"secret\": \"s\"}}"
                    "{\"execute\": \"stop\"}");
    qmpc_message_free(expect_message(line, QMPC_EVENT));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    qmpc_message_free(expect_message(line, QMPC_EVENT));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    expect_parse_error(line, "The command stop is locked");
    expect_parse_error(line, "The command quit is locked");
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    qmpc_message_free(expect_message(line, QMPC_EVENT));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
}

/* "yank" is the only one that writes and may be sent out of band. */
static void a_lock_holds_out_of_band_too(void **state)
{
    struct qmpc *line =
        emulator_open(emulator_start(NULL), QMP_SOCKET, &(struct qmpc_options){.oob = true});
    struct qmpc_message *reply;

    (void)state;
    succeeds(line, qmpc_attach(line, soon()));
    assert_true(qmpc_has_oob(line));
    lock(line, "");
    send_text(line, "{\"exec-oob\": \"query-yank\"}"
                    "{\"exec-oob\": \"yank\", \"arguments\": {\"instances\": []}}");
    reply = expect_message(line, QMPC_RETURN);
    assert_int_equal(qmpc_json_count(qmpc_get(reply, "return")), 0);
    qmpc_message_free(reply);
    expect_parse_error(line, "The command yank is locked");
}

static void only_a_power_on_or_the_secret_lift_a_lock(void **state)
{
    struct emulator *emulator =
        emulator_start(&(struct emulator_options){.monitor = board->is_qemu});
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    lock(line, "\"secret\": \"s\", \"rules\": [{\"match\": \"system_*\", \"action\": \"allow\"}]");
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    expect_command_locked(line, "stop");
    do_command(line, "agent-reset-session");
    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_negotiate(line, soon()));
    expect_command_locked(line, "stop");
    emulator_close(emulator, line);
    line = emulator_attach(emulator);
    expect_command_locked(line, "stop");
    emulator_reset(emulator);
    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_negotiate(line, soon()));
    expect_reply(line, "agent-query-lock", "{\"locked\": false}");
    do_command(line, "stop");
}

/* --------------------------------------------------------------- wrong secrets */

static void try_wrong_secret(struct qmpc *line, const char *desc)
{
    expect_refusal(line, "agent-unlock", "{\"secret\": \"S\"}", GENERIC, desc);
}

#define UNLOCK(secret)                                                                             \
    "{\"execute\": \"agent-unlock\", \"arguments\": {\"secret\": \"" secret "\"}}"

/* The next message is the error of an attempt that comes too early. */
static void expect_too_early(struct qmpc *line)
{
    static const char desc[] = "Too early: the next attempt is possible in ";
    struct qmpc_message *error = expect_message(line, QMPC_ERROR);
    char text[100] = "";

    (void)qmpc_get_string(error, "error.desc", text, sizeof text);
    if (strncmp(text, desc, strlen(desc)) != 0)
        fail_msg("%s", qmpc_message_text(error));
    qmpc_message_free(error);
}

/* Waits until an attempt is possible, which is within WAIT milliseconds. */
static void wait_for_attempt(struct qmpc *line, int64_t wait)
{
    int64_t left = ask_int(line, "agent-query-lock", "return.wait");

    assert_in_range(left, 0, wait);
    pause_ms((int)left);
    while (ask_int(line, "agent-query-lock", "return.wait") > 0)
        pause_ms(10);
}

static void wrong_secrets_are_slowed_down_and_nothing_else_is(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    lock(line, "\"secret\": \"s\"");
    /* Not even the right one.  All of this is sent at once: a second is soon over. */
    send_text(line, UNLOCK("S"));
    send_text(line, UNLOCK("s"));
    send_text(line, "{\"execute\": \"query-status\"}{\"execute\": \"agent-reset-session\"}"
                    "{\"execute\": \"qmp_capabilities\"}");
    send_text(line, UNLOCK("s"));
    expect_parse_error(line, "Wrong secret; the next attempt is possible in 1000 ms");
    expect_too_early(line);
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    qmpc_message_free(expect_message(line, QMPC_GREETING));
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    expect_too_early(line);
    wait_for_attempt(line, 1000);
    send_text(line, UNLOCK("S") UNLOCK("s"));
    expect_parse_error(line, "Wrong secret; the next attempt is possible in 2000 ms");
    expect_too_early(line);
    wait_for_attempt(line, 2000);
    unlock(line, "s");
    /* The right one has ended it. */
    lock(line, "\"secret\": \"s\"");
    try_wrong_secret(line, "Wrong secret; the next attempt is possible in 1000 ms");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_board_starts_unlocked),
        board_test(read_only_refuses_what_writes_before_its_arguments_are_looked_at),
        board_test(deny_leaves_what_a_session_and_the_lock_need),
        board_test(the_first_rule_that_fits_a_command_decides),
        board_test(a_lock_without_a_secret_cannot_be_lifted),
        board_test(a_locked_agent_cannot_be_locked_otherwise),
        board_test(requests_behind_the_lock_are_refused_those_before_it_not),
        board_test(a_lock_holds_out_of_band_too),
        board_test(only_a_power_on_or_the_secret_lift_a_lock),
        board_test(wrong_secrets_are_slowed_down_and_nothing_else_is),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
