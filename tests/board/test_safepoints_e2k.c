/* test_safepoints_e2k.c - what a debugger sees and does on e2k: the application is a RISC-V
 * program that stops at its safepoints.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "symbol.h"

/* `bnez rs1, backwards`: opcode and funct3, rs2 = 0, and the sign of the displacement. */
#define BNEZ_BACK      0x80001063u
#define BNEZ_BACK_BITS 0x81f0707fu

/* Of the RISC-V program, which is beside the image. */
static uint64_t symbol(const char *name)
{
    uint64_t address = 0;
    char path[4096];

    snprintf(path, sizeof path, "%.*s.riscv.elf", (int)(strlen(board_image) - strlen(".elf")),
             board_image);
    assert_int_equal(symbol_address(path, name, &address), 0);
    return address;
}

static uint64_t member(size_t offset)
{
    return symbol("hub") + offset;
}

/* The value of register NAME; false: it is not known. */
static bool read_register(struct qmpc *line, const char *name, uint64_t *value)
{
    struct qmpc_message *reply = ask(line, "agent-read-registers", "{\"names\": [\"%s\"]}", name);
    bool known = qmpc_get_uint64(reply, "return.registers.0.value", value) == 0;

    qmpc_message_free(reply);
    return known;
}

static uint64_t known_register(struct qmpc *line, const char *name)
{
    uint64_t value = 0;

    assert_true(read_register(line, name, &value));
    return value;
}

static void write_register(struct qmpc *line, const char *name, uint64_t value)
{
    qmpc_message_free(ask(line, "agent-write-registers",
                          "{\"registers\": [{\"name\": \"%s\", \"value\": %llu}]}", name,
                          (unsigned long long)value));
}

static uint32_t instruction_at(struct qmpc *line, uint64_t address)
{
    struct qmpc_message *reply = ask(line, "agent-memory-read", "{\"address\": %llu, \"size\": 4}",
                                     (unsigned long long)address);
    size_t size;
    uint8_t *bytes = memory_of_reply(reply, &size);
    uint32_t word = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (uint32_t)bytes[3] << 24;

    free(bytes);
    return word;
}

/* The application has stopped by itself, for REASON: where. */
static uint64_t expect_stop(struct qmpc *line, const char *reason)
{
    struct qmpc_message *event;
    uint64_t pc = 0;

    expect_plain_event(line, "STOP");
    event = expect_event(line, "AGENT_STOP");
    assert_true(qmpc_string_at_is(event, "data.reason", reason));
    assert_int_equal(qmpc_get_uint64(event, "data.pc", &pc), 0);
    qmpc_message_free(event);
    assert_int_equal(known_register(line, "pc"), pc);
    return pc;
}

static struct qmpc *start(bool paused)
{
    const struct emulator_options options = {.paused = paused};

    return emulator_attach(emulator_start(&options));
}

static void before_the_application_runs_it_stands_at_its_entry(void **state)
{
    struct qmpc *line = start(true);

    (void)state;
    assert_int_equal(known_register(line, "pc"), symbol("application_main"));
    assert_int_equal(known_register(line, "sp"), symbol("__app_stack_top"));
    assert_int_equal(known_register(line, "ra"), 0);
    do_cont(line);
    hub_wait_beats(line, 3);
    do_stop(line);
    assert_true(known_register(line, "sp") < symbol("__app_stack_top"));
    /* Asked for, it stands there again at once. */
    do_command(line, "system_reset");
    qmpc_message_free(expect_event(line, "RESET"));
    assert_int_equal(known_register(line, "pc"), symbol("application_main"));
    assert_int_equal(known_register(line, "sp"), symbol("__app_stack_top"));
}

/* The hub hangs with `while (hub.base.hang);`: a load, and a branch back that is not yet done. */
static void a_register_written_in_a_loop_is_what_the_loop_goes_on_with(void **state)
{
    struct qmpc *line = start(false);
    uint32_t beats, branch;
    char name[8];
    uint64_t value;

    (void)state;
    hub_wait_beats(line, 2);
    beats = hub_hang(line);
    do_stop(line);
    branch = instruction_at(line, known_register(line, "pc"));
    assert_int_equal(branch & BNEZ_BACK_BITS, BNEZ_BACK);
    assert_in_range(branch >> 15 & 31, 10, 17);
    snprintf(name, sizeof name, "a%u", (unsigned)((branch >> 15 & 31) - 10));
    assert_int_equal(known_register(line, name), 1);
    write_register(line, name, 0);
    do_cont(line);
    while (hub_read(line).beats == beats)
        pause_ms(20);
    /* It hangs again after one period, as what is in memory did not change. */
    pause_ms(300);
    assert_int_equal(hub_read(line).beats, beats + 1);
    do_stop(line);
    assert_true(read_register(line, name, &value));
    assert_int_equal(value, 1);
}

