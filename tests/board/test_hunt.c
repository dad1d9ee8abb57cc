/* test_hunt.c - somebody with nothing but a serial line finds the sensor hub's bug (see hunt.h) by
 * a watchpoint, looks around, mends it, and sees the hub fail of something else.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "hunt.h"
#include "memory.h"
#include "panic.h"
#include "property.h"

#include <inttypes.h>

/* Where the compiler may have put the guilty line: the function itself, or those that it is
 * inlined into. */
static bool is_guilty(const char *function)
{
    static const char *const guilty[] = {"take_off_alarm", "end", "thermostat_beat"};

    for (size_t i = 0; i < COUNT(guilty); i++) {
        size_t length = strlen(guilty[i]);

        /* GCC's parts of it are called "end.part.0" and the like. */
        if (strncmp(function, guilty[i], length) == 0 && strchr(".", function[length]) != NULL)
            return true;
    }
    return false;
}

/* Stops come at safepoints only. */
static bool has_safepoints(void)
{
    return board->fault_ends_it;
}

/* ------------------------------------------------------------------------- the hunt */

/* In `busiest`, and in `duty` before it until the next period has ended. */
static void the_nonsense_stands_in_memory(struct qmpc *line, uint32_t value)
{
    const uint8_t bytes[] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
                             (uint8_t)(value >> 24)};
    char *hex = text_of_hex(bytes, sizeof bytes);
    struct qmpc_message *found =
        ask(line, "agent-memory-search",
            "{\"address\": %" PRIu64 ", \"size\": 64, \"data\": \"%s\", \"align\": 4}",
            hunt_address(HUNT_FAN_BEATS), hex);
    bool twice = qmpc_get(found, "return.matches.1").text != NULL;

    assert_true(panic_uint(found, twice ? "return.matches.1" : "return.matches.0") ==
                hunt_address(HUNT_BUSIEST));
    qmpc_message_free(found);
    free(hex);
}

/* What is wrong is seen from outside first: nothing stops for this. */
static void the_hub_tells_nonsense(struct qmpc *line)
{
    struct qmpc_message *reply = ask(line, "agent-watch",
                                     "{\"path\": \"hub\", \"property\": \"busiest\", "
                                     "\"above\": %d}",
                                     HUNT_MOST),
                        *event;
    int64_t id = 0;
    uint64_t value = 0;

    assert_int_equal(qmpc_get_int64(reply, "return.id", &id), QMPC_OK);
    qmpc_message_free(reply);
    hunt_provoke(line);
    do_cont(line);
    event = expect_event(line, "AGENT_PROPERTY_CHANGE");
    assert_int_equal(qmpc_get_uint64(event, "data.value", &value), QMPC_OK);
    assert_true(value > UINT32_MAX - HUNT_MOST);
    qmpc_message_free(event);
    the_nonsense_stands_in_memory(line, (uint32_t)value);
    qmpc_message_free(ask(line, "agent-unwatch", "{\"id\": %" PRId64 "}", id));
}

/* It is held there. */
static void the_hub_begins_again(struct qmpc *line)
{
    do_stop(line);
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    assert_int_equal(property_uint(line, "hub", "busiest"), 0);
}

/* An alarm from the beginning, which is to end with the last beat of the first period. */
static void it_stands_before_the_bug(struct qmpc *line)
{
    struct stop stop;
    char more[160];

    hunt_heat(line);
    snprintf(more, sizeof more,
             ", \"temporary\": true, \"condition\": {\"address\": %" PRIu64
             ", \"op\": \"eq\", \"value\": %d}",
             debugging_beats(), HUB_LOG_BEATS - 1);
    (void)debugging_break(line, debugging_symbol("thermostat_beat"), more);
    stop = debugging_cont(line, "breakpoint");
    assert_string_equal(hunt_function(stop.pc), "thermostat_beat");
    assert_int_equal(hub_read(line).beats, HUB_LOG_BEATS - 1);
    assert_int_equal(hunt_read(line, HUNT_ALARM_BEATS), HUB_LOG_BEATS - 1);
    hunt_cool(line);
}

static unsigned watch_fan_beats(struct qmpc *line)
{
    struct qmpc_message *reply =
        ask(line, "agent-watchpoint-add",
            "{\"address\": %" PRIu64 ", \"size\": 4, \"condition\": {\"address\": %" PRIu64
            ", \"op\": \"gt\", \"value\": %d}}",
            hunt_address(HUNT_FAN_BEATS), hunt_address(HUNT_FAN_BEATS), HUNT_MOST);
    int64_t id = 0;

    assert_int_equal(qmpc_get_int64(reply, "return.id", &id), QMPC_OK);
    qmpc_message_free(reply);
    return (unsigned)id;
}

static void the_watchpoint_stops_it_in_the_act(struct qmpc *line, unsigned id, uint32_t alarm)
{
    struct stop stop = debugging_cont(line, "watchpoint");
    const char *function = hunt_function(stop.pc);

    assert_true(stop.id == id && stop.address == hunt_address(HUNT_FAN_BEATS));
    /* A safepoint comes behind the act: in the same beat still, and no later than the next. */
    if (!is_guilty(function) && !has_safepoints())
        fail_msg("0x%" PRIx64 " is in %s", stop.pc, function);
    assert_in_range(hub_read(line).beats, HUB_LOG_BEATS - 1, HUB_LOG_BEATS - 1 + has_safepoints());
    assert_int_equal(hunt_read(line, HUNT_FAN_BEATS), (uint32_t)-alarm);
    print_message("stopped in %s\n", function);
}

/* ------------------------------------------------------------------------- looking */

