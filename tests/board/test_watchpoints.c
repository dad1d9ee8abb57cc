/* test_watchpoints.c - accesses to the application's variables stop it.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"

#include <inttypes.h>

static unsigned watch(struct qmpc *line, uint64_t address, const char *more)
{
    struct qmpc_message *reply = ask(line, "agent-watchpoint-add",
                                     "{\"address\": %" PRIu64 ", \"size\": 4%s}", address, more);
    int64_t id = 0;

    assert_int_equal(qmpc_get_int64(reply, "return.id", &id), QMPC_OK);
    qmpc_message_free(reply);
    return (unsigned)id;
}

static void a_write_stops_behind_it(void **state)
{
    struct qmpc *line = debugging_start();
    unsigned id = watch(line, debugging_beats(), "");
    struct stop stop = debugging_stop(line, "watchpoint");
    uint32_t beats = hub_read(line).beats;

    (void)state;
    for (uint32_t i = 1; i <= 5; i++) {
        assert_true(stop.id == id);
        assert_true(stop.address == debugging_beats());
        stop = debugging_cont(line, "watchpoint");
        assert_int_equal(hub_read(line).beats, beats + i); /* it was written already */
    }
    debugging_delete(line, "watchpoint", id);
    do_cont(line);
    hub_wait_beats(line, beats + 10);
    expect_no_event(line);
}

static void what_the_agent_reads_and_a_host_writes_is_not_watched(void **state)
{
    struct qmpc *line = debugging_start();
    uint64_t address = debugging_symbol("hub") + offsetof(struct hub, accepts_powerdown);

    (void)state;
    watch(line, address, "");
    for (int i = 0; i < 50; i++)
        (void)hub_read(line);
    hub_write(line, offsetof(struct hub, accepts_powerdown), 1);
    hub_write(line, offsetof(struct hub, accepts_powerdown), 0);
    hub_wait_beats(line, hub_read(line).beats + 5);
    expect_no_event(line);
    expect_status(line, "running");
}

/* The first one: the agent has not left its level since, and writes there itself. */
static void a_restart_of_what_was_watched_just_now_is_not_watched(void **state)
{
    struct qmpc *line = debugging_start();

    (void)state;
    do_stop(line);
    watch(line, debugging_beats(), "");
    hub_write(line, offsetof(struct hub, beats), 7);
    assert_int_equal(hub_read(line).beats, 7);
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    expect_status(line, "prelaunch");
    (void)debugging_cont(line, "watchpoint");
    assert_int_equal(hub_read(line).beats, 1);
}

static void a_condition_is_looked_at_behind_the_access(void **state)
{
    struct qmpc *line = debugging_start();
    uint32_t when = hub_read(line).beats + 10;
    char more[200];

    (void)state;
    snprintf(more, sizeof more,
             ", \"temporary\": true, \"condition\": {\"address\": %" PRIu64
             ", \"op\": \"ge\", \"value\": %u}",
             debugging_beats(), when);
    watch(line, debugging_beats(), more);
    (void)debugging_stop(line, "watchpoint");
    assert_int_equal(hub_read(line).beats, when);
    do_cont(line);
    hub_wait_beats(line, when + 5);
    expect_no_event(line);
}

static void a_read_can_be_watched(void **state)
{
    struct qmpc *line = debugging_start();
    struct stop stop;

    (void)state;
    watch(line, debugging_beats(), ", \"access\": \"read\"");
    stop = debugging_stop(line, "watchpoint");
    assert_true(stop.address == debugging_beats());
    stop = debugging_cont(line, "watchpoint");
    assert_true(stop.address == debugging_beats());
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_write_stops_behind_it),
        board_test(what_the_agent_reads_and_a_host_writes_is_not_watched),
        board_test(a_restart_of_what_was_watched_just_now_is_not_watched),
        board_test(a_condition_is_looked_at_behind_the_access),
        board_test(a_read_can_be_watched),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
