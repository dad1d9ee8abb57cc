/* test_panic.c - an application that gives up, and what hosts want to happen then.
 *
 * (What a processor finds: test_fault.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "panic.h"
#include "property.h"

/* From one restart of the application to the next, at least (microseconds): AGENT_PANIC_WAIT. */
#define WAIT 1000000

static void set_action(struct qmpc *line, const char *action, const char *value)
{
    qmpc_message_free(ask(line, "set-action", "{\"%s\": \"%s\"}", action, value));
}

static struct qmpc *start(void)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    hub_wait_beats(line, 1);
    return line;
}

static void expect_end(struct emulator *emulator)
{
    assert_int_equal(emulator_wait(emulator), board->power_off_status);
    emulator_expect_no_process(emulator);
}

/* Nothing of the application moves any more. */
static bool is_still(struct qmpc *line)
{
    uint32_t beats = hub_read(line).beats;

    pause_ms(10 * HUB_PERIOD / 1000);
    return hub_read(line).beats == beats;
}

static void expect_still(struct qmpc *line)
{
    assert_true(is_still(line));
    expect_no_event(line);
}

static void panic_stops_the_application_and_tells_why(void **state)
{
    struct qmpc *line = start();
    struct qmpc_message *event, *stop;

    (void)state;
    hub_fail(line, "panic");
    event = expect_panicked(line, "pause", "assertion");
    assert_true(qmpc_string_at_is(event, "data.info.message", "the hub was told to panic"));
    stop = expect_agent_stop(line, "panic", "assertion");
    assert_true(panic_uint(event, "data.info.pc") == panic_uint(stop, "data.pc"));
    qmpc_message_free(event);
    qmpc_message_free(stop);
    expect_status(line, "guest-panicked");
    expect_still(line);
    /* It cannot go on, and says so again. */
    do_cont(line);
    event = expect_panicked(line, "pause", "assertion");
    assert_true(qmpc_string_at_is(event, "data.info.message", "the hub was told to panic"));
    qmpc_message_free(event);
    qmpc_message_free(expect_agent_stop(line, "panic", "assertion"));
    restart_after_panic(line);
}

static void an_assertion_tells_where_and_what(void **state)
{
    struct qmpc *line = start();
    struct qmpc_message *event;
    char message[200];
    unsigned number = 0;
    int end = 0;

    (void)state;
    hub_fail(line, "assert");
    event = expect_panicked(line, "pause", "assertion");
    assert_true(qmpc_get_string(event, "data.info.message", message, sizeof message) > 0);
    sscanf(message, "hub.c:%u: hub.fails != HUB_ASSERTS%n", &number, &end);
    if (number == 0 || (size_t)end != strlen(message))
        fail_msg("the message is \"%s\"", message);
    qmpc_message_free(event);
    qmpc_message_free(expect_agent_stop(line, "panic", "assertion"));
    restart_after_panic(line);
}

static void a_panic_may_end_the_board(void **state)
{
    static const char *const actions[] = {"shutdown", "exit-failure"};

    (void)state;
    for (size_t i = 0; i < COUNT(actions); i++) {
        struct emulator *emulator = emulator_start(NULL);
        struct qmpc *line = emulator_attach(emulator);

        hub_wait_beats(line, 1);
        set_action(line, "panic", actions[i]);
        hub_fail(line, "panic");
        qmpc_message_free(expect_panicked(line, "poweroff", "assertion"));
        qmpc_message_free(expect_agent_stop(line, "panic", "assertion"));
        expect_cause(line, "SHUTDOWN", true, "guest-panic");
        expect_end(emulator);
    }
}

static void a_panic_may_leave_the_run_state_alone(void **state)
{
    struct qmpc *line = start();

    (void)state;
    set_action(line, "panic", "none");
    hub_fail(line, "panic");
    qmpc_message_free(expect_panicked(line, "run", "assertion"));
    expect_status(line, "running");
    expect_still(line);
    do_command(line, "cont"); /* as of any that runs: nothing */
    expect_still(line);
    qmpc_message_free(ask(line, "agent-dump", "{\"begin\": %llu, \"length\": 16}",
                          (unsigned long long)application_entry()));
    expect_plain_event(line, "STOP");
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    expect_still(line);
    do_stop(line);
    do_cont(line);
    qmpc_message_free(expect_panicked(line, "run", "assertion"));
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    expect_status(line, "running");
    hub_wait_beats(line, 3);
}

