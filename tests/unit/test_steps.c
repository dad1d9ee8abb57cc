/* test_steps.c - steps, one instruction or over calls, and what ends them early.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

static const uint16_t straight[] = {SET(1, 1), ADD(1, 1), JUMP(2), ILLEGAL, ADD(1, 1), JUMP(0)};

/* f calls itself three times. */
static const uint16_t calls[] = {
    SET(1, 3),    /* 0 */
    CALL(3),      /* 2: f */
    ADD(3, 1),    /* 4 */
    JUMP(0),      /* 6 */
    PUSH,         /* 8: f */
    ADD(2, 1),    /* 10 */
    ADD(1, -1),   /* 12 */
    BRANCH(1, 3), /* 14 */
    POP,          /* 16 */
    RETURN,       /* 18 */
    CALL(-6),     /* 20: f */
    JUMP(-3),     /* 22 */
};

static void step(struct rig *rig, const char *arguments)
{
    char text[200];

    snprintf(text, sizeof text, "{\"execute\":\"agent-step\",\"arguments\":%s}", arguments);
    rig_send(rig, text);
    debug_event(rig, "RESUME", NULL);
    rig_expect(rig, "{\"return\": {}}");
    debug_turn(rig, 10000);
}

static void expect_at(struct rig *rig, unsigned pc, const char *reason)
{
    char data[100];

    snprintf(data, sizeof data, "{\"cpu-index\": 0, \"pc\": %u, \"reason\": \"%s\"}", pc, reason);
    debug_stopped_with(rig, data);
    debug_status(rig, "debug");
}

static void a_step_executes_one_instruction(void **state)
{
    static const unsigned places[] = {2, 4, 8, 10};
    struct rig *rig = debug_start(straight);
    uint8_t before[sizeof machine_memory];

    (void)state;
    memcpy(before, machine_memory, sizeof before);
    for (size_t i = 0; i < COUNT(places); i++) {
        step(rig, "{}");
        expect_at(rig, places[i], "step");
        assert_int_equal(machine_cpus[0].executed, i + 1);
        assert_memory_equal(machine_memory, before, sizeof before);
    }
    step(rig, "{}"); /* of what jumps to itself */
    expect_at(rig, 10, "step");
    rig_free(rig);
}

static void a_step_of_many_executes_as_many(void **state)
{
    struct rig *rig = debug_start(calls);

    (void)state;
    step(rig, "{\"count\":7}");
    expect_at(rig, 8, "step"); /* f again */
    assert_int_equal(machine_cpus[0].executed, 7);
    rig_free(rig);
}

static void a_step_over_a_call_ends_behind_it_with_the_stack_as_it_was(void **state)
{
    struct rig *rig = debug_start(calls);

    (void)state;
    step(rig, "{\"count\":2,\"over\":true}");
    expect_at(rig, 4, "step");
    assert_int_equal(*machine_register(0, 2), 3);
    rig_free(rig);

    /* One that calls itself comes by where its own call returns to. */
    rig = debug_start(calls);
    step(rig, "{\"count\":6}");
    expect_at(rig, 20, "step");
    step(rig, "{\"over\":true}");
    expect_at(rig, 22, "step");
    assert_int_equal(*machine_register(0, 2), 3);
    assert_int_equal(*machine_register(0, 1), 0);
    rig_free(rig);
}

static void a_step_that_comes_to_a_breakpoint_ends_there(void **state)
{
    static const char at_10[] =
        "{\"cpu-index\": 0, \"pc\": 10, \"reason\": \"breakpoint\", \"id\": 1}";
    struct rig *rig = debug_start(calls);

    (void)state;
    debug_break_at(rig, 10, ",\"ignore\":1");
    step(rig, "{\"count\":2,\"over\":true}");
    debug_stopped_with(rig, at_10);
    assert_int_equal(*machine_register(0, 2), 1); /* the second time */
    step(rig, "{\"count\":1000}");
    debug_stopped_with(rig, at_10);
    assert_int_equal(*machine_register(0, 2), 2);
    step(rig, "{}"); /* from it */
    expect_at(rig, 12, "step");
    assert_int_equal(debug_agent.debug.breakpoints[0].hits, 3);
    rig_free(rig);
}