static void pc_cannot_be_written(void **state)
{
    struct qmpc *line = start(true);

    (void)state;
    expect_refusal(line, "agent-write-registers",
                   "{\"registers\": [{\"name\": \"pc\", \"value\": 0}]}", "GenericError",
                   "Register 'pc' cannot be written");
}

/* A function keeps s0 to s11; nobody can say what it leaves in the others. */
static void in_a_call_of_board_poll_only_what_it_keeps_is_known(void **state)
{
    struct qmpc *line = start(false);
    uint64_t value;
    struct qmpc_message *reply;

    (void)state;
    hub_wait_beats(line, 2);
    do_stop(line);
    assert_true(read_register(line, "s0", &value) && read_register(line, "s11", &value));
    assert_false(read_register(line, "a0", &value));
    assert_false(read_register(line, "t6", &value));
    assert_false(read_register(line, "ra", &value));
    /* It stands at the call, an auipc of ra, and has come there from hub_main(). */
    value = known_register(line, "pc");
    assert_int_equal(instruction_at(line, value) & 0xfff, 1 << 7 | 0x17);
    reply = ask(line, "agent-backtrace", NULL);
    assert_int_equal(qmpc_get_uint64(reply, "return.1.pc", &value), 0);
    assert_in_range(value, symbol("hub_main"), symbol("application_main"));
    qmpc_message_free(reply);
}

static void a_breakpoint_at_a_function_stops_at_its_first_instruction(void **state)
{
    struct qmpc *line = start(true);
    uint64_t top = symbol("__app_stack_top");

    (void)state;
    qmpc_message_free(ask(line, "agent-breakpoint-add", "{\"address\": %llu}",
                          (unsigned long long)symbol("hub_main")));
    do_cont(line);
    assert_int_equal(expect_stop(line, "breakpoint"), symbol("hub_main"));
    assert_in_range(known_register(line, "sp"), top - 64, top);
    assert_in_range(known_register(line, "ra"), symbol("application_main"),
                    symbol("application_main") + 64);
    assert_int_equal(hub_read(line).beats, 0);
    do_cont(line);
    hub_wait_beats(line, 5);
}

static void a_breakpoint_elsewhere_is_refused_with_the_next_that_can_be(void **state)
{
    struct qmpc *line = start(true);
    uint64_t next = symbol("hub_main");
    char arguments[64], desc[160];

    (void)state;
    snprintf(arguments, sizeof arguments, "{\"address\": %llu}", (unsigned long long)next - 4);
    snprintf(desc, sizeof desc,
             "The application can be stopped only at safepoints; the next one is at 0x%llx",
             (unsigned long long)next);
    expect_refusal(line, "agent-breakpoint-add", arguments, "GenericError", desc);
}

static void a_watchpoint_stops_at_the_first_safepoint_behind_a_change(void **state)
{
    struct qmpc *line = start(false);
    uint64_t pc, beats;

    (void)state;
    hub_wait_beats(line, 2);
    qmpc_message_free(ask(line, "agent-watchpoint-add", "{\"address\": %llu, \"size\": 4}",
                          (unsigned long long)member(offsetof(struct hub, beats))));
    pc = expect_stop(line, "watchpoint");
    assert_in_range(pc, symbol("__code_start"), symbol("e2k_safepoint"));
    beats = hub_read(line).beats;
    for (unsigned i = 1; i <= 3; i++) {
        do_cont(line);
        assert_int_equal(expect_stop(line, "watchpoint"), pc);
        assert_int_equal(hub_read(line).beats, beats + i);
    }
}

static void there_are_no_steps(void **state)
{
    struct qmpc *line = start(true);

    (void)state;
    expect_refusal(line, "agent-step", "{}", "GenericError",
                   "This board has only safepoints: no single steps");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(before_the_application_runs_it_stands_at_its_entry),
        board_test(a_register_written_in_a_loop_is_what_the_loop_goes_on_with),
        board_test(pc_cannot_be_written),
        board_test(in_a_call_of_board_poll_only_what_it_keeps_is_known),
        board_test(a_breakpoint_at_a_function_stops_at_its_first_instruction),
        board_test(a_breakpoint_elsewhere_is_refused_with_the_next_that_can_be),
        board_test(a_watchpoint_stops_at_the_first_safepoint_behind_a_change),
        board_test(there_are_no_steps),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
