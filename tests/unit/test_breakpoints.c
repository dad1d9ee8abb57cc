/* test_breakpoints.c - breakpoints stop where they should, as often as they should, and leave no
 * trace.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

/* Counts r1 down from 5, and goes on for ever. */
static const uint16_t loop[] = {
    SET(1, 5),     /* 0 */
    ADD(2, 1),     /* 2 */
    ADD(1, -1),    /* 4 */
    BRANCH(1, -2), /* 6 */
    STORE(2, 0),   /* 8 */
    JUMP(0),       /* 10 */
};

static void expect_code(const uint16_t *code, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(machine_memory[2 * i] | machine_memory[2 * i + 1] << 8, code[i]);
}

static void a_breakpoint_stops_before_its_instruction_each_time(void **state)
{
    struct rig *rig = debug_start(loop);
    unsigned id = debug_break_at(rig, 4, "");

    (void)state;
    for (unsigned i = 1; i <= 5; i++) {
        char data[100];

        debug_cont(rig);
        snprintf(data, sizeof data,
                 "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"breakpoint\", \"id\": %u}", id);
        debug_stopped_with(rig, data);
        debug_status(rig, "debug");
        assert_int_equal(*machine_register(0, 2), i);
        assert_int_equal(*machine_register(0, 1), 6 - i);
        assert_int_equal(debug_agent.debug.last.number, i);
    }
    debug_cont(rig);
    rig_expect_silence(rig);
    debug_status(rig, "running");
    assert_int_equal(machine_memory[MACHINE_DATA], 5);
    rig_free(rig);
}

static void a_deleted_breakpoint_leaves_the_code_as_it_was(void **state)
{
    struct rig *rig = debug_start(loop);
    unsigned one = debug_break_at(rig, 4, ""), two = debug_break_at(rig, 4, "");
    char arguments[50];

    (void)state;
    assert_int_not_equal(one, two);
    debug_cont(rig);
    debug_event(rig, "STOP", NULL);
    (void)rig_line(rig);
    snprintf(arguments, sizeof arguments, "{\"id\":%u}", one);
    debug_do(rig, "agent-breakpoint-del", arguments);
    assert_int_equal(machine_memory[4] | machine_memory[5] << 8, BREAK); /* the other's */
    snprintf(arguments, sizeof arguments, "{\"id\":%u}", two);
    debug_do(rig, "agent-breakpoint-del", arguments);
    expect_code(loop, COUNT(loop));
    debug_refuses(rig, "agent-breakpoint-del", arguments, "There is no breakpoint 2");
    debug_refuses(rig, "agent-breakpoint-del", "{\"id\":-1}", "There is no breakpoint -1");
    debug_refuses(rig, "agent-breakpoint-del", "{\"id\":4294967298}",
                  "There is no breakpoint 4294967298");
    debug_cont(rig);
    rig_expect_silence(rig);
    rig_free(rig);
}

static void a_temporary_breakpoint_is_gone_after_its_stop(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_break_at(rig, 4, ",\"temporary\":true,\"ignore\":2");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"breakpoint\", \"id\": 1}");
    assert_int_equal(*machine_register(0, 2), 3);
    debug_returns(rig, "agent-breakpoint-list", NULL, "[]");
    expect_code(loop, COUNT(loop));
    debug_cont(rig);
    rig_expect_silence(rig);
    rig_free(rig);
}

static void hits_are_passed_without_a_word_and_counted(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_break_at(rig, 4, ",\"ignore\":3");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 4, \"reason\": \"breakpoint\", \"id\": 1}");
    assert_int_equal(*machine_register(0, 2), 4);
    debug_returns(
        rig, "agent-breakpoint-list", NULL,
        "[{\"id\": 1, \"address\": 4, \"owner\": \"qmp\", \"temporary\": false, \"hits\": 4, "
        "\"ignore\": 0}]");
    rig_free(rig);
}

static void breakpoints_are_refused_where_there_can_be_none(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":5}",
                  "No instruction begins at such an address");
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":8192}", "The address is not memory");
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":7936}",
                  "The code there cannot be written: no breakpoint");
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++)
        assert_int_equal(debug_break_at(rig, 2 * i, ""), i + 1);
    debug_refuses(rig, "agent-breakpoint-add", "{\"address\":4}",
                  "There are 16 breakpoints already: no room");
    debug_do(rig, "agent-breakpoint-del", "{\"id\":7}");
    assert_int_equal(debug_break_at(rig, 4, ""), AGENT_BREAKPOINTS_MAX + 1);
    rig_free(rig);
}