static void a_step_over_passes_breakpoints_that_do_not_stop(void **state)
{
    struct rig *rig = debug_start(calls);

    (void)state;
    debug_break_at(rig, 2, ",\"ignore\":100");  /* the call */
    debug_break_at(rig, 4, ",\"ignore\":100");  /* behind it */
    debug_break_at(rig, 8, ",\"ignore\":100");  /* what it calls */
    debug_break_at(rig, 22, ",\"ignore\":100"); /* where that returns to */
    step(rig, "{\"count\":2,\"over\":true}");
    expect_at(rig, 4, "step");
    assert_int_equal(*machine_register(0, 2), 3);
    assert_int_equal(debug_agent.debug.breakpoints[0].hits, 1);
    assert_int_equal(debug_agent.debug.breakpoints[1].hits, 1);
    assert_int_equal(debug_agent.debug.breakpoints[2].hits, 3);
    assert_int_equal(debug_agent.debug.breakpoints[3].hits, 2);
    debug_cont(rig);
    assert_int_equal(*machine_register(0, 3), 1);
    assert_int_equal(debug_agent.debug.breakpoints[1].hits, 1);
    rig_free(rig);
}

static void a_step_onto_what_is_no_instruction_is_its_fault(void **state)
{
    struct rig *rig = debug_start(straight);

    (void)state;
    machine_pc(0) = 6;
    step(rig, "{\"count\":3}");
    assert_int_equal(debug_faults, 1);
    assert_int_equal(debug_fault.kind, BOARD_STOP_FAULT);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 6, \"reason\": \"fault\", "
                            "\"cause\": \"illegal-instruction\"}");
    debug_status(rig, "guest-panicked");
    assert_false(debug_agent.debug.step.active);
    rig_free(rig);
}

static void stop_ends_a_long_step(void **state)
{
    struct rig *rig = debug_start(calls);
    uint8_t before[MACHINE_DATA];

    (void)state;
    memcpy(before, machine_memory, sizeof before);
    rig_send(rig, "{\"execute\":\"agent-step\",\"arguments\":{\"count\":4294967295}}");
    debug_event(rig, "RESUME", NULL);
    rig_expect(rig, "{\"return\": {}}");
    debug_turn(rig, 9);
    debug_status(rig, "running");
    rig_send(rig, "{\"execute\":\"stop\"}");
    debug_event(rig, "STOP", NULL);
    rig_expect(rig, "{\"return\": {}}");
    rig_expect_silence(rig);
    debug_status(rig, "paused");
    assert_memory_equal(machine_memory, before, sizeof before);
    debug_cont(rig);
    assert_int_equal(*machine_register(0, 3), 1);
    rig_expect_silence(rig);
    rig_free(rig);
}

static void a_restart_ends_a_step(void **state)
{
    struct rig *rig = debug_start(calls);

    (void)state;
    rig_send(rig, "{\"execute\":\"agent-step\",\"arguments\":{\"count\":100,\"over\":true}}");
    debug_turn(rig, 8);
    rig_send(rig, "{\"execute\":\"system_reset\"}");
    debug_turn(rig, 1000);
    assert_int_equal(debug_agent.state, QMP_RUN_RUNNING);
    assert_int_equal(*machine_register(0, 3), 1);
    assert_int_equal(debug_agent.debug.plants[0].users, 0);
    rig_free(rig);
}

/* -------------------------------------------------------------------- processors */

static void only_the_processor_that_steps_moves(void **state)
{
    struct rig *rig = debug_start(calls);

    (void)state;
    machine_begin(1, 0);
    step(rig, "{\"cpu-index\":1,\"count\":5}");
    debug_stopped_with(rig, "{\"cpu-index\": 1, \"pc\": 14, \"reason\": \"step\"}");
    assert_int_equal(machine_cpus[0].executed, 0);
    assert_int_equal(machine_cpus[1].executed, 5);
    step(rig, "{\"cpu-index\":0,\"count\":3,\"over\":true}");
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 6, \"reason\": \"step\"}");
    assert_int_equal(machine_cpus[1].executed, 5);
    rig_free(rig);
}

static void no_processor_runs_by_a_breakpoint_that_another_passes(void **state)
{
    static const uint16_t both[] = {ADD(1, 1), ADD(2, 1), JUMP(-2)};
    struct rig *rig = debug_start(both);

    (void)state;
    machine_begin(1, 0);
    debug_break_at(rig, 2, ",\"ignore\":4294967295");
    rig_send(rig, "{\"execute\":\"cont\"}");
    debug_turn(rig, 1000);
    assert_in_range(*machine_register(0, 1), 20, 1000);
    assert_in_range(*machine_register(1, 1), 20, 1000);
    rig_send(rig, "{\"execute\":\"stop\"}");
    assert_in_range(debug_agent.debug.breakpoints[0].hits, machine_met[2], machine_met[2] + 2);
    rig_free(rig);
}

