/* test_harts.c - an application on several harts: all are held, each is seen, one is stepped.
 *
 * Each worker of the sample application computes a sequence of numbers, so that its result tells
 * whether anything went wrong on the way.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"
#include "property.h"

#include <inttypes.h>

#define HARTS  4
#define ROUNDS 1000000u /* numbers in a beat, see firmware/app/workers.c */

static struct qmpc *start_with(const char *harts)
{
    const struct emulator_options options = {.arguments = {"--", "-smp", harts}};

    return emulator_attach(emulator_start(&options));
}

static const char *worker(unsigned cpu)
{
    static char path[16];

    snprintf(path, sizeof path, "worker%u", cpu);
    return path;
}

static uint64_t beats(struct qmpc *line, unsigned cpu)
{
    return property_uint(line, worker(cpu), "beats");
}

static void wait_beats(struct qmpc *line, uint64_t more)
{
    for (unsigned cpu = 1; cpu < HARTS; cpu++)
        property_wait_least(line, worker(cpu), "beats", beats(line, cpu) + more);
}

/* A board whose workers are all at work. */
static struct qmpc *start(void)
{
    struct qmpc *line = start_with("4");

    wait_beats(line, 2);
    return line;
}

static uint64_t read_pc(struct qmpc *line, unsigned cpu)
{
    struct qmpc_message *reply =
        ask(line, "agent-read-registers", "{\"cpu-index\": %u, \"names\": [\"pc\"]}", cpu);
    uint64_t pc = 0;

    assert_int_equal(qmpc_get_uint64(reply, "return.registers.0.value", &pc), QMPC_OK);
    qmpc_message_free(reply);
    return pc;
}

static bool is_halted(struct qmpc *line, unsigned cpu)
{
    char path[16];

    snprintf(path, sizeof path, "cpu%u", cpu);
    return property_bool(line, path, "halted");
}

/* The number after so many beats of worker CPU: the same step, COUNT times, by squaring. */
static uint64_t number_after(unsigned cpu, uint64_t beat_count)
{
    uint64_t factor = UINT64_C(6364136223846793005), addend = UINT64_C(1442695040888963407);
    uint64_t number = cpu;

    for (uint64_t count = beat_count * ROUNDS; count != 0; count >>= 1) {
        if (count & 1)
            number = number * factor + addend;
        addend += addend * factor;
        factor *= factor;
    }
    return number;
}

/* All are held.  A sum is written before its beat is counted. */
static void expect_right_sums(struct qmpc *line)
{
    for (unsigned cpu = 1; cpu < HARTS; cpu++) {
        uint64_t count = beats(line, cpu), sum = property_uint(line, worker(cpu), "sum");

        if (sum != number_after(cpu, count) && sum != number_after(cpu, count + 1))
            fail_msg("worker %u has %#" PRIx64 " after %" PRIu64 " beats", cpu, sum, count);
    }
}

/* --------------------------------------------------------------------- which */

static void as_many_harts_are_told_as_there_are(void **state)
{
    static const struct {
        const char *given;
        int64_t told;
    } cases[] = {{"1", 1}, {"2", 2}, {"4", 4}, {"6", HARTS}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct qmpc *line = start_with(cases[i].given);
        struct qmpc_message *reply = ask(line, "query-cpus-fast", NULL);

        for (unsigned cpu = 0; cpu <= HARTS; cpu++) {
            char path[40];
            int64_t index = -1;

            snprintf(path, sizeof path, "return.%u.cpu-index", cpu);
            (void)qmpc_get_int64(reply, path, &index);
            assert_int_equal(index, cpu < cases[i].told ? (int64_t)cpu : -1);
            snprintf(path, sizeof path, "cpu%u", cpu);
            if (cpu < HARTS)
                assert_int_equal(property_bool(line, path, "present"), cpu < cases[i].told);
        }
        qmpc_message_free(reply);
        do_command(line, "quit");
    }
}

/* ---------------------------------------------------------------- hold and go */

static void stop_holds_all_of_them_and_cont_lets_all_go(void **state)
{
    struct qmpc *line = start();

    (void)state;
    for (int i = 0; i < 20; i++) {
        uint64_t held[HARTS];

        do_stop(line);
        for (unsigned cpu = 1; cpu < HARTS; cpu++) {
            held[cpu] = beats(line, cpu);
            assert_true(is_halted(line, cpu));
        }
        pause_ms(20);
        for (unsigned cpu = 1; cpu < HARTS; cpu++)
            assert_int_equal(beats(line, cpu), held[cpu]);
        expect_right_sums(line);
        do_cont(line);
        wait_beats(line, 1);
    }
}

