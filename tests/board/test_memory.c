/* test_memory.c - what is written into memory is read back, in both formats.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "symbol.h"

#include <inttypes.h>
#include <unistd.h>

/* A message of the default size holds 64 KiB as base64, but not as hex.  What a board's
 * messages do not hold is left out there. */
static const struct {
    size_t size;
    const char *format;
} trips[] = {
    {0, "hex"},      {1, "hex"},       {2, "hex"},        {3, "hex"},      {383, "hex"},
    {384, "hex"},    {385, "hex"},     {4095, "hex"},     {16384, "hex"},  {0, "base64"},
    {1, "base64"},   {2, "base64"},    {3, "base64"},     {383, "base64"}, {384, "base64"},
    {385, "base64"}, {4095, "base64"}, {65536, "base64"},
};

/* A request that writes SIZE bytes, with room for its other members. */
static size_t message_of(size_t size, const char *format)
{
    return 150 + (strcmp(format, "hex") == 0 ? 2 * size : (size + 2) / 3 * 4);
}

static void what_is_written_is_read_back_and_nothing_around_it_is_touched(void **state)
{
    static const uint8_t fence[] = {0x5A, 0xA5, 0x3C, 0xC3};
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    size_t limit = (size_t)ask_int(line, "agent-limits", "return.message-size");

    (void)state;
    for (size_t i = 0; i < COUNT(trips); i++) {
        uint64_t at = board->scratch + 1 + i; /* of any alignment */
        size_t size = trips[i].size;
        uint8_t *bytes;

        if (message_of(size, trips[i].format) > limit)
            continue;
        bytes = memory_pattern(size, (uint32_t)i + 1);
        memory_write(line, at - sizeof fence, fence, sizeof fence, "hex");
        memory_write(line, at + size, fence, sizeof fence, "hex");
        memory_write(line, at, bytes, size, trips[i].format);
        memory_expect(line, at, bytes, size, trips[i].format);
        memory_expect(line, at - sizeof fence, fence, sizeof fence, "hex");
        memory_expect(line, at + size, fence, sizeof fence, "base64");
        free(bytes);
    }
}

static void hex_is_taken_in_both_cases_and_given_in_lower(void **state)
{
    static const uint8_t bytes[] = {0xAB, 0xCD, 0xEF, 0x01, 0x9A};
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply;

    (void)state;
    qmpc_message_free(ask(line, "agent-memory-write",
                          "{\"address\": %" PRIu64 ", \"data\": \"aBcDEf019A\"}", board->scratch));
    memory_expect(line, board->scratch, bytes, sizeof bytes, "base64");
    reply =
        ask(line, "agent-memory-read", "{\"address\": %" PRIu64 ", \"size\": 5}", board->scratch);
    assert_true(qmpc_string_at_is(reply, "return.data", "abcdef019a"));
    assert_true(qmpc_string_at_is(reply, "return.format", "hex"));
    qmpc_message_free(reply);
}

static void a_wrong_character_of_data_is_named_and_nothing_is_written(void **state)
{
    static const struct {
        const char *data, *format;
        unsigned position;
    } wrongs[] = {
        {"g0", "hex", 0},        {"0g", "hex", 1},      {"0011 22", "hex", 4},
        {"0", "hex", 1},         {"00112", "hex", 5},   {"0x00", "hex", 1},
        {"00\\u00e9", "hex", 2}, {"AAA", "base64", 3},  {"AAAA A==", "base64", 4},
        {"A===", "base64", 1},   {"AA=A", "base64", 2}, {"AAAA=AAA", "base64", 4},
        {"AB==", "base64", 1},   {"AAB=", "base64", 2}, {"AA-_", "base64", 2},
    };
    static const uint8_t before[] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    memory_write(line, board->scratch, before, sizeof before, "hex");
    for (size_t i = 0; i < COUNT(wrongs); i++) {
        char arguments[160], desc[100];

        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"data\": \"%s\", \"format\": \"%s\"}", board->scratch,
                 wrongs[i].data, wrongs[i].format);
        snprintf(desc, sizeof desc, "Parameter 'data' is not of its format at character %u",
                 wrongs[i].position);
        expect_refusal(line, "agent-memory-write", arguments, "GenericError", desc);
    }
    memory_expect(line, board->scratch, before, sizeof before, "hex");
}

static void expect_pattern(void)
{
    uint8_t *bytes = memory_pattern(board->stream_size, 99);
    char file[] = "/tmp/e2kmon-pattern-XXXXXX", device[128];
    int fd = mkstemp(file);
    struct qmpc *line;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, board->stream_size), board->stream_size);
    close(fd);
    snprintf(device, sizeof device, "loader,file=%s,addr=0x%" PRIx64 ",force-raw=on", file,
             board->scratch);
    line = emulator_attach(
        emulator_start(&(struct emulator_options){.arguments = {"--", "-device", device}}));
    unlink(file);
    memory_expect(line, board->scratch, bytes, board->stream_size, "base64");
    expect_status(line, "running");
    free(bytes);
}

static void expect_image(void)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint64_t address = 0;
    size_t size = 0;
    uint8_t *bytes = symbol_segment(board_image, &address, &size);

    assert_non_null(bytes);
    assert_in_range(size, board->stream_size, SIZE_MAX);
    memory_expect(line, address, bytes, size, "base64");
    expect_status(line, "running");
    free(bytes);
}

/* Memory is filled by the emulator, so that nothing of ours made both: with a pattern where
 * the emulator can, else with the image. */
static void a_large_read_is_streamed_without_a_wrong_byte(void **state)
{
    (void)state;
    if (board->is_qemu)
        expect_pattern();
    else
        expect_image();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(what_is_written_is_read_back_and_nothing_around_it_is_touched),
        board_test(hex_is_taken_in_both_cases_and_given_in_lower),
        board_test(a_wrong_character_of_data_is_named_and_nothing_is_written),
        board_test(a_large_read_is_streamed_without_a_wrong_byte),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
