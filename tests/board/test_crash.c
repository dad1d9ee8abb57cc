/* test_crash.c - agent-last-crash: what is left of a crash behind a reset of the board.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "panic.h"
#include "symbol.h"

/* What an instruction that is none looks like. */
static const uint8_t riscv_illegal[] = {0x00, 0x00}, arm_illegal[] = {0x00, 0xde};

static struct qmpc_message *last_crash(struct qmpc *line)
{
    struct qmpc_message *reply = ask(line, "agent-last-crash", NULL);
    bool present = false;

    assert_int_equal(qmpc_get_bool(reply, "return.present", &present), QMPC_OK);
    if (!present)
        fail_msg("there is no crash");
    return reply;
}

static void expect_no_crash(struct qmpc *line)
{
    struct qmpc_message *reply = ask(line, "agent-last-crash", NULL);

    assert_int_equal(qmpc_json_count(qmpc_get(reply, "return")), 1);
    qmpc_message_free(reply);
}

static void expect_number(const struct qmpc_message *reply, const char *path, uint64_t value)
{
    if (panic_uint(reply, path) != value)
        fail_msg("%s is not %llu: %s", path, (unsigned long long)value, qmpc_message_text(reply));
}

/* The registers of two replies are the same. */
static void expect_same_registers(const struct qmpc_message *a, const char *at,
                                  const struct qmpc_message *b, const char *there)
{
    struct qmpc_json first = qmpc_get(a, at), second = qmpc_get(b, there);

    assert_true(qmpc_json_count(first) > 10);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.text, second.text, first.length);
}

static void a_crash_is_kept_over_a_reset_of_the_board(void **state)
{
    struct emulator *emulator;
    struct qmpc *line;
    struct qmpc_message *before, *after;

    (void)state;
    if (board->fault_ends_it)
        skip(); /* see a_crash_is_told_until_it_is_cleared: a reset loads the image again */
    emulator = emulator_start(&(struct emulator_options){.monitor = true});
    line = emulator_attach(emulator);
    expect_no_crash(line);
    hub_wait_beats(line, 1);
    hub_fail(line, "panic");
    qmpc_message_free(expect_panicked(line, "pause", "assertion"));
    qmpc_message_free(expect_agent_stop(line, "panic", "assertion"));
    before = last_crash(line);
    expect_number(before, "return.crash.resets", 0);
    for (unsigned resets = 1; resets <= 2; resets++) {
        emulator_reset(emulator);
        succeeds(line, qmpc_read_greeting(line, soon()));
        succeeds(line, qmpc_attach(line, soon()));
        after = last_crash(line);
        assert_true(qmpc_string_at_is(after, "return.crash.place", "application"));
        assert_true(qmpc_string_at_is(after, "return.crash.message", "the hub was told to panic"));
        expect_number(after, "return.crash.resets", resets);
        expect_number(after, "return.crash.count", 1);
        expect_number(after, "return.crash.clock", panic_uint(before, "return.crash.clock"));
        expect_same_registers(before, "return.crash.registers", after, "return.crash.registers");
        qmpc_message_free(after);
    }
    qmpc_message_free(before);
    /* It runs as ever. */
    hub_wait_beats(line, 3);
}

static void a_crash_is_told_until_it_is_cleared(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *crash, *registers;

    (void)state;
    hub_wait_beats(line, 1);
    hub_fail(line, "panic");
    qmpc_message_free(expect_panicked(line, "pause", "assertion"));
    qmpc_message_free(expect_agent_stop(line, "panic", "assertion"));
    crash = last_crash(line);
    registers = ask(line, "agent-read-registers", NULL);
    expect_same_registers(crash, "return.crash.registers", registers, "return.registers");
    qmpc_message_free(registers);
    qmpc_message_free(crash);
    /* A restart of the application is no reset of the board. */
    restart_after_panic(line);
    crash = ask(line, "agent-last-crash", "{\"clear\": true}");
    expect_number(crash, "return.crash.count", 1);
    expect_number(crash, "return.crash.resets", 0);
    qmpc_message_free(crash);
    expect_no_crash(line);
}

/* An instruction that is none is planted in the agent itself. */
static void a_fault_of_the_agent_resets_the_board_and_is_told(void **state)
{
    bool riscv = strcmp(board->target, "riscv64") == 0;
    struct qmpc_message *crash;
    struct qmpc *line;
    uint64_t address;

    (void)state;
    if (board->fault_ends_it || board->in_rom)
        skip(); /* nothing can be planted, or the emulator ends */
    line = emulator_attach(emulator_start(NULL));
    hub_wait_beats(line, 1);
    assert_int_equal(symbol_address(board_image, "agent_query_name", &address), 0);
    address &= ~UINT64_C(1); /* of a Thumb function */
    memory_write(line, address, riscv ? riscv_illegal : arm_illegal, 2, "hex");
    send_text(line, "{\"execute\": \"query-name\"}");
    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_attach(line, soon()));
    crash = last_crash(line);
    assert_true(qmpc_string_at_is(crash, "return.crash.place", "agent"));
    assert_true(qmpc_string_at_is(crash, "return.crash.cause", "illegal-instruction"));
    expect_number(crash, "return.crash.pc", address);
    expect_number(crash, "return.crash.resets", 1);
    qmpc_message_free(crash);
    hub_wait_beats(line, 3);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_crash_is_kept_over_a_reset_of_the_board),
        board_test(a_crash_is_told_until_it_is_cleared),
        board_test(a_fault_of_the_agent_resets_the_board_and_is_told),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