static void registers_are_those_of_each_hart(void **state)
{
    struct qmpc *line = start();
    struct qmpc_message *reply;
    uint64_t sp[HARTS], id;

    (void)state;
    do_stop(line);
    for (unsigned cpu = 0; cpu < HARTS; cpu++) {
        reply = ask(line, "agent-read-registers",
                    "{\"cpu-index\": %u, \"names\": [\"sp\", \"mhartid\"]}", cpu);
        assert_int_equal(qmpc_get_uint64(reply, "return.registers.0.value", &sp[cpu]), QMPC_OK);
        assert_int_equal(qmpc_get_uint64(reply, "return.registers.1.value", &id), QMPC_OK);
        assert_int_equal(id, cpu);
        qmpc_message_free(reply);
        for (unsigned other = 0; other < cpu; other++)
            assert_true(sp[cpu] - sp[other] >= 4096 && sp[other] - sp[cpu] >= 4096);
    }
}

/* AGENT_STOP for REASON, with STOP before it. */
static struct stop expect_stop(struct qmpc *line, const char *reason)
{
    struct stop stop = {.cpu = UINT64_MAX};
    struct qmpc_message *event;

    expect_plain_event(line, "STOP");
    event = expect_event(line, "AGENT_STOP");
    if (!qmpc_string_at_is(event, "data.reason", reason))
        fail_msg("expected %s: %s", reason, qmpc_message_text(event));
    (void)qmpc_get_uint64(event, "data.cpu-index", &stop.cpu);
    (void)qmpc_get_uint64(event, "data.pc", &stop.pc);
    qmpc_message_free(event);
    assert_in_range(stop.cpu, 0, HARTS - 1);
    assert_true(read_pc(line, (unsigned)stop.cpu) == stop.pc);
    return stop;
}

static void step(struct qmpc *line, unsigned cpu, unsigned count)
{
    qmpc_message_free(ask(line, "agent-step", "{\"cpu-index\": %u, \"count\": %u}", cpu, count));
    expect_plain_event(line, "RESUME");
    assert_int_equal(expect_stop(line, "step").cpu, cpu);
}

static void one_is_stepped_and_the_others_stand(void **state)
{
    struct qmpc *line = start();

    (void)state;
    do_stop(line);
    for (unsigned i = 0; i < 60; i++) {
        unsigned cpu = 1 + i % (HARTS - 1);
        uint64_t pc[HARTS], counted[HARTS];

        for (unsigned other = 0; other < HARTS; other++)
            pc[other] = read_pc(line, other);
        for (unsigned other = 1; other < HARTS; other++)
            counted[other] = beats(line, other);
        step(line, cpu, 1 + i * 7);
        for (unsigned other = 0; other < HARTS; other++) {
            if (other == cpu)
                continue;
            assert_true(read_pc(line, other) == pc[other]);
            assert_true(other == 0 || beats(line, other) == counted[other]);
        }
    }
    do_cont(line);
    wait_beats(line, 2);
    do_stop(line);
    expect_right_sums(line);
}

/* -------------------------------------------------------------------- its stops */

static void a_breakpoint_stops_the_hart_that_comes_to_it_and_holds_all(void **state)
{
    struct qmpc *line = start();
    struct stop stop;
    uint64_t address, held;
    unsigned id;

    (void)state;
    do_stop(line);
    address = read_pc(line, 2); /* in the loop of all of them */
    id = debugging_break(line, address, "");
    for (int i = 0; i < 30; i++) {
        do_cont(line);
        stop = expect_stop(line, "breakpoint");
        assert_in_range(stop.cpu, 1, HARTS - 1);
        assert_true(stop.pc == address);
    }
    held = beats(line, 1);
    pause_ms(20);
    assert_int_equal(beats(line, 1), held);
    debugging_delete(line, "breakpoint", id);
    do_cont(line);
    wait_beats(line, 2);
    expect_no_event(line);
    do_stop(line);
    expect_right_sums(line);
}

/* Several come to one that is gone when the agent looks at why they came. */
static void a_breakpoint_taken_away_before_their_eyes_is_no_fault_of_theirs(void **state)
{
    static const uint8_t loop[] = {0x01, 0x00, 0xfd, 0xbf}; /* nop; j to it */
    struct qmpc *line = start();

    (void)state;
    do_stop(line);
    memory_write(line, board->scratch, loop, sizeof loop, "hex");
    for (unsigned cpu = 1; cpu < HARTS; cpu++)
        qmpc_message_free(ask(line, "agent-write-registers",
                              "{\"cpu-index\": %u, \"registers\": [{\"name\": \"pc\", "
                              "\"value\": %u}]}",
                              cpu, (unsigned)board->scratch));
    do_cont(line);
    for (int i = 0; i < 200; i++)
        debugging_delete(line, "breakpoint",
                         debugging_break(line, board->scratch, ", \"ignore\": 4000000000"));
    expect_no_event(line);
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    wait_beats(line, 2);
}