static void registers_are_those_of_the_application(struct qmpc *line)
{
    uint64_t sp = debugging_register(line, "sp");

    assert_in_range(sp, debugging_symbol("__app_stack_bottom"),
                    debugging_symbol("__app_stack_top"));
    assert_string_not_equal(hunt_function(debugging_register(line, "pc")), "");
}

/* "stack" entries are guesses: hub_main must be among them, whoever else is. */
static void the_backtrace_leads_to_the_hub(struct qmpc *line)
{
    struct qmpc_message *reply = ask(line, "agent-backtrace", "{\"depth\": 64}");
    uint64_t pc = 0;
    char path[32] = "return.0.pc";

    assert_int_equal(qmpc_get_uint64(reply, path, &pc), QMPC_OK);
    assert_true(pc == debugging_register(line, "pc"));
    for (unsigned i = 1; strcmp(hunt_function(pc), "hub_main") != 0; i++) {
        snprintf(path, sizeof path, "return.%u.pc", i);
        if (qmpc_get_uint64(reply, path, &pc) != QMPC_OK)
            fail_msg("nobody was called by hub_main: %s", qmpc_message_text(reply));
    }
    qmpc_message_free(reply);
}

static void steps_lead_out_of_the_guilty_function(struct qmpc *line)
{
    uint64_t pc = debugging_register(line, "pc");

    if (has_safepoints()) {
        expect_refusal(line, "agent-step", "{}", "GenericError",
                       "This board has only safepoints: no single steps");
        return;
    }
    for (int steps = 0; is_guilty(hunt_function(pc)); steps++) {
        assert_in_range(steps, 0, 400);
        pc = debugging_step(line, "\"over\": true", "step").pc;
    }
    assert_in_range(pc, debugging_symbol("__text_start"), debugging_symbol("__text_end"));
    assert_int_equal(hub_read(line).beats, HUB_LOG_BEATS - 1); /* it is still the same beat */
}

/* --------------------------------------------------------------------------- after */

/* The next period shows that nothing is left of the bug. */
static void mended_it_goes_on(struct qmpc *line)
{
    hunt_write(line, HUNT_FAN_BEATS, 0);
    hunt_write(line, HUNT_BUSIEST, 0);
    do_cont(line);
    hub_wait_beats(line, hub_read(line).beats + HUB_LOG_BEATS);
    expect_no_event(line);
    assert_true(hunt_read(line, HUNT_BUSIEST) <= HUNT_MOST);
    assert_true(property_uint(line, "hub", "duty") <= HUNT_MOST);
}

static void it_fails_of_something_else(struct qmpc *line)
{
    struct qmpc_message *event, *crash;
    uint64_t pc;

    hub_fail(line, "panic");
    qmpc_message_free(expect_panicked(line, "pause", "assertion"));
    event = expect_agent_stop(line, "panic", "assertion");
    pc = panic_uint(event, "data.pc");
    qmpc_message_free(event);
    crash = ask(line, "agent-last-crash", NULL);
    assert_true(qmpc_string_at_is(crash, "return.crash.message", "the hub was told to panic"));
    assert_true(qmpc_string_at_is(crash, "return.crash.place", "application"));
    assert_true(panic_uint(crash, "return.crash.pc") == pc);
    qmpc_message_free(crash);
    restart_after_panic(line);
}

static void the_bug_is_found_by_a_watchpoint(void **state)
{
    struct qmpc *line;
    uint32_t alarm;
    unsigned id;

    (void)state;
    if (board->in_rom)
        skip(); /* see where_nothing_can_be_planted_it_is_found_by_looking */
    line = debugging_start();
    the_hub_tells_nonsense(line);
    the_hub_begins_again(line);
    it_stands_before_the_bug(line);
    alarm = hunt_read(line, HUNT_ALARM_BEATS);
    id = watch_fan_beats(line);
    the_watchpoint_stops_it_in_the_act(line, id, alarm);
    registers_are_those_of_the_application(line);
    the_backtrace_leads_to_the_hub(line);
    debugging_delete(line, "watchpoint", id);
    steps_lead_out_of_the_guilty_function(line);
    mended_it_goes_on(line);
    it_fails_of_something_else(line);
}

/* Beat by beat: what is held is looked at, let go for a moment, and looked at again. */
static void where_nothing_can_be_planted_it_is_found_by_looking(void **state)
{
    struct qmpc *line;
    uint32_t alarm;
    char arguments[80];

    (void)state;
    if (!board->in_rom)
        skip();
    line = debugging_start();
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"size\": 4}",
             hunt_address(HUNT_FAN_BEATS));
    expect_refusal(line, "agent-watchpoint-add", arguments, "GenericError",
                   "The code cannot be written on this board: no watchpoints");
    the_hub_tells_nonsense(line);
    the_hub_begins_again(line);
    do_cont(line);
    hunt_provoke(line);
    alarm = hunt_read(line, HUNT_ALARM_BEATS);
    assert_true(alarm > 0 && hunt_read(line, HUNT_FAN_BEATS) <= HUNT_MOST);
    do_cont(line);
    property_wait_string(line, "hub", "state", "normal");
    do_stop(line);
    assert_int_equal(hunt_read(line, HUNT_ALARM_BEATS), 0);
    /* By the end of the next period it has moved on. */
    assert_true(hunt_read(line, HUNT_FAN_BEATS) == (uint32_t)-alarm ||
                hunt_read(line, HUNT_BUSIEST) == (uint32_t)-alarm);
    registers_are_those_of_the_application(line);
    the_backtrace_leads_to_the_hub(line);
    mended_it_goes_on(line);
    it_fails_of_something_else(line);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_bug_is_found_by_a_watchpoint),
        board_test(where_nothing_can_be_planted_it_is_found_by_looking),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
