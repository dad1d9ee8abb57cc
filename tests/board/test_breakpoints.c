/* test_breakpoints.c - breakpoints in the running application: it stops where it should, as often
 * as it should, and does not notice.
 *
 * (Boards that stop only at safepoints: test_safepoints_e2k.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"

#include <inttypes.h>

/* What the application calls once a beat. */
#define EACH_BEAT "thermostat_beat"

static void a_breakpoint_stops_the_application_each_time_it_comes_there(void **state)
{
    struct qmpc *line = debugging_start();
    uint64_t address = debugging_symbol(EACH_BEAT);
    unsigned id = debugging_break(line, address, "");
    struct stop stop = debugging_stop(line, "breakpoint");
    uint32_t beats = hub_read(line).beats;

    (void)state;
    for (uint32_t i = 1; i <= 5; i++) {
        assert_true(stop.pc == address);
        assert_true(stop.id == id);
        stop = debugging_cont(line, "breakpoint");
        assert_int_equal(hub_read(line).beats, beats + i);
    }
    assert_int_equal(debugging_hits(line, id), 6);
    debugging_delete(line, "breakpoint", id);
    do_cont(line);
    hub_wait_beats(line, beats + 10);
    expect_no_event(line);
    expect_status(line, "running");
}

static void a_breakpoint_that_only_counts_is_not_noticed(void **state)
{
    struct qmpc *line = debugging_start();
    uint32_t before, after;
    uint64_t hits;
    unsigned id;

    (void)state;
    do_stop(line);
    before = hub_read(line).beats;
    id = debugging_break(line, debugging_symbol(EACH_BEAT), ", \"ignore\": 4294967295");
    do_cont(line);
    hub_wait_beats(line, before + 20);
    do_stop(line);
    after = hub_read(line).beats;
    hits = debugging_hits(line, id);
    /* It may stand between the call and the count. */
    assert_in_range(hits, after - before, after - before + 1);
}

static void conditions_compare_variables_of_the_application(void **state)
{
    struct qmpc *line = debugging_start();
    uint32_t when = hub_read(line).beats + 12;
    char more[200];

    (void)state;
    snprintf(more, sizeof more,
             ", \"temporary\": true, \"condition\": {\"address\": %" PRIu64
             ", \"op\": \"ge\", \"value\": %u}",
             debugging_beats(), when);
    debugging_break(line, debugging_symbol(EACH_BEAT), more);
    (void)debugging_stop(line, "breakpoint");
    assert_int_equal(hub_read(line).beats, when);
    do_cont(line);
    hub_wait_beats(line, when + 3);
    expect_no_event(line);
}

static void memory_is_read_as_if_there_were_no_breakpoints(void **state)
{
    struct qmpc *line = debugging_start();
    uint64_t address = debugging_symbol(EACH_BEAT);
    struct qmpc_message *reply =
        ask(line, "agent-memory-read", "{\"address\": %" PRIu64 ", \"size\": 8}", address);
    size_t size;
    uint8_t *before = memory_of_reply(reply, &size);

    (void)state;
    debugging_break(line, address, "");
    debugging_break(line, address + 4, "");
    memory_expect(line, address, before, size, "base64");
    free(before);
}

/* Both execute it: the agent itself is not stopped, nor lost.  (An isolated application has the
 * board execute it, and executes the next one.) */
static void a_breakpoint_may_stand_in_code_that_the_agent_executes(void **state)
{
    unsigned counting, stopping;
    struct qmpc *line;
    struct stop stop;
    uint32_t beats;

    (void)state;
    if (board->isolated)
        skip();
    line = debugging_start();
    counting = debugging_break(line, debugging_symbol("board_clock"), ", \"ignore\": 4294967295");
    beats = hub_read(line).beats;
    hub_wait_beats(line, beats + 5);
    for (int i = 0; i < 100; i++)
        expect_status(line, "running");
    assert_in_range(debugging_hits(line, counting), 2, UINT32_MAX);
    debugging_delete(line, "breakpoint", counting);
    stopping = debugging_break(line, debugging_symbol("board_clock"), "");
    stop = debugging_stop(line, "breakpoint");
    assert_true(stop.pc == debugging_symbol("board_clock"));
    debugging_delete(line, "breakpoint", stopping);
    beats = hub_read(line).beats;
    do_cont(line);
    hub_wait_beats(line, beats + 3);
}

static void a_restart_keeps_breakpoints(void **state)
{
    struct qmpc *line = debugging_start();
    uint64_t address = debugging_symbol("hub_main");

    (void)state;
    debugging_break(line, address, "");
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    assert_true(debugging_stop(line, "breakpoint").pc == address);
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    expect_status(line, "prelaunch");
    assert_true(debugging_cont(line, "breakpoint").pc == address);
    do_cont(line);
    hub_wait_beats(line, 3);
}

static void code_that_cannot_be_written_has_no_breakpoints(void **state)
{
    struct qmpc *line = debugging_start();
    char arguments[80];

    (void)state;
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 "}",
             debugging_symbol(EACH_BEAT));
    expect_refusal(line, "agent-breakpoint-add", arguments, "GenericError",
                   "The code there cannot be written: no breakpoint");
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"size\": 4}",
             debugging_beats());
    expect_refusal(line, "agent-watchpoint-add", arguments, "GenericError",
                   "The code cannot be written on this board: no watchpoints");
    do_stop(line);
    expect_refusal(line, "agent-step", NULL, "GenericError",
                   "The code cannot be written on this board: no single steps");
    expect_status(line, "paused");
    expect_no_event(line);
    do_cont(line);
    hub_wait_beats(line, hub_read(line).beats + 3);
}

static void breakpoints_are_refused_where_no_instruction_is(void **state)
{
    struct qmpc *line = debugging_start();
    char arguments[80];

    (void)state;
    expect_refusal(line, "agent-breakpoint-add", "{\"address\": 1610612736}", "GenericError",
                   "The address is not memory");
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 "}",
             debugging_symbol(EACH_BEAT) + 1);
    expect_refusal(line, "agent-breakpoint-add", arguments, "GenericError",
                   "No instruction begins at such an address");
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 "}",
             debugging_symbol("__stop_text_start"));
    expect_refusal(line, "agent-breakpoint-add", arguments, "GenericError",
                   "The agent needs the code there to stop the application: no breakpoint");
    expect_refusal(line, "agent-breakpoint-del", "{\"id\": 1}", "GenericError",
                   "There is no breakpoint 1");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest anywhere[] = {
        board_test(a_breakpoint_stops_the_application_each_time_it_comes_there),
        board_test(a_breakpoint_that_only_counts_is_not_noticed),
        board_test(conditions_compare_variables_of_the_application),
        board_test(memory_is_read_as_if_there_were_no_breakpoints),
        board_test(a_breakpoint_may_stand_in_code_that_the_agent_executes),
        board_test(a_restart_keeps_breakpoints),
        board_test(breakpoints_are_refused_where_no_instruction_is),
    };
    const struct CMUnitTest nowhere[] = {
        board_test(code_that_cannot_be_written_has_no_breakpoints),
    };

    if (argc > 1 && strcmp(argv[1], "netduinoplus2") == 0)
        return board_test_main(argc, argv, nowhere, COUNT(nowhere));
    return board_test_main(argc, argv, anywhere, COUNT(anywhere));
}
