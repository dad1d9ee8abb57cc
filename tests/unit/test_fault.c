/* test_fault.c - what is said when the application cannot go on, and what becomes of it.
 *
 * (Messages: test_panic.c.  On boards: tests/board/test_fault.c, test_panic.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "fault_rig.h"

#define DONE "{\"return\": {}}"

static const struct board_stop bad_load = {.kind = BOARD_STOP_FAULT,
                                           .has_pc = true,
                                           .has_address = true,
                                           .pc = 0x1000,
                                           .address = 16,
                                           .cause = "load-access",
                                           .code = 5};
#define BAD_LOAD                                                                                   \
    "{\"type\": \"agent\", \"cause\": \"load-access\", \"cpu-index\": 0, \"pc\": 4096, "           \
    "\"address\": 16, \"code\": 5}"
#define PANICKED(action, info) "{\"action\": \"" action "\", \"info\": " info "}"

static void expect_status(struct rig *rig, const char *status, bool running)
{
    char text[120];

    fault_do(rig, "query-status", "{}");
    snprintf(text, sizeof text,
             "{\"return\": {\"status\": \"%s\", \"singlestep\": false, \"running\": %s}}", status,
             running ? "true" : "false");
    fault_expect_line(rig, text);
}

static void set(struct rig *rig, const char *actions)
{
    fault_do(rig, "set-action", actions);
    fault_expect_line(rig, DONE);
}

/* ---------------------------------------------------------------- set-action panic */

static void a_fault_stops_the_application_first_of_all(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    fault_take(&fault_agent, 0, &bad_load);
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("pause", BAD_LOAD));
    fault_expect_event(rig, "STOP", NULL);
    rig_expect_silence(rig);
    assert_int_equal(fault_reason, DEBUG_FAULT);
    assert_true(fault_agent.debug.last.has_address);
    assert_int_equal(fault_agent.debug.last.address, 16);
    assert_string_equal(fault_agent.debug.last.cause, "load-access");
    expect_status(rig, "guest-panicked", false);
    fault_do(rig, "cont", "{}");
    fault_expect_event(rig, "RESUME", NULL);
    fault_expect_line(rig, DONE);
    expect_status(rig, "running", true);
    rig_free(rig);
}

static void a_second_fault_of_a_stopped_application_is_told_too(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    fault_take(&fault_agent, 0, &bad_load);
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("pause", BAD_LOAD));
    fault_expect_event(rig, "STOP", NULL);
    fault_take(&fault_agent, 0, &bad_load);
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("pause", BAD_LOAD));
    rig_expect_silence(rig);
    rig_free(rig);
}

static void shutdown_ends_after_telling(void **state)
{
    static const char *const actions[] = {"{\"panic\":\"shutdown\"}",
                                          "{\"panic\":\"exit-failure\"}"};

    (void)state;
    for (size_t i = 0; i < COUNT(actions); i++) {
        struct rig *rig = fault_start();

        set(rig, actions[i]);
        fault_take(&fault_agent, 0, &bad_load);
        fault_expect_event(rig, "GUEST_PANICKED", PANICKED("poweroff", BAD_LOAD));
        fault_expect_event(rig, "STOP", NULL);
        fault_expect_event(rig, "SHUTDOWN", "{\"guest\": true, \"reason\": \"guest-panic\"}");
        rig_expect_silence(rig);
        assert_true(fault_agent.ending);
        rig_free(rig);
    }
}

static void shutdown_that_pauses_makes_panic_shutdown_a_pause(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"panic\":\"shutdown\",\"shutdown\":\"pause\"}");
    fault_take(&fault_agent, 0, &bad_load);
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("pause", BAD_LOAD));
    fault_expect_event(rig, "STOP", NULL);
    rig_expect_silence(rig);
    assert_false(fault_agent.ending);
    rig_free(rig);
}

static void none_holds_the_application_and_lets_it_be_called_running(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"panic\":\"none\"}");
    assert_false(fault_holds(&fault_agent));
    fault_take(&fault_agent, 0, &bad_load);
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("run", BAD_LOAD));
    rig_expect_silence(rig);
    assert_true(fault_holds(&fault_agent));
    expect_status(rig, "running", true);
    /* A host that stops it and sends it on has it try again. */
    fault_do(rig, "stop", "{}");
    fault_expect_event(rig, "STOP", NULL);
    fault_expect_line(rig, DONE);
    fault_do(rig, "cont", "{}");
    assert_false(fault_holds(&fault_agent));
    rig_free(rig);
}

