/* test_mmio.c - registers of devices by address and width, and addresses where there is nothing.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include <inttypes.h>

/* A register that always reads the same, and one that keeps what is written and nobody uses. */
static const struct device {
    const char *board; /* its name begins so */
    uint64_t constant;
    unsigned constant_width;
    uint64_t value;
    uint64_t kept;
    unsigned kept_width;
    uint64_t written;
    uint64_t nowhere; /* there is nothing at all */
} devices[] = {
    /* Magic value of a virtio-mmio slot; scratch register of the 16550. */
    {"riscv-virt", 0x10001000, 4, 0x74726976, 0x10000007, 1, 0xA5, 0x9000000},
    /* Of a CMSDK timer: its first number of identification, and what it counts down from. */
    {"mps2-an385", 0x40000fe0, 4, 0x22, 0x40000008, 4, 0x12345, 0x60000000},
    /* The EXTI's software event register, and how far timer 3 counts. */
    {"netduinoplus2", 0x40013c10, 4, 0, 0x4000042c, 4, 0x1234, 0x60000000},
    /* Vendor of the PCI bridge, and its interrupt line. */
    {"e2k", 0x200000000, 2, 0x1fff, 0x20000003c, 1, 0x5A, 0x60000000},
};

static const struct device *device(void)
{
    for (size_t i = 0; i < COUNT(devices); i++)
        if (strncmp(devices[i].board, board->name, strlen(devices[i].board)) == 0)
            return &devices[i];
    fail_msg("nothing is known of %s", board->name);
    return NULL;
}

static uint64_t read_one(struct qmpc *line, uint64_t address, unsigned width)
{
    struct qmpc_message *reply =
        ask(line, "agent-mmio-read", "{\"address\": %" PRIu64 ", \"width\": %u}", address, width);
    uint64_t value = 0;

    assert_int_equal(qmpc_get_uint64(reply, "return.values.0", &value), QMPC_OK);
    assert_int_equal(qmpc_json_count(qmpc_get(reply, "return.values")), 1);
    qmpc_message_free(reply);
    return value;
}

static void a_register_is_read(void **state)
{
    const struct device *d = device();
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    assert_int_equal(read_one(line, d->constant, d->constant_width), d->value);
}

static void a_register_keeps_what_is_written(void **state)
{
    const struct device *d = device();
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (uint64_t value = d->written; value; value >>= 3) {
        qmpc_message_free(ask(line, "agent-mmio-write",
                              "{\"address\": %" PRIu64 ", \"width\": %u, \"value\": %" PRIu64 "}",
                              d->kept, d->kept_width, value));
        assert_int_equal(read_one(line, d->kept, d->kept_width), value);
    }
}

/* Registers of 8, 16, 32 and 64 bits of QEMU's "virt" machine. */
static void each_width_reaches_a_register_of_that_width(void **state)
{
    struct qmpc *line;
    uint64_t time;

    (void)state;
    if (strcmp(board->target, "riscv64") != 0)
        skip();
    line = emulator_attach(emulator_start(NULL));
    assert_int_equal(read_one(line, 0x10000005, 1) & 0x20, 0x20); /* 16550: room to send */
    assert_int_equal(read_one(line, 0x30000000, 2), 0x1b36);      /* the PCI host's vendor */
    assert_int_equal(read_one(line, 0x30000000, 4), 0x00081b36);
    time = read_one(line, 0x200bff8, 8); /* mtime */
    assert_true(read_one(line, 0x200bff8, 8) > time);
    assert_true(read_one(line, 0x200bffc, 4) == time >> 32);
}

