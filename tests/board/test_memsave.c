/* test_memsave.c - memory is saved to a file of the emulator's host, where it has semihosting.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

#include <inttypes.h>

/* Of those here only e2k's emulators have none. */
static bool has_files(void)
{
    return strcmp(board->target, "e2k") != 0;
}

/* The arguments to save SIZE bytes at ADDRESS to NAME. */
static const char *range(uint64_t address, uint64_t size, const char *name)
{
    static char text[400];

    snprintf(text, sizeof text,
             "{\"val\": %" PRIu64 ", \"size\": %" PRIu64 ", \"filename\": \"%s\"}", address, size,
             name);
    return text;
}

static void expect_file(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *found = malloc(size + 1);

    assert_non_null(file);
    assert_non_null(found);
    assert_int_equal(fread(found, 1, size + 1, file), size);
    assert_memory_equal(found, bytes, size);
    free(found);
    fclose(file);
}

static void what_is_in_memory_is_in_the_file(void **state)
{
    static const size_t sizes[] = {0, 1, 383, 385, 3073, 20000};
    static const char *const commands[] = {"memsave", "pmemsave"};
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    if (!has_files())
        skip();
    for (size_t i = 0; i < COUNT(sizes); i++) {
        uint8_t *bytes = memory_pattern(sizes[i], (uint32_t)i + 1);
        const char *path = emulator_path(emulator, "saved");

        for (size_t at = 0; at < sizes[i]; at += 1000)
            memory_write(line, board->scratch + 3 + at, bytes + at,
                         sizes[i] - at < 1000 ? sizes[i] - at : 1000, "hex");
        qmpc_message_free(
            ask(line, commands[i % 2], "%s", range(board->scratch + 3, sizes[i], path)));
        expect_file(path, bytes, sizes[i]);
        free(bytes);
    }
    expect_status(line, "running");
}

/* All of a region, against what is streamed. */
static void a_large_file_is_the_same_as_a_large_read(void **state)
{
    struct emulator *emulator = emulator_start(&(struct emulator_options){.paused = true});
    struct qmpc *line = emulator_attach(emulator);
    struct qmpc_message *reply;
    uint8_t *bytes;
    size_t size;

    (void)state;
    if (!has_files())
        skip();
    reply = ask(line, "agent-memory-read",
                "{\"address\": %" PRIu64 ", \"size\": %zu, \"format\": \"base64\"}",
                board->memory[0].start, board->stream_size);
    bytes = memory_of_reply(reply, &size);
    assert_int_equal(size, board->stream_size);
    qmpc_message_free(reply);
    qmpc_message_free(
        ask(line, "memsave", "%s",
            range(board->memory[0].start, board->stream_size, emulator_path(emulator, "saved"))));
    expect_file(emulator_path(emulator, "saved"), bytes, size);
    free(bytes);
}

static void errors_are_those_of_qemu(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    uint64_t end = board->memory[board->memory_count - 1].end;
    char desc[200];

    (void)state;
    expect_refusal(line, "memsave", range(board->scratch, 4, "/nonexistent/x"), "GenericError",
                   "Could not open '/nonexistent/x': No such file or directory");
    expect_refusal(line, "pmemsave", range(board->scratch, 4, ""), "GenericError",
                   "Could not open '': No such file or directory");
    expect_refusal(line, "memsave",
                   "{\"val\": 0, \"size\": 1, \"filename\": \"/x/y\", \"cpu-index\": 99}",
                   "GenericError", "Parameter 'cpu-index' expects a CPU number");
    if (!has_files())
        return;
    expect_refusal(line, "memsave", range(board->scratch, 4, "/tmp"), "GenericError",
                   "Could not open '/tmp': Is a directory");
    expect_refusal(line, "memsave", range(board->scratch, 4, "/dev/full"), "GenericError",
                   "An IO error has occurred");
    snprintf(desc, sizeof desc, "Invalid addr 0x%016" PRIx64 "/size 16 specified", end - 8);
    expect_refusal(line, "memsave", range(end - 8, 16, emulator_path(emulator, "saved")),
                   "GenericError", desc);
    expect_file(emulator_path(emulator, "saved"), (const uint8_t *)"", 0);
    expect_status(line, "running");
}

/* In semihosting a name with a colon in front would be the console's. */
static void a_name_with_a_colon_is_that_of_a_file(void **state)
{
    struct emulator *emulator;
    struct qmpc *line;

    (void)state;
    if (!has_files())
        skip();
    emulator = emulator_start(NULL);
    line = emulator_attach(emulator);
    expect_refusal(line, "memsave", range(board->scratch, 4, ":no/such"), "GenericError",
                   "Could not open ':no/such': No such file or directory");
}

/* The call is a trap then, and the application must not see it. */
static void without_semihosting_there_is_no_such_file(void **state)
{
    struct qmpc *line;
    uint32_t beats;

    (void)state;
    if (!has_files())
        skip();
    line = emulator_attach(emulator_start(
        &(struct emulator_options){.arguments = {"--", "-semihosting-config", "enable=off"}}));
    hub_wait_beats(line, 2);
    beats = hub_read(line).beats;
    for (int i = 0; i < 3; i++) {
        expect_refusal(line, "memsave", range(board->scratch, 4, "/tmp/e2kmon-none"),
                       "GenericError",
                       "Could not open '/tmp/e2kmon-none': No such file or directory");
        expect_status(line, "running");
    }
    hub_wait_beats(line, beats + 2);
    expect_no_event(line);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(what_is_in_memory_is_in_the_file),
        board_test(a_large_file_is_the_same_as_a_large_read),
        board_test(errors_are_those_of_qemu),
        board_test(a_name_with_a_colon_is_that_of_a_file),
        board_test(without_semihosting_there_is_no_such_file),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