static void a_hit_that_comes_with_anothers_is_reported_when_it_goes_on(void **state)
{
    static const uint16_t both[] = {ADD(1, 1), ADD(2, 1), JUMP(0)};
    struct rig *rig = debug_start(both);

    (void)state;
    machine_begin(1, 0);
    debug_break_at(rig, 2, "");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 2, \"reason\": \"breakpoint\", \"id\": 1}");
    assert_int_equal(machine_pc(1), 2);
    assert_int_equal(debug_agent.debug.breakpoints[0].hits, 1);
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 1, \"pc\": 2, \"reason\": \"breakpoint\", \"id\": 1}");
    assert_int_equal(debug_agent.debug.breakpoints[0].hits, 2);
    debug_cont(rig);
    rig_expect_silence(rig);
    assert_int_equal(*machine_register(0, 2), 1);
    assert_int_equal(*machine_register(1, 2), 1);
    rig_free(rig);
}

/* A step from where another processor's hit is still to be reported does not lose it. */
static void a_step_from_a_hit_that_was_not_reported_reports_it(void **state)
{
    static const uint16_t both[] = {ADD(1, 1), ADD(2, 1), JUMP(0)};
    struct rig *rig = debug_start(both);

    (void)state;
    machine_begin(1, 0);
    debug_break_at(rig, 2, "");
    debug_cont(rig);
    debug_stopped_with(rig, "{\"cpu-index\": 0, \"pc\": 2, \"reason\": \"breakpoint\", \"id\": 1}");
    step(rig, "{\"cpu-index\":1}");
    debug_stopped_with(rig, "{\"cpu-index\": 1, \"pc\": 2, \"reason\": \"breakpoint\", \"id\": 1}");
    step(rig, "{\"cpu-index\":1}");
    debug_stopped_with(rig, "{\"cpu-index\": 1, \"pc\": 4, \"reason\": \"step\"}");
    rig_free(rig);
}

/* ------------------------------------------------------------------------ errors */

static void steps_that_cannot_be_are_refused(void **state)
{
    struct rig *rig = debug_start(calls);

    (void)state;
    machine_pc(0) = MACHINE_ROM;
    debug_refuses(rig, "agent-step", "{}",
                  "The code cannot be written on this board: no single steps");
    rig_expect_silence(rig);
    debug_status(rig, "paused");
    machine_pc(0) = 0;
    debug_refuses(rig, "agent-step", "{\"count\":0}", "Parameter 'count' expects 1 to 4294967295");
    debug_refuses(rig, "agent-step", "{\"count\":4294967296}",
                  "Parameter 'count' expects 1 to 4294967295");
    debug_refuses(rig, "agent-step", "{\"cpu-index\":2}",
                  "Parameter 'cpu-index' expects a CPU number");
    debug_refuses(rig, "agent-step", "{\"cpu-index\":-1}",
                  "Parameter 'cpu-index' expects a CPU number");
    debug_refuses(rig, "agent-step", "{\"cpu-index\":1}",
                  "The application has not begun on this processor");
    rig_send(rig, "{\"execute\":\"cont\"}");
    debug_event(rig, "RESUME", NULL);
    rig_expect(rig, "{\"return\": {}}");
    debug_refuses(rig, "agent-step", "{}", "The application runs; stop it first");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_executes_one_instruction),
        cmocka_unit_test(a_step_of_many_executes_as_many),
        cmocka_unit_test(a_step_over_a_call_ends_behind_it_with_the_stack_as_it_was),
        cmocka_unit_test(a_step_that_comes_to_a_breakpoint_ends_there),
        cmocka_unit_test(a_step_over_passes_breakpoints_that_do_not_stop),
        cmocka_unit_test(a_step_onto_what_is_no_instruction_is_its_fault),
        cmocka_unit_test(stop_ends_a_long_step),
        cmocka_unit_test(a_restart_ends_a_step),
        cmocka_unit_test(only_the_processor_that_steps_moves),
        cmocka_unit_test(no_processor_runs_by_a_breakpoint_that_another_passes),
        cmocka_unit_test(a_hit_that_comes_with_anothers_is_reported_when_it_goes_on),
        cmocka_unit_test(a_step_from_a_hit_that_was_not_reported_reports_it),
        cmocka_unit_test(steps_that_cannot_be_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
