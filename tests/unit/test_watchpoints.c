/* test_watchpoints.c - watchpoints in hardware: which accesses stop the application, and where.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

static const uint16_t code[] = {
    SET(1, 7),   /* 0 */
    STORE(1, 0), /* 2 */
    STORE(1, 1), /* 4: a neighbour */
    LOAD(2, 0),  /* 6 */
    ADD(1, 1),   /* 8 */
    STORE(1, 0), /* 10 */
    LOAD(3, 0),  /* 12 */
    JUMP(0),     /* 14 */
};

static void watch(struct rig *rig, const char *arguments)
{
    debug_returns(rig, "agent-watchpoint-add", arguments, "{\"id\": 1}");
}

static void hit(struct rig *rig, unsigned pc)
{
    char data[150];

    debug_cont(rig);
    snprintf(data, sizeof data,
             "{\"cpu-index\": 0, \"pc\": %u, \"reason\": \"watchpoint\", \"id\": 1, "
             "\"address\": 4096}",
             pc);
    debug_stopped_with(rig, data);
    debug_status(rig, "debug");
}

static void no_further_hit(struct rig *rig)
{
    debug_cont(rig);
    rig_expect_silence(rig);
    assert_int_equal(machine_pc(0), 14);
    assert_int_equal(*machine_register(0, 3), 8);
    rig_free(rig);
}

static void a_watched_write_stops_behind_it(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    watch(rig, "{\"address\":4096,\"size\":4}");
    hit(rig, 4);
    assert_int_equal(machine_memory[MACHINE_DATA], 7);
    hit(rig, 12);
    assert_int_equal(machine_memory[MACHINE_DATA], 8);
    assert_true(machine_watches);
    assert_int_equal(debug_agent.debug.last.access, BOARD_WATCH_WRITE);
    no_further_hit(rig);
}

static void a_watched_read_stops_behind_it(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    watch(rig, "{\"address\":4097,\"size\":1,\"access\":\"read\"}");
    hit(rig, 8);
    assert_int_equal(*machine_register(0, 2), 7);
    hit(rig, 14);
    no_further_hit(rig);
}

static void either_access_can_be_watched(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    watch(rig, "{\"address\":4096,\"size\":2,\"access\":\"access\"}");
    hit(rig, 4);
    hit(rig, 8);
    hit(rig, 12);
    hit(rig, 14);
    no_further_hit(rig);
}

static void what_hardware_tells_of_beyond_the_bytes_is_passed(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    watch(rig, "{\"address\":4104,\"size\":4,\"access\":\"access\"}"); /* which nobody accesses */
    no_further_hit(rig);
}

static void a_breakpoint_at_the_access_comes_first(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    watch(rig, "{\"address\":4096,\"size\":4}");
    debug_break_at(rig, 2, "");
    debug_break_at(rig, 4, "");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 2, \"reason\": \"breakpoint\", \"id\": 2}");
    hit(rig, 4);
    /* And the breakpoint behind it is not lost. */
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"breakpoint\", \"id\": 3}");
    hit(rig, 12);
    no_further_hit(rig);
}

static void a_step_over_the_access_ends_as_the_watchpoint(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    watch(rig, "{\"address\":4096,\"size\":4}");
    rig_send(rig, "{\"execute\":\"agent-step\",\"arguments\":{\"count\":5}}");
    debug_event(rig, "RESUME", NULL);
    rig_expect(rig, "{\"return\": {}}");
    debug_turn(rig, 100);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"watchpoint\", \"id\": 1, "
                            "\"address\": 4096}");
    rig_free(rig);
}

static void conditions_and_counts_are_those_of_after_the_access(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    watch(rig, "{\"address\":4096,\"size\":4,\"condition\":{\"address\":4096,\"value\":8},"
               "\"temporary\":true}");
    hit(rig, 12);
    debug_returns(rig, "agent-watchpoint-list", NULL, "[]");
    assert_false(machine_watches);
    no_further_hit(rig);

    rig = debug_start(code);
    watch(rig, "{\"address\":4096,\"size\":4,\"access\":\"access\",\"ignore\":2}");
    hit(rig, 12);
    debug_returns(rig, "agent-watchpoint-list", NULL,
                  "[{\"id\": 1, \"address\": 4096, \"size\": 4, \"access\": \"access\", "
                  "\"owner\": \"qmp\", \"temporary\": false, \"hits\": 3, \"ignore\": 0}]");
    rig_free(rig);
}

static void a_stop_in_the_middle_of_an_access_does_not_lose_it(void **state)
{
    (void)state;
    for (unsigned turns = 1; turns < 8; turns++) {
        struct rig *rig = debug_start(code);

        watch(rig, "{\"address\":4096,\"size\":4}");
        rig_send(rig, "{\"execute\":\"cont\"}");
        for (unsigned i = 0; i < turns; i++) {
            debug_take_stops(&debug_agent);
            (void)debug_let_run(&debug_agent, debug_agent.state == QMP_RUN_RUNNING);
            if (debug_agent.state == QMP_RUN_RUNNING)
                machine_execute(0);
        }
        if (machine_cpus[0].raised) /* the agent would have been entered for that */
            debug_take_stops(&debug_agent);
        rig_send(rig, "{\"execute\":\"stop\"}");
        assert_false(debug_agent.debug.move.active);
        for (unsigned i = 0; i < 3 && debug_agent.debug.watchpoints[0].hits < 2; i++) {
            rig_send(rig, "{\"execute\":\"cont\"}");
            debug_turn(rig, 100);
        }
        assert_int_equal(debug_agent.debug.watchpoints[0].hits, 2);
        rig_free(rig);
    }
}

static void watchpoints_that_cannot_be_are_refused(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":0}",
                  "Parameter 'size' expects 1 to 4294967295");
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":4294967296}",
                  "Parameter 'size' expects 1 to 4294967295");
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":18446744073709551614,\"size\":4}",
                  "There is no such memory to be watched");
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":65}",
                  "This machine watches 64 bytes at most");
    debug_returns(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":64}", "{\"id\": 1}");
    debug_returns(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":1}", "{\"id\": 2}");
    debug_refuses(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":1}",
                  "There are as many watchpoints already as can be: no room");
    debug_do(rig, "agent-watchpoint-del", "{\"id\":1}");
    debug_refuses(rig, "agent-watchpoint-del", "{\"id\":1}", "There is no watchpoint 1");
    debug_refuses(rig, "agent-breakpoint-del", "{\"id\":2}", "There is no breakpoint 2");
    debug_returns(rig, "agent-watchpoint-add", "{\"address\":4096,\"size\":1}", "{\"id\": 3}");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_watched_write_stops_behind_it),
        cmocka_unit_test(a_watched_read_stops_behind_it),
        cmocka_unit_test(either_access_can_be_watched),
        cmocka_unit_test(what_hardware_tells_of_beyond_the_bytes_is_passed),
        cmocka_unit_test(a_breakpoint_at_the_access_comes_first),
        cmocka_unit_test(a_step_over_the_access_ends_as_the_watchpoint),
        cmocka_unit_test(conditions_and_counts_are_those_of_after_the_access),
        cmocka_unit_test(a_stop_in_the_middle_of_an_access_does_not_lose_it),
        cmocka_unit_test(watchpoints_that_cannot_be_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