static void reset_restarts_at_once(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"panic\":\"reset\"}");
    fault_take(&fault_agent, 0, &bad_load);
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("run", BAD_LOAD));
    fault_expect_event(rig, "RESET", "{\"guest\": true, \"reason\": \"guest-panic\"}");
    rig_expect_silence(rig);
    assert_int_equal(fault_restarts, 1);
    assert_false(fault_holds(&fault_agent));
    expect_status(rig, "running", true);
    rig_free(rig);
}

static void an_application_that_always_faults_is_not_restarted_all_the_time(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"panic\":\"reset\"}");
    fault_take(&fault_agent, 0, &bad_load);
    fault_now += AGENT_PANIC_WAIT - 1;
    fault_take(&fault_agent, 0, &bad_load);
    assert_int_equal(fault_restarts, 1);
    assert_true(fault_holds(&fault_agent));
    assert_true(fault_tick(&fault_agent) == fault_now + 1);
    fault_now++;
    assert_true(fault_tick(&fault_agent) == UINT64_MAX);
    assert_int_equal(fault_restarts, 2);
    assert_false(fault_holds(&fault_agent));
    fault_now += AGENT_PANIC_WAIT;
    fault_take(&fault_agent, 0, &bad_load);
    assert_int_equal(fault_restarts, 3);
    rig_free(rig);
}

static void a_restart_by_a_host_takes_the_place_of_one_that_waits(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"panic\":\"reset\"}");
    fault_take(&fault_agent, 0, &bad_load);
    fault_take(&fault_agent, 0, &bad_load);
    fault_do(rig, "system_reset", "{}");
    assert_int_equal(fault_restarts, 2);
    assert_false(fault_holds(&fault_agent));
    fault_now += AGENT_PANIC_WAIT;
    assert_true(fault_tick(&fault_agent) == UINT64_MAX);
    assert_int_equal(fault_restarts, 2);
    rig_free(rig);
}

static void a_restart_that_ends_instead_ends_once(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"panic\":\"reset\"}");
    fault_take(&fault_agent, 0, &bad_load);
    fault_take(&fault_agent, 0, &bad_load);
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("run", BAD_LOAD));
    fault_expect_event(rig, "RESET", "{\"guest\": true, \"reason\": \"guest-panic\"}");
    fault_expect_event(rig, "GUEST_PANICKED", PANICKED("run", BAD_LOAD));
    set(rig, "{\"reboot\":\"shutdown\",\"shutdown\":\"pause\"}");
    fault_now += AGENT_PANIC_WAIT;
    assert_true(fault_tick(&fault_agent) == UINT64_MAX);
    fault_expect_event(rig, "SHUTDOWN", "{\"guest\": true, \"reason\": \"guest-panic\"}");
    fault_expect_event(rig, "STOP", NULL);
    assert_true(fault_tick(&fault_agent) == UINT64_MAX);
    rig_expect_silence(rig);
    expect_status(rig, "shutdown", false);
    rig_free(rig);
}

/* --------------------------------------------------------- set-action, its others */

static void a_reboot_may_be_an_end(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"reboot\":\"shutdown\"}");
    fault_do(rig, "system_reset", "{}");
    fault_expect_event(rig, "SHUTDOWN",
                       "{\"guest\": false, \"reason\": \"host-qmp-system-reset\"}");
    fault_expect_line(rig, DONE);
    assert_true(fault_agent.ending);
    assert_int_equal(fault_restarts, 0);
    rig_free(rig);
}

/* The lines are those of QEMU 7.2. */
static void an_end_may_be_a_pause_out_of_which_only_a_reset_leads(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    set(rig, "{\"reboot\":\"shutdown\",\"shutdown\":\"pause\"}");
    fault_do(rig, "system_reset", "{}");
    fault_expect_event(rig, "SHUTDOWN",
                       "{\"guest\": false, \"reason\": \"host-qmp-system-reset\"}");
    fault_expect_event(rig, "STOP", NULL);
    fault_expect_line(rig, DONE);
    expect_status(rig, "shutdown", false);
    fault_do(rig, "cont", "{}");
    fault_expect_line(rig, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Resetting the "
                           "Virtual Machine is required\"}}");
    set(rig, "{\"reboot\":\"reset\"}");
    fault_do(rig, "system_reset", "{}");
    fault_expect_event(rig, "RESET", "{\"guest\": false, \"reason\": \"host-qmp-system-reset\"}");
    fault_expect_line(rig, DONE);
    expect_status(rig, "prelaunch", false);
    fault_do(rig, "quit", "{}");
    fault_expect_event(rig, "SHUTDOWN", "{\"guest\": false, \"reason\": \"host-qmp-quit\"}");
    assert_true(fault_agent.ending);
    rig_free(rig);
}