static void a_watchpoint_stops_the_hart_that_writes(void **state)
{
    struct qmpc *line = start();
    uint64_t sum = debugging_symbol("workers") + 2 * 16 + 8; /* of worker 2 */
    struct qmpc_message *reply;

    (void)state;
    reply = ask(line, "agent-watchpoint-add", "{\"address\": %" PRIu64 ", \"size\": 8}", sum);
    qmpc_message_free(reply);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(expect_stop(line, "watchpoint").cpu, 2);
        assert_true(property_uint(line, worker(2), "sum") == number_after(2, beats(line, 2) + 1));
        do_cont(line);
    }
}

static void a_fault_of_a_hart_is_that_of_the_application(void **state)
{
    struct qmpc *line = start();
    struct qmpc_message *event;
    uint64_t cpu = 0;

    (void)state;
    do_stop(line);
    qmpc_message_free(ask(line, "agent-write-registers",
                          "{\"cpu-index\": 3, \"registers\": [{\"name\": \"pc\", "
                          "\"value\": 8}]}"));
    do_command(line, "cont");
    expect_plain_event(line, "RESUME");
    event = expect_event(line, "GUEST_PANICKED");
    assert_true(qmpc_string_at_is(event, "data.info.cause", "instruction-access"));
    assert_int_equal(qmpc_get_uint64(event, "data.info.cpu-index", &cpu), QMPC_OK);
    assert_int_equal(cpu, 3);
    qmpc_message_free(event);
    assert_int_equal(expect_stop(line, "fault").cpu, 3);
    expect_status(line, "guest-panicked");
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
    do_cont(line);
    wait_beats(line, 2);
    do_stop(line);
    expect_right_sums(line);
}

/* The agent lets it come there twice before it believes it. */
static void a_break_of_a_hart_s_own_is_told(void **state)
{
    static const uint8_t code[] = {0x02, 0x90, 0xfd, 0xbf}; /* c.ebreak; j to it */
    struct qmpc *line = start();
    struct qmpc_message *event;

    (void)state;
    do_stop(line);
    memory_write(line, board->scratch, code, sizeof code, "hex");
    for (unsigned cpu = 1; cpu < HARTS; cpu++) {
        qmpc_message_free(ask(line, "agent-write-registers",
                              "{\"cpu-index\": %u, \"registers\": [{\"name\": \"pc\", "
                              "\"value\": %u}]}",
                              cpu, (unsigned)board->scratch));
        do_cont(line);
        event = expect_event(line, "GUEST_PANICKED");
        assert_true(qmpc_string_at_is(event, "data.info.cause", "breakpoint"));
        qmpc_message_free(event);
        assert_int_equal(expect_stop(line, "fault").cpu, cpu);
        do_command(line, "system_reset");
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
        do_cont(line);
        wait_beats(line, 2);
        do_stop(line);
    }
}

static void a_restart_takes_them_away_from_the_application(void **state)
{
    struct qmpc *line = start();

    (void)state;
    for (int i = 0; i < 5; i++) {
        do_stop(line);
        do_command(line, "system_reset");
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
        for (unsigned cpu = 1; cpu < HARTS; cpu++) {
            assert_int_equal(beats(line, cpu), 0);
            assert_int_equal(property_uint(line, worker(cpu), "sum"), 0);
        }
        do_cont(line);
        wait_beats(line, 2);
        do_command(line, "system_reset"); /* while all of them run */
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
        wait_beats(line, 2);
    }
    do_stop(line);
    expect_right_sums(line);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(as_many_harts_are_told_as_there_are),
        board_test(stop_holds_all_of_them_and_cont_lets_all_go),
        board_test(registers_are_those_of_each_hart),
        board_test(one_is_stepped_and_the_others_stand),
        board_test(a_breakpoint_stops_the_hart_that_comes_to_it_and_holds_all),
        board_test(a_breakpoint_taken_away_before_their_eyes_is_no_fault_of_theirs),
        board_test(a_watchpoint_stops_the_hart_that_writes),
        board_test(a_fault_of_a_hart_is_that_of_the_application),
        board_test(a_break_of_a_hart_s_own_is_told),
        board_test(a_restart_takes_them_away_from_the_application),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
