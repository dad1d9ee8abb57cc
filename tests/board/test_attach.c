/* test_attach.c - a host that comes late, to a line in any state, gets into step.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

/* No greeting can come: the host does not wait for one for long. */
static const struct qmpc_options impatient = {.greeting_ms = 20};

/* Leaves without a word, as a host does whose cable is pulled. */
static void leave_behind(struct emulator *emulator, const void *bytes, size_t size)
{
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &impatient);

    succeeds(line, qmpc_attach(line, soon()));
    succeeds(line, qmpc_send_raw(line, bytes, size, soon()));
    /* The bytes are the emulator's; it goes on giving them to the board. */
    emulator_close(emulator, line);
}

static void expect_a_usable_session(struct emulator *emulator)
{
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &impatient);

    succeeds(line, qmpc_attach(line, soon()));

    expect_status(line, "running");
    expect_refusal(line, "no-such-command", NULL, "CommandNotFound",
                   "The command no-such-command has not been found");
    emulator_close(emulator, line);
}

static void a_host_that_missed_the_greeting_attaches(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.no_wait = true});
    struct qmpc *line;

    (void)state;
    /* Long enough for the greeting to be sent to nobody, on most machines; on the others
     * this is an ordinary start. */
    pause_ms(1000);
    line = emulator_attach(emulator);
    expect_status(line, "running");
}

/* What the host before left in the agent's parser. */
static const struct {
    const char *bytes;
    size_t size;
} leftovers[] = {
/* clang-format off */
#define LEFTOVER(text) {text, sizeof(text) - 1}
    /* clang-format on */
    LEFTOVER(""),
    LEFTOVER("{\"execute\": \"query-sta"),
    LEFTOVER("{\"execute\": \"query-status\", \"arguments\": {\"a\": [[[[{"),
    LEFTOVER("{\"execute\": \"query-status\"}\n{\"execute\": \"query-qmp-schema\"}\n{\"exec"),
    LEFTOVER("{\"id\": \"half an escape \\u12"),
    LEFTOVER("{\"id\": 'single quotes, \xD0"),
    LEFTOVER("login: root\r\nPassword: \r\n$ ls -l }}}]]] @@@ not json at all"),
    LEFTOVER("\x00\x01\x02\x1B[2J\x7F\x80\xC0\xFE\xFF\xFE\x00{\x00[\"\x01"),
    LEFTOVER("tru"),
    LEFTOVER("-12"),
#undef LEFTOVER
};

static void a_second_host_attaches_whatever_the_first_left_behind(void **state)
{
    struct emulator *emulator = emulator_start(NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(leftovers); i++) {
        leave_behind(emulator, leftovers[i].bytes, leftovers[i].size);
        expect_a_usable_session(emulator);
    }
}

static void a_host_attaches_in_the_middle_of_a_long_reply(void **state)
{
    struct emulator *emulator = emulator_start(NULL);

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &impatient);

        succeeds(line, qmpc_attach(line, soon()));
        send_text(line, "{\"execute\": \"query-qmp-schema\"}\n");
        pause_ms(20 + 30 * i);
        emulator_close(emulator, line);
        expect_a_usable_session(emulator);
    }
}

static void a_host_attaches_after_binary_noise(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    uint32_t x = 1;
    uint8_t noise[300];

    (void)state;
    for (int round = 0; round < 10; round++) {
        for (size_t i = 0; i < sizeof noise; i++) {
            x = x * 1664525 + 1013904223;
            noise[i] = (uint8_t)(x >> 24);
        }
        leave_behind(emulator, noise, sizeof noise);
        expect_a_usable_session(emulator);
    }
}

/* --------------------------------------------------- fresh greetings, and guest-sync */

static void agent_reset_session_begins_the_session_again(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (int i = 0; i < 3; i++) {
        do_command(line, "agent-reset-session");
        succeeds(line, qmpc_read_greeting(line, soon()));
        expect_refusal(line, "query-status", NULL, "CommandNotFound",
                       "Expecting capabilities negotiation with 'qmp_capabilities'");
        do_command(line, "qmp_capabilities");
        expect_status(line, "running");
    }
    /* Before negotiation, too. */
    do_command(line, "agent-reset-session");
    succeeds(line, qmpc_read_greeting(line, soon()));
    do_command(line, "agent-reset-session");
    succeeds(line, qmpc_read_greeting(line, soon()));
}

static void an_unnegotiated_session_sends_no_events(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    /* The event of this cont is for a session that is no longer there. */
    send_text(line, "{\"execute\": \"agent-reset-session\"}");
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    qmpc_message_free(expect_message(line, QMPC_GREETING));
    do_command(line, "qmp_capabilities");
    expect_no_event(line);
    expect_status(line, "paused");
}

static void sync(struct qmpc *line, const char *command, int64_t id, bool delimited)
{
    struct qmpc_message *reply = ask(line, command, "{\"id\": %lld}", (long long)id);
    int64_t returned;

    assert_int_equal(qmpc_get_int64(reply, "return", &returned), QMPC_OK);
    assert_int_equal(returned, id);
    assert_int_equal(qmpc_message_delimited(reply), delimited);
    qmpc_message_free(reply);
}

static void guest_sync_works_before_and_after_negotiation(void **state)
{
    static const int64_t ids[] = {0, 1, -1, 123456789, INT64_MAX, INT64_MIN};
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, NULL);

    (void)state;
    succeeds(line, qmpc_read_greeting(line, soon()));
    for (int negotiated = 0; negotiated < 2; negotiated++) {
        for (size_t i = 0; i < COUNT(ids); i++) {
            sync(line, "guest-sync", ids[i], false);
            sync(line, "guest-sync-delimited", ids[i], true);
        }
        if (!negotiated)
            do_command(line, "qmp_capabilities");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_host_that_missed_the_greeting_attaches),
        board_test(a_second_host_attaches_whatever_the_first_left_behind),
        board_test(a_host_attaches_in_the_middle_of_a_long_reply),
        board_test(a_host_attaches_after_binary_noise),
        board_test(agent_reset_session_begins_the_session_again),
        board_test(an_unnegotiated_session_sends_no_events),
        board_test(guest_sync_works_before_and_after_negotiation),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
