/* test_memory_bounds.c - where memory begins and ends, exactly.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

#include <inttypes.h>

/* The desc of a read of SIZE bytes from ADDRESS on, "" when it succeeds. */
static void read_outcome(struct qmpc *line, uint64_t address, uint64_t size, char *desc,
                         size_t room)
{
    char arguments[100];
    struct qmpc_message *reply = NULL;
    int status;

    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"size\": %" PRIu64 "}",
             address, size);
    status = qmpc_command(line, "agent-memory-read", arguments, soon(), &reply);
    if (status == QMPC_E_SERVER) {
        assert_string_equal(qmpc_error_class(line), "GenericError");
        snprintf(desc, room, "%s", qmpc_error_desc(line));
    } else {
        succeeds(line, status);
        desc[0] = '\0';
    }
    qmpc_message_free(reply);
}

static void expect_readable(struct qmpc *line, uint64_t address, uint64_t size)
{
    char desc[200];

    read_outcome(line, address, size, desc, sizeof desc);
    if (desc[0])
        fail_msg("0x%" PRIx64 "+%" PRIu64 ": %s", address, size, desc);
}

static void expect_outside(struct qmpc *line, uint64_t address, uint64_t size, uint64_t first)
{
    char desc[200], expected[100];

    read_outcome(line, address, size, desc, sizeof desc);
    snprintf(expected, sizeof expected, "Address 0x%" PRIx64 " is not memory", first);
    if (strcmp(desc, expected) != 0)
        fail_msg("0x%" PRIx64 "+%" PRIu64 ": expected \"%s\", got \"%s\"", address, size, expected,
                 desc);
}

static void each_region_ends_exactly_where_it_ends(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < board->memory_count; i++) {
        const struct memory_range *range = &board->memory[i];

        expect_readable(line, range->start, 0);
        expect_readable(line, range->start, 1);
        expect_readable(line, range->end - 1, 1);
        expect_readable(line, range->end - 400, 400);
        expect_outside(line, range->end - 1, 2, range->end);
        expect_outside(line, range->end, 1, range->end);
        expect_outside(line, range->end, 0, range->end);
        expect_outside(line, range->start, range->end - range->start + 1, range->end);
        if (range->start > 0) {
            expect_outside(line, range->start - 1, 1, range->start - 1);
            expect_outside(line, range->start - 1, 2, range->start - 1);
        }
    }
}

static void an_address_that_wraps_around_is_not_memory(void **state)
{
    uint64_t start = board->memory[0].start, end = board->memory[0].end;
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    expect_outside(line, UINT64_MAX, 1, UINT64_MAX);
    expect_outside(line, UINT64_MAX, 2, UINT64_MAX);
    expect_outside(line, UINT64_MAX, UINT64_MAX, UINT64_MAX);
    expect_outside(line, start, UINT64_MAX, end);
    expect_outside(line, end - 1, UINT64_MAX, end);
    expect_outside(line, start + 8, UINT64_MAX - start - 8 + 1 + start, end);
    /* Not the same address in 32 bits. */
    expect_outside(line, start + (UINT64_C(1) << 32), 1, start + (UINT64_C(1) << 32));
    expect_outside(line, start | UINT64_C(1) << 63, 1, start | UINT64_C(1) << 63);
}

/* Device registers are no memory: reading them has side effects. */
static void writes_outside_memory_are_refused_whole(void **state)
{
    static const uint8_t before[] = {0x11, 0x22};
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    const struct memory_range *last = &board->memory[board->memory_count - 1];
    char arguments[100], desc[100];

    (void)state;
    memory_write(line, last->end - sizeof before, before, sizeof before, "hex");
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"data\": \"ffffff\"}",
             last->end - sizeof before);
    snprintf(desc, sizeof desc, "Address 0x%" PRIx64 " is not memory", last->end);
    expect_refusal(line, "agent-memory-write", arguments, "GenericError", desc);
    memory_expect(line, last->end - sizeof before, before, sizeof before, "hex");
    expect_refusal(line, "agent-memory-write", "{\"address\": 268435456, \"data\": \"00\"}",
                   "GenericError", "Address 0x10000000 is not memory");
    expect_refusal(line, "agent-memory-read", "{\"address\": 1073758208, \"size\": 4}",
                   "GenericError", "Address 0x40004000 is not memory");
}

static void negative_and_fractional_addresses_are_refused(void **state)
{
    static const char *const wrong[] = {
        "{\"address\": -1, \"size\": 1}", "{\"address\": 1.0, \"size\": 1}",
        "{\"address\": 18446744073709551616, \"size\": 1}", "{\"address\": \"0\", \"size\": 1}"};
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        expect_refusal(line, "agent-memory-read", wrong[i], "GenericError",
                       "Parameter 'address' expects uint64");
}

/* What the board announces but does not have: the reply ends before it and says so.  (Memory of
 * mps2 cannot be taken away, and e2k cannot catch the fault.) */
static void a_read_that_faults_ends_with_what_it_carried(void **state)
{
    static const char *const arguments[] = {"--", "-m", "64M"};
    const uint64_t end = board->memory[0].start + (64u << 20);
    struct qmpc_message *reply;
    uint64_t fault = 0;
    struct qmpc *line;
    size_t size;

    (void)state;
    if (!board->smaller_memory)
        skip();
    line = emulator_attach(emulator_start(
        &(struct emulator_options){.arguments = {arguments[0], arguments[1], arguments[2]}}));
    reply =
        ask(line, "agent-memory-read", "{\"address\": %" PRIu64 ", \"size\": 5000}", end - 1000);
    free(memory_of_reply(reply, &size));
    assert_int_equal(size, 1000);
    assert_int_equal(qmpc_get_uint64(reply, "return.fault", &fault), QMPC_OK);
    assert_int_equal(fault, end);
    qmpc_message_free(reply);
    reply = ask(line, "agent-memory-read", "{\"address\": %" PRIu64 ", \"size\": 1}", end);
    free(memory_of_reply(reply, &size));
    assert_int_equal(size, 0);
    qmpc_message_free(reply);
    expect_refusal(line, "agent-memory-write", "{\"address\": 2214592511, \"data\": \"aabb\"}",
                   "GenericError",
                   "Memory at 0x84000000 could not be written; what is below it was");
    memory_expect(line, end - 1, (const uint8_t[]){0xAA}, 1, "hex");
    expect_status(line, "running");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(each_region_ends_exactly_where_it_ends),
        board_test(an_address_that_wraps_around_is_not_memory),
        board_test(writes_outside_memory_are_refused_whole),
        board_test(negative_and_fractional_addresses_are_refused),
        board_test(a_read_that_faults_ends_with_what_it_carried),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