static int64_t uptime(struct qmpc *line)
{
    return ask_int(line, "agent-info", "return.uptime");
}

/* A panic, a restart, and so soon again a panic: the application waits, the agent does not.  False:
 * a busy machine let no time to see that. */
static bool waits_after_two_panics(struct qmpc *line)
{
    int64_t begin = uptime(line), before;
    bool still;

    hub_fail(line, "panic");
    qmpc_message_free(expect_panicked(line, "run", "assertion"));
    expect_cause(line, "RESET", true, "guest-panic");
    expect_status(line, "running");
    hub_wait_beats(line, 1);
    before = qmpc_deadline(0);
    hub_fail(line, "panic");
    qmpc_message_free(expect_panicked(line, "run", "assertion"));
    still = is_still(line);
    if (uptime(line) - begin >= WAIT) {
        expect_cause(line, "RESET", true, "guest-panic");
        return false;
    }
    assert_true(still);
    expect_no_event(line);
    expect_cause(line, "RESET", true, "guest-panic");
    assert_true(qmpc_deadline(0) - before >= 100);
    return true;
}

static void a_panic_may_restart_the_application(void **state)
{
    struct qmpc *line = start();
    int64_t until = soon();

    (void)state;
    set_action(line, "panic", "reset");
    while (!waits_after_two_panics(line)) {
        int64_t since = uptime(line);

        assert_false(is_past(until));
        while (uptime(line) - since < 2 * WAIT)
            pause_ms(50);
    }
    hub_wait_beats(line, 3);
}

static void a_restart_may_be_an_end(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    hub_wait_beats(line, 1);
    set_action(line, "reboot", "shutdown");
    do_command(line, "system_reset");
    expect_cause(line, "SHUTDOWN", false, "host-qmp-system-reset");
    expect_end(emulator);
}

static void an_end_may_be_a_pause(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    hub_wait_beats(line, 1);
    set_action(line, "shutdown", "pause");
    hub_write(line, offsetof(struct hub, accepts_powerdown), 1);
    do_command(line, "system_powerdown");
    expect_plain_event(line, "POWERDOWN");
    expect_cause(line, "SHUTDOWN", true, "guest-shutdown");
    expect_plain_event(line, "STOP");
    expect_status(line, "shutdown");
    expect_still(line);
    expect_refusal(line, "cont", NULL, "GenericError", "Resetting the Virtual Machine is required");
    restart_after_panic(line);
    do_command(line, "quit");
    expect_cause(line, "SHUTDOWN", false, "host-qmp-quit");
    expect_end(emulator);
}

static void an_nmi_stops_the_application_where_there_is_one(void **state)
{
    struct qmpc *line = start();

    (void)state;
    if (strcmp(board->target, "arm") != 0) {
        expect_refusal(line, "inject-nmi", NULL, "GenericError",
                       "this feature or command is not currently supported");
        expect_no_event(line);
        return;
    }
    do_command(line, "inject-nmi");
    qmpc_message_free(expect_panicked(line, "pause", "nmi"));
    qmpc_message_free(expect_agent_stop(line, "fault", "nmi"));
    expect_status(line, "guest-panicked");
    /* Nothing is wrong with it. */
    do_cont(line);
    hub_wait_beats(line, hub_read(line).beats + 3);
    expect_no_event(line);
}

static void a_watchdog_that_pauses_says_so(void **state)
{
    struct qmpc *line = start();

    (void)state;
    set_action(line, "watchdog", "pause");
    /* A beat takes ten milliseconds, so this asks too much. */
    property_set(line, "hub", "watchdog", "5");
    qmpc_message_free(expect_event(line, "WATCHDOG"));
    qmpc_message_free(expect_agent_stop(line, "watchdog", NULL));
    expect_status(line, "watchdog");
    restart_after_panic(line);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(panic_stops_the_application_and_tells_why),
        board_test(an_assertion_tells_where_and_what),
        board_test(a_panic_may_end_the_board),
        board_test(a_panic_may_leave_the_run_state_alone),
        board_test(a_panic_may_restart_the_application),
        board_test(a_restart_may_be_an_end),
        board_test(an_end_may_be_a_pause),
        board_test(an_nmi_stops_the_application_where_there_is_one),
        board_test(a_watchdog_that_pauses_says_so),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
