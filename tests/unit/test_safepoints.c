/* test_safepoints.c - breakpoints and watchpoints of a board that can stop only at safepoints.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

static const uint16_t code[] = {
    ADD(1, 1),   /* 0 */
    STORE(1, 0), /* 2 */
    POLL,        /* 4 */
    ADD(2, 1),   /* 6 */
    POLL,        /* 8 */
    JUMP(-5),    /* 10 */
};

static void a_breakpoint_at_a_safepoint_stops_each_time(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    assert_false(machine_every);
    debug_break_at(rig, 4, ",\"ignore\":1");
    assert_true(machine_every);
    for (unsigned i = 2; i < 6; i++) {
        debug_cont(rig);
        debug_stopped_with(rig,
                           "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"breakpoint\", \"id\": 1}");
        assert_int_equal(*machine_register(0, 1), i);
    }
    debug_do(rig, "agent-breakpoint-del", "{\"id\":1}");
    assert_false(machine_every);
    assert_int_equal(machine_writes, 0);
    rig_free(rig);
}

static void the_error_says_where_the_next_safepoint_is(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":6}",
                  "The application can be stopped only at safepoints; the next one is at 0x8");
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":10}",
                  "The application can be stopped only at safepoints");
    rig_free(rig);
}

static void a_change_is_seen_at_the_next_safepoint(void **state)
{
    static const char at_4[] = "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"watchpoint\", "
                               "\"id\": 1, \"address\": 4096}";
    struct rig *rig = debug_start(code);

    (void)state;
    debug_returns(rig, "agent-watchpoint-add",
                  "{\"address\":4096,\"size\":8,\"condition\":{\"address\":4096,\"op\":\"ge\","
                  "\"value\":3}}",
                  "{\"id\": 1}");
    debug_cont(rig);
    debug_stopped_with(rig, at_4);
    assert_int_equal(*machine_register(0, 1), 3);
    debug_cont(rig);
    debug_stopped_with(rig, at_4);
    assert_int_equal(*machine_register(0, 1), 4);
    rig_free(rig);
}

static void a_breakpoint_hides_no_change(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    debug_returns(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":4}", "{\"id\": 1}");
    debug_break_at(rig, 4, "");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"breakpoint\", \"id\": 2}");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 8, \"reason\": \"watchpoint\", \"id\": 1, "
                            "\"address\": 4096}");
    rig_free(rig);
}

static void what_a_host_writes_is_no_change_of_the_applications(void **state)
{
    static const uint16_t quiet[] = {POLL, JUMP(-1)};
    static const uint8_t bytes[] = {9, 9, 9};
    struct rig *rig = debug_start(quiet);

    (void)state;
    debug_returns(rig, "agent-watchpoint-add", "{\"address\":4097,\"size\":2}", "{\"id\": 1}");
    assert_int_equal(debug_memory_write(&debug_agent, 4096, bytes, sizeof bytes), sizeof bytes);
    debug_cont(rig);
    rig_expect_silence(rig);
    machine_memory[4098]++;
    debug_turn(rig, 10);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 0, \"reason\": \"watchpoint\", \"id\": 1, "
                            "\"address\": 4098}");
    rig_free(rig);
}

static void a_debugger_steps_to_the_next_safepoint(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        assert_null(debug_step_begin(&debug_agent, 0, 1, false));
        assert_true(machine_every);
        debug_turn(rig, 100);
        debug_event(rig, "RESUME", NULL);
        debug_stopped_with(rig, i % 2 == 0 ? "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"step\"}"
                                           : "{\"cpu-index\": 0, \"pc\": 8, \"reason\": \"step\"}");
        assert_false(machine_every);
    }
    debug_break_at(rig, 8, "");
    assert_null(debug_step_begin(&debug_agent, 0, 9, false));
    debug_turn(rig, 100);
    debug_event(rig, "RESUME", NULL);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 8, \"reason\": \"breakpoint\", \"id\": 1}");
    assert_int_equal(machine_writes, 0);
    rig_free(rig);
}

static void what_needs_more_than_safepoints_is_refused(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    debug_refuses(rig, "agent-step", "{}", "This board has only safepoints: no single steps");
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":9}",
                  "At most 8 bytes can be watched on this board");
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":4,\"access\":\"read\"}",
                  "Only changes are seen on this board, at its safepoints: no watching of reads");
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":8188,\"size\":8}",
                  "The memory to be watched cannot be read");
    debug_returns(rig, "agent-watchpoint-add", "{\"address\":8184,\"size\":8}", "{\"id\": 1}");
    for (unsigned i = 1; i < AGENT_WATCHPOINTS_MAX; i++) {
        char text[20];

        snprintf(text, sizeof text, "{\"id\": %u}", i + 1);
        debug_returns(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":1}", text);
    }
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":1}",
                  "There are as many watchpoints already as can be: no room");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breakpoint_at_a_safepoint_stops_each_time),
        cmocka_unit_test(the_error_says_where_the_next_safepoint_is),
        cmocka_unit_test(a_change_is_seen_at_the_next_safepoint),
        cmocka_unit_test(a_breakpoint_hides_no_change),
        cmocka_unit_test(what_a_host_writes_is_no_change_of_the_applications),
        cmocka_unit_test(a_debugger_steps_to_the_next_safepoint),
        cmocka_unit_test(what_needs_more_than_safepoints_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