static void all_actions_are_set_or_none(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    fault_do(rig, "set-action", "{\"reboot\":\"shutdown\",\"panic\":\"never\"}");
    fault_expect_line(rig, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Parameter "
                           "'panic' does not accept value 'never'\"}}");
    assert_false(fault_agent.debug.reboot_ends);
    set(rig, "{\"reboot\":\"shutdown\",\"shutdown\":\"pause\",\"panic\":\"none\","
             "\"watchdog\":\"pause\"}");
    set(rig, "{}");
    assert_true(fault_agent.debug.reboot_ends);
    assert_true(fault_agent.debug.shutdown_pauses);
    assert_int_equal(fault_agent.debug.panic_action, QMP_PANIC_NONE);
    set(rig, "{\"reboot\":\"reset\",\"shutdown\":\"poweroff\",\"panic\":\"pause\"}");
    assert_false(fault_agent.debug.reboot_ends);
    assert_false(fault_agent.debug.shutdown_pauses);
    assert_int_equal(fault_agent.debug.panic_action, QMP_PANIC_PAUSE);
    rig_free(rig);
}

/* ------------------------------------------------------------------------- causes */

static void an_nmi_without_a_handler_is_a_panic(void **state)
{
    struct rig *rig = fault_start();

    (void)state;
    fault_do(rig, "inject-nmi", "{}");
    fault_expect_event(rig, "GUEST_PANICKED",
                       PANICKED("pause", "{\"type\": \"agent\", \"cause\": \"nmi\", "
                                         "\"cpu-index\": 0, \"pc\": 4660}"));
    fault_expect_event(rig, "STOP", NULL);
    fault_expect_line(rig, DONE);
    rig_free(rig);
}

static void a_cause_that_the_schema_has_not_is_other(void **state)
{
    const struct board_stop stops[] = {{.kind = BOARD_STOP_FAULT, .cause = "rust", .code = 9},
                                       {.kind = BOARD_STOP_FAULT, .cause = NULL, .code = 9}};

    (void)state;
    for (size_t i = 0; i < COUNT(stops); i++) {
        struct rig *rig = fault_start();

        fault_take(&fault_agent, 2, &stops[i]);
        fault_expect_event(rig, "GUEST_PANICKED",
                           PANICKED("pause", "{\"type\": \"agent\", \"cause\": \"other\", "
                                             "\"cpu-index\": 2, \"code\": 9}"));
        rig_free(rig);
    }
}

static void a_break_of_its_own_is_a_cause(void **state)
{
    const struct board_stop stop = {.kind = BOARD_STOP_BREAK, .has_pc = true, .pc = 8};
    struct rig *rig = fault_start();

    (void)state;
    fault_take(&fault_agent, 0, &stop);
    fault_expect_event(rig, "GUEST_PANICKED",
                       PANICKED("pause", "{\"type\": \"agent\", \"cause\": \"breakpoint\", "
                                         "\"cpu-index\": 0, \"pc\": 8}"));
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_stops_the_application_first_of_all),
        cmocka_unit_test(a_second_fault_of_a_stopped_application_is_told_too),
        cmocka_unit_test(shutdown_ends_after_telling),
        cmocka_unit_test(shutdown_that_pauses_makes_panic_shutdown_a_pause),
        cmocka_unit_test(none_holds_the_application_and_lets_it_be_called_running),
        cmocka_unit_test(reset_restarts_at_once),
        cmocka_unit_test(an_application_that_always_faults_is_not_restarted_all_the_time),
        cmocka_unit_test(a_restart_by_a_host_takes_the_place_of_one_that_waits),
        cmocka_unit_test(a_restart_that_ends_instead_ends_once),
        cmocka_unit_test(a_reboot_may_be_an_end),
        cmocka_unit_test(an_end_may_be_a_pause_out_of_which_only_a_reset_leads),
        cmocka_unit_test(all_actions_are_set_or_none),
        cmocka_unit_test(an_nmi_without_a_handler_is_a_panic),
        cmocka_unit_test(a_cause_that_the_schema_has_not_is_other),
        cmocka_unit_test(a_break_of_its_own_is_a_cause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