/* The access faults, or the board knows beforehand that it would. */
static void where_nothing_is_that_is_told_and_the_board_lives(void **state)
{
    uint64_t nowhere = device()->nowhere, fault = 0;
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char arguments[100], desc[100];

    (void)state;
    snprintf(desc, sizeof desc,
             board->fault_ends_it ? "There is no register of that width at 0x%" PRIx64
                                  : "The register at 0x%" PRIx64 " could not be written",
             nowhere);
    for (unsigned width = 1; width <= 4; width *= 2) {
        struct qmpc_message *reply;

        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"width\": %u, \"value\": 1}", nowhere, width);
        expect_refusal(line, "agent-mmio-write", arguments, "GenericError", desc);
        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"width\": %u, \"count\": 3}", nowhere, width);
        if (board->fault_ends_it) {
            expect_refusal(line, "agent-mmio-read", arguments, "GenericError", desc);
            continue;
        }
        reply = ask(line, "agent-mmio-read", "%s", arguments);
        assert_int_equal(qmpc_json_count(qmpc_get(reply, "return.values")), 0);
        assert_int_equal(qmpc_get_uint64(reply, "return.fault", &fault), QMPC_OK);
        assert_int_equal(fault, nowhere);
        qmpc_message_free(reply);
    }
    expect_status(line, "running");
}

/* What ends the emulated machine is known beforehand. */
static void what_would_end_the_machine_is_refused_by_name(void **state)
{
    static const struct {
        const char *arguments, *desc;
    } rows[] = {
        {"{\"address\": 2147487746, \"width\": 4}",
         "Address 0x80001002 is not a multiple of the width"},
        {"{\"address\": 2147487744, \"width\": 4}",
         "There is no register of that width at 0x80001000"},
        {"{\"address\": 2147487744, \"width\": 1, \"count\": 5}",
         "There is no register of that width at 0x80001004"},
        {"{\"address\": 4276093856, \"width\": 8}",
         "There is no register of that width at 0xfee003a0"},
        {"{\"address\": 4276093824, \"width\": 4, \"count\": 2}",
         "There is no register of that width at 0xfee00384"},
        {"{\"address\": 8589934592, \"width\": 8}",
         "There is no register of that width at 0x200000000"},
        {"{\"address\": 8589934844, \"width\": 4, \"count\": 2}",
         "There is no register of that width at 0x200000100"},
    };
    struct qmpc *line;

    (void)state;
    if (!board->fault_ends_it)
        skip();
    line = emulator_attach(emulator_start(NULL));
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_refusal(line, "agent-mmio-read", rows[i].arguments, "GenericError", rows[i].desc);
    expect_refusal(line, "agent-mmio-write",
                   "{\"address\": 4276093840, \"width\": 4, \"value\": 1}", "GenericError",
                   "There is no register of that width at 0xfee00390");
    expect_status(line, "running");
}

static void memory_is_for_the_commands_of_memory(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char arguments[100], desc[100];

    (void)state;
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"width\": 4}",
             board->scratch);
    snprintf(desc, sizeof desc, "Address 0x%" PRIx64 " is memory, see agent-memory-read",
             board->scratch);
    expect_refusal(line, "agent-mmio-read", arguments, "GenericError", desc);
}

static void words_of_64_bits_are_for_processors_that_have_them(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    if (strcmp(board->target, "arm") == 0) {
        expect_refusal(line, "agent-mmio-read", "{\"address\": 1073741824, \"width\": 8}",
                       "GenericError", "Parameter 'width' expects 1, 2 or 4");
        expect_refusal(line, "agent-mmio-read", "{\"address\": 4294967296, \"width\": 4}",
                       "GenericError", "There is no address 0x100000000");
    } else {
        expect_refusal(line, "agent-mmio-read", "{\"address\": 1073741824, \"width\": 16}",
                       "GenericError", "Parameter 'width' expects 1, 2, 4 or 8");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_register_is_read),
        board_test(a_register_keeps_what_is_written),
        board_test(each_width_reaches_a_register_of_that_width),
        board_test(where_nothing_is_that_is_told_and_the_board_lives),
        board_test(what_would_end_the_machine_is_refused_by_name),
        board_test(memory_is_for_the_commands_of_memory),
        board_test(words_of_64_bits_are_for_processors_that_have_them),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
