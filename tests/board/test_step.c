/* test_step.c - the application goes on instruction by instruction, and comes to where it would
 * have come.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"

#define EACH_BEAT "thermostat_beat"

/* The link register's name. */
static const char *link(void)
{
    return strcmp(board->target, "arm") == 0 ? "lr" : "ra";
}

/* Stands at the beginning of a function; where that returns to. */
static uint64_t stop_at_function(struct qmpc *line)
{
    unsigned id = debugging_break(line, debugging_symbol(EACH_BEAT), "");

    (void)debugging_stop(line, "breakpoint");
    debugging_delete(line, "breakpoint", id);
    return debugging_register(line, link()) & ~UINT64_C(1); /* a Thumb address is odd */
}

static void a_function_is_left_by_steps_where_it_was_called(void **state)
{
    struct qmpc *line = debugging_start();
    uint64_t back = stop_at_function(line), pc = 0;
    unsigned steps = 0, over = 0;

    (void)state;
    do_command(line, "query-status");
    for (; pc != back; steps++) {
        assert_in_range(steps, 0, 20000);
        pc = debugging_step(line, "", "step").pc;
    }
    (void)debugging_step(line, "\"over\": true", "step");
    /* The same over what it calls takes fewer of them. */
    back = (do_cont(line), stop_at_function(line));
    for (pc = 0; pc != back; over++) {
        assert_in_range(over, 0, steps);
        pc = debugging_step(line, "\"over\": true", "step").pc;
    }
    assert_true(over < steps);
    print_message("%u steps, %u over calls\n", steps, over);
    do_cont(line);
    hub_wait_beats(line, hub_read(line).beats + 5);
}

static void many_steps_are_one_command(void **state)
{
    struct qmpc *line = debugging_start();
    uint32_t beats;

    (void)state;
    (void)stop_at_function(line);
    beats = hub_read(line).beats;
    (void)debugging_step(line, "\"count\": 3000", "step");
    expect_no_event(line);
    do_cont(line);
    hub_wait_beats(line, beats + 5);
}

/* From one beat to the next, through the wait in between. */
static void a_step_goes_through_the_applications_wait(void **state)
{
    struct qmpc *line = debugging_start();
    uint32_t beats;
    struct stop stop;
    unsigned id;

    (void)state;
    (void)stop_at_function(line);
    beats = hub_read(line).beats;
    id = debugging_break(line, debugging_symbol(EACH_BEAT), "");
    stop = debugging_step(line, "\"count\": 4294967295", "breakpoint");
    assert_int_equal(hub_read(line).beats, beats + 1);
    assert_true(stop.id == id);
}

static void stop_ends_a_step(void **state)
{
    struct qmpc *line = debugging_start();
    uint32_t beats;

    (void)state;
    do_stop(line);
    qmpc_message_free(ask(line, "agent-step", "{\"count\": 4294967295}"));
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    pause_ms(100);
    do_stop(line);
    expect_status(line, "paused");
    expect_no_event(line);
    beats = hub_read(line).beats;
    do_cont(line);
    hub_wait_beats(line, beats + 5);
    expect_no_event(line);
}

static void only_a_stopped_application_steps(void **state)
{
    struct qmpc *line = debugging_start();

    (void)state;
    expect_refusal(line, "agent-step", NULL, "GenericError", "The application runs; stop it first");
    do_stop(line);
    expect_refusal(line, "agent-step", "{\"count\": 0}", "GenericError",
                   "Parameter 'count' expects 1 to 4294967295");
    expect_refusal(line, "agent-step", "{\"cpu-index\": 64}", "GenericError",
                   "Parameter 'cpu-index' expects a CPU number");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_function_is_left_by_steps_where_it_was_called),
        board_test(many_steps_are_one_command),
        board_test(a_step_goes_through_the_applications_wait),
        board_test(stop_ends_a_step),
        board_test(only_a_stopped_application_steps),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
