/* test_dump.c - agent-dump: what the core file has, and what becomes of the application meanwhile.
 * (That a debugger understands it: test_dump_gdb.c; a file of the host: test_dump_file.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include <inttypes.h>
#include <poll.h>

#include "core.h"
#include "memory.h"
#include "symbol.h"

static uint64_t hub_address(void)
{
    uint64_t address = 0;

    assert_int_equal(symbol_address(board_image, "hub", &address), 0);
    return address;
}

static void a_dump_has_what_memory_has_and_the_application_goes_on(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct core core;
    struct hub in_core;
    uint32_t beats;

    (void)state;
    hub_wait_beats(line, 2);
    core = core_ask(line, NULL);
    expect_plain_event(line, "STOP");
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    core_read(&core, hub_address(), &in_core, sizeof in_core);
    beats = hub_read(line).beats;
    assert_in_range(in_core.beats, 2, beats);
    hub_wait_beats(line, beats + 2);
    core_free(&core);
}

static void a_dump_of_a_stopped_application_changes_nothing(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct core core;
    struct hub in_core, now;

    (void)state;
    hub_wait_beats(line, 2);
    do_stop(line);
    core = core_ask(line, NULL);
    expect_no_event(line);
    expect_status(line, "paused");
    core_read(&core, hub_address(), &in_core, sizeof in_core);
    now = hub_read(line);
    assert_memory_equal(&in_core, &now, sizeof now);
    core_free(&core);
    do_cont(line);
}

/* The registers are those that agent-read-registers tells. */
static void a_dump_has_the_registers(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply;
    struct core core;
    uint64_t pc;

    (void)state;
    hub_wait_beats(line, 2);
    do_stop(line);
    core = core_ask(line, NULL);
    (void)qmpc_command(line, "agent-read-registers", "{\"names\": [\"pc\"]}", soon(), &reply);
    if (qmpc_get_uint64(reply, "return.registers.0.value", &pc) == QMPC_OK) {
        assert_int_equal(core.threads, 1);
        assert_int_equal(core.pc, pc);
    } else {
        assert_int_equal(core.threads, 0); /* not known, so not made up */
    }
    qmpc_message_free(reply);
    core_free(&core);
}

static void a_dump_of_chosen_memory_is_that_memory(void **state)
{
    enum { SIZE = 1001 };
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint8_t *pattern = memory_pattern(SIZE, 5), bytes[SIZE];
    struct core core;

    (void)state;
    memory_write(line, board->scratch, pattern, SIZE, "base64");
    core = core_ask(line, "{\"begin\": %" PRIu64 ", \"length\": %d}", board->scratch, SIZE);
    assert_int_equal(core.memory, SIZE);
    core_read(&core, board->scratch, bytes, SIZE);
    assert_memory_equal(bytes, pattern, SIZE);
    core_free(&core);
    core = core_ask(line, "{\"begin\": %" PRIu64 ", \"length\": 1}", board->scratch + SIZE - 1);
    assert_int_equal(core.memory, 1);
    core_read(&core, board->scratch + SIZE - 1, bytes, 1);
    assert_int_equal(bytes[0], pattern[SIZE - 1]);
    core_free(&core);
    free(pattern);
}

static void a_dump_shows_no_breakpoints(void **state)
{
    enum { SIZE = 16 };
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint8_t before[SIZE], after[SIZE];
    uint64_t address;
    struct core core;

    (void)state;
    if (board->fault_ends_it || board->in_rom)
        skip(); /* there is nothing that could be in memory */
    assert_int_equal(symbol_address(board_image, "thermostat_beat", &address), 0);
    address &= ~UINT64_C(1); /* Thumb */
    do_stop(line);
    core = core_ask(line, "{\"begin\": %" PRIu64 ", \"length\": %d}", address, SIZE);
    core_read(&core, address, before, SIZE);
    core_free(&core);
    qmpc_message_free(ask(line, "agent-breakpoint-add", "{\"address\": %" PRIu64 "}", address));
    core = core_ask(line, "{\"begin\": %" PRIu64 ", \"length\": %d}", address, SIZE);
    core_read(&core, address, after, SIZE);
    core_free(&core);
    assert_memory_equal(before, after, SIZE);
}

static void expect_refused(struct qmpc *line, uint64_t begin, uint64_t length, const char *desc)
{
    char arguments[100];

    snprintf(arguments, sizeof arguments, "{\"begin\": %" PRIu64 ", \"length\": %" PRIu64 "}",
             begin, length);
    expect_refusal(line, "agent-dump", arguments, "GenericError", desc);
}

static void what_is_not_memory_is_refused_before_anything_happens(void **state)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char desc[100];

    (void)state;
    snprintf(desc, sizeof desc, "Address 0x%" PRIx64 " is not memory", ram->end);
    expect_refused(line, ram->end, 1, desc);
    expect_refused(line, ram->end - 4, 5, desc);
    expect_refused(line, ram->end - 4, UINT64_MAX, desc);
    expect_refused(line, ram->end - 4, 0, "Invalid parameter 'length'");
    expect_refusal(line, "agent-dump", "{\"begin\": 0}", "GenericError",
                   "Parameter 'length' is missing");
    expect_refusal(line, "agent-dump", "{\"length\": 1}", "GenericError",
                   "Parameter 'begin' is missing");
    expect_no_event(line);
    expect_status(line, "running");
}

/* A dump so long that there is time to do something meanwhile. */
static void send_long_dump(struct qmpc *line)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    char arguments[100];
    struct qmpc_request request = {"agent-dump", arguments, "\"dump\"", false};
    struct pollfd wait = {.fd = qmpc_fd(line), .events = POLLIN};

    snprintf(arguments, sizeof arguments, "{\"begin\": %" PRIu64 ", \"length\": %" PRIu64 "}",
             ram->start, ram->end - ram->start);
    succeeds(line, qmpc_send(line, &request, soon(), NULL));
    expect_plain_event(line, "STOP");
    assert_int_equal(poll(&wait, 1, 60000), 1);
}

static void a_cancelled_dump_says_so_and_lets_the_application_go_on(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &(struct qmpc_options){.oob = true});
    struct qmpc_request cancel = {"agent-cancel", NULL, "\"cancel\"", true};
    struct qmpc_message *reply;
    bool cancelled = false;
    size_t size;

    (void)state;
    succeeds(line, qmpc_attach(line, soon()));
    send_long_dump(line);
    succeeds(line, qmpc_send(line, &cancel, soon(), NULL));
    succeeds(line, qmpc_wait_reply(line, "\"dump\"", soon(), &reply));
    free(memory_of_reply(reply, &size)); /* checks size against data */
    assert_int_equal(qmpc_get_bool(reply, "return.cancelled", &cancelled), QMPC_OK);
    assert_true(cancelled);
    qmpc_message_free(reply);
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
    hub_wait_beats(line, hub_read(line).beats + 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_dump_has_what_memory_has_and_the_application_goes_on),
        board_test(a_dump_of_a_stopped_application_changes_nothing),
        board_test(a_dump_has_the_registers),
        board_test(a_dump_of_chosen_memory_is_that_memory),
        board_test(a_dump_shows_no_breakpoints),
        board_test(what_is_not_memory_is_refused_before_anything_happens),
        board_test(a_cancelled_dump_says_so_and_lets_the_application_go_on),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