static void memory_looks_as_if_there_were_no_breakpoints(void **state)
{
    static const uint8_t written[] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct rig *rig = debug_start(loop);
    uint8_t bytes[12], code[12];

    (void)state;
    memcpy(code, machine_memory, sizeof code);
    debug_break_at(rig, 0, "");
    debug_break_at(rig, 4, "");
    debug_break_at(rig, 10, "");
    for (unsigned from = 0; from < sizeof code; from++)
        for (unsigned size = 0; from + size <= sizeof code; size++) {
            memset(bytes, 0xEE, sizeof bytes);
            assert_int_equal(debug_memory_read(&debug_agent, from, bytes, size), size);
            assert_memory_equal(bytes, code + from, size);
        }
    /* A host writes over two of them, half of one. */
    assert_int_equal(debug_memory_write(&debug_agent, 3, written, sizeof written), sizeof written);
    memcpy(code + 3, written, sizeof written);
    assert_int_equal(debug_memory_read(&debug_agent, 0, bytes, sizeof bytes), sizeof bytes);
    assert_memory_equal(bytes, code, sizeof bytes);
    assert_int_equal(machine_memory[4] | machine_memory[5] << 8, BREAK);
    debug_forget(&debug_agent, DEBUG_GDB);
    assert_int_equal(machine_memory[10] | machine_memory[11] << 8, BREAK);
    debug_forget(&debug_agent, DEBUG_QMP);
    assert_memory_equal(machine_memory, code, sizeof code);
    rig_free(rig);
}

static void a_break_instruction_of_its_own_is_the_applications_fault(void **state)
{
    static const uint16_t code[] = {NOP, OWN_BREAK, ADD(1, 1), BREAK, JUMP(0)};
    struct rig *rig = debug_start(code);

    (void)state;
    for (unsigned i = 1; i <= 2; i++) {
        debug_cont(rig);
        assert_int_equal(debug_faults, i);
        assert_int_equal(debug_fault.kind, BOARD_STOP_BREAK);
        assert_int_equal(machine_pc(0), i == 1 ? 2 : 6);
        machine_pc(0) += 2; /* the host mends it */
        debug_event(rig, "STOP", NULL);
        (void)rig_line(rig);
    }
    debug_cont(rig);
    assert_int_equal(debug_faults, 2);
    assert_int_equal(*machine_register(0, 1), 1);
    rig_free(rig);
}

static void a_breakpoint_that_was_just_deleted_is_no_fault(void **state)
{
    struct rig *rig = debug_start(loop);
    unsigned id = debug_break_at(rig, 4, "");

    (void)state;
    rig_send(rig, "{\"execute\":\"cont\"}");
    while (!machine_cpus[0].raised) {
        (void)debug_let_run(&debug_agent, true);
        machine_execute(0);
    }
    assert_true(debug_breakpoint_del(&debug_agent, id));
    debug_turn(rig, 10000);
    assert_int_equal(debug_faults, 0);
    assert_int_equal(debug_agent.state, QMP_RUN_RUNNING);
    assert_int_equal(machine_memory[MACHINE_DATA], 5);
    rig_free(rig);
}

static void a_breakpoint_added_where_the_application_stands_is_met_the_next_time(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_break_at(rig, 2, ",\"temporary\":true");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 2, \"reason\": \"breakpoint\", \"id\": 1}");
    debug_break_at(rig, 2, "");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 2, \"reason\": \"breakpoint\", \"id\": 2}");
    assert_int_equal(*machine_register(0, 2), 1);
    rig_free(rig);
}

static void a_restart_keeps_breakpoints_and_the_first_instruction_is_one(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_break_at(rig, 0, "");
    debug_break_at(rig, 8, "");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 8, \"reason\": \"breakpoint\", \"id\": 2}");
    rig_send(rig, "{\"execute\":\"system_reset\"}");
    debug_event(rig, "RESET", "{\"guest\": false, \"reason\": \"host-qmp-system-reset\"}");
    rig_expect(rig, "{\"return\": {}}");
    debug_status(rig, "prelaunch");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 0, \"reason\": \"breakpoint\", \"id\": 1}");
    rig_free(rig);
}

static void a_breakpoint_at_a_jump_to_itself_is_met_for_ever(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_break_at(rig, 10, ",\"ignore\":50");
    debug_cont(rig);
    debug_stopped_with(rig,
                       "{\"cpu-index\": 0, \"pc\": 10, \"reason\": \"breakpoint\", \"id\": 1}");
    assert_int_equal(debug_agent.debug.breakpoints[0].hits, 51);
    rig_free(rig);
}

static void an_agent_without_breakpoints_touches_nothing(void **state)
{
    struct rig *rig = debug_start(loop);

    (void)state;
    debug_cont(rig);
    rig_expect_silence(rig);
    assert_int_equal(machine_writes, 0);
    assert_int_equal(machine_runs, UINT32_MAX);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breakpoint_stops_before_its_instruction_each_time),
        cmocka_unit_test(a_deleted_breakpoint_leaves_the_code_as_it_was),
        cmocka_unit_test(a_temporary_breakpoint_is_gone_after_its_stop),
        cmocka_unit_test(hits_are_passed_without_a_word_and_counted),
        cmocka_unit_test(breakpoints_are_refused_where_there_can_be_none),
        cmocka_unit_test(memory_looks_as_if_there_were_no_breakpoints),
        cmocka_unit_test(a_break_instruction_of_its_own_is_the_applications_fault),
        cmocka_unit_test(a_breakpoint_that_was_just_deleted_is_no_fault),
        cmocka_unit_test(a_breakpoint_added_where_the_application_stands_is_met_the_next_time),
        cmocka_unit_test(a_restart_keeps_breakpoints_and_the_first_instruction_is_one),
        cmocka_unit_test(a_breakpoint_at_a_jump_to_itself_is_met_for_ever),
        cmocka_unit_test(an_agent_without_breakpoints_touches_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
