/* test_dump_file.c - dump-guest-memory: a core dump in a file of the emulator's host, as QEMU makes
 * one of its guest.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core.h"
#include "memory.h"

/* Bytes of RAM whose dump takes no longer than a request. */
#define SHORT (1u << 20)

/* The arguments of a dump into the file NAME of the emulator's directory; MORE are further
 * members. */
static const char *dump_arguments(const struct emulator *emulator, const char *name,
                                  const char *more)
{
    static char arguments[400];

    snprintf(arguments, sizeof arguments, "{\"paging\": false, \"protocol\": \"file:%s\"%s}",
             emulator_path(emulator, name), more);
    return arguments;
}

static void expect_completed(struct qmpc *line, const char *status, uint64_t total,
                             uint64_t completed, const char *error)
{
    struct qmpc_message *event = expect_event(line, "DUMP_COMPLETED");
    uint64_t number;

    assert_true(qmpc_string_at_is(event, "data.result.status", status));
    assert_int_equal(qmpc_get_uint64(event, "data.result.total", &number), QMPC_OK);
    assert_int_equal(number, total);
    assert_int_equal(qmpc_get_uint64(event, "data.result.completed", &number), QMPC_OK);
    assert_int_equal(number, completed);
    if (error)
        assert_true(qmpc_string_at_is(event, "data.error", error));
    else
        assert_null(qmpc_get(event, "data.error").text);
    qmpc_message_free(event);
}

static void expect_query(struct qmpc *line, const char *status, uint64_t total, uint64_t completed)
{
    struct qmpc_message *reply = ask(line, "query-dump", NULL);
    uint64_t number;

    assert_true(qmpc_string_at_is(reply, "return.status", status));
    assert_int_equal(qmpc_get_uint64(reply, "return.total", &number), QMPC_OK);
    assert_int_equal(number, total);
    assert_int_equal(qmpc_get_uint64(reply, "return.completed", &number), QMPC_OK);
    assert_int_equal(number, completed);
    qmpc_message_free(reply);
}

static void a_file_has_the_memory_of_the_moment(void **state)
{
    enum { SIZE = 5000 };
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    uint8_t *pattern = memory_pattern(SIZE, 9), bytes[SIZE];
    char more[80];
    struct core core;

    (void)state;
    memory_write(line, board->scratch, pattern, SIZE, "base64");
    snprintf(more, sizeof more, ", \"begin\": %" PRIu64 ", \"length\": %d", board->scratch, SIZE);
    succeeds(line, qmpc_command(line, "dump-guest-memory", dump_arguments(emulator, "core", more),
                                soon(), NULL));
    /* Events first, as in QEMU: all were there when the reply was. */
    assert_int_equal(qmpc_wait_event(line, "STOP", QMPC_NOW, NULL), QMPC_OK);
    expect_completed(line, "completed", SIZE, SIZE, NULL);
    assert_int_equal(qmpc_wait_event(line, "RESUME", QMPC_NOW, NULL), QMPC_OK);
    expect_query(line, "completed", SIZE, SIZE);
    expect_status(line, "running");
    core = core_load(emulator_path(emulator, "core"));
    assert_int_equal(core.memory, SIZE);
    assert_int_equal(core.threads, 1);
    core_read(&core, board->scratch, bytes, SIZE);
    assert_memory_equal(bytes, pattern, SIZE);
    core_free(&core);
    free(pattern);
}

static uint64_t all_writable(void)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];

    return ram->end - ram->start;
}

static void a_detached_dump_of_all_ram_tells_when_it_is_done(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    struct qmpc_message *event;
    struct core core;
    uint64_t total = 0;

    (void)state;
    succeeds(line,
             qmpc_command(line, "dump-guest-memory",
                          dump_arguments(emulator, "core", ", \"detach\": true"), soon(), NULL));
    if (all_writable() > SHORT) {
        expect_refusal(line, "dump-guest-memory", dump_arguments(emulator, "other", ""),
                       "GenericError", "There is a dump in process, please wait.");
        expect_refusal(line, "cont", NULL, "GenericError",
                       "There is a dump in process, please wait.");
        expect_status(line, "save-vm");
    }
    succeeds(line, qmpc_wait_event(line, "DUMP_COMPLETED", qmpc_deadline(120000), &event));
    assert_true(qmpc_string_at_is(event, "data.result.status", "completed"));
    assert_int_equal(qmpc_get_uint64(event, "data.result.total", &total), QMPC_OK);
    qmpc_message_free(event);
    assert_true(total >= all_writable());
    expect_query(line, "completed", total, total);
    expect_plain_event(line, "STOP");
    expect_plain_event(line, "RESUME");
    core = core_load(emulator_path(emulator, "core"));
    assert_int_equal(core.memory, total);
    core_free(&core);
    hub_wait_beats(line, 2);
}

/* QEMU's own text, but for the reason: semihosting of its emulators has none for what could not be
 * written. */
static void a_full_disk_is_a_failed_dump(void **state)
{
    static const char arguments[] = "{\"paging\": false, \"protocol\": \"file:/dev/full\"}";
    static const char error[] = "dump: failed to write elf header: Input/output error";
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply, *event;
    uint64_t completed = 1;

    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    /* What failed before has no part in it. */
    expect_refusal(line, "dump-guest-memory",
                   "{\"paging\": false, \"protocol\": \"file:/no/such/file\"}", "GenericError",
                   "Could not open '/no/such/file': No such file or directory");
    assert_int_equal(qmpc_command(line, "dump-guest-memory", arguments, soon(), &reply),
                     QMPC_E_SERVER);
    assert_true(qmpc_string_at_is(reply, "error.desc", error));
    qmpc_message_free(reply);
    expect_plain_event(line, "STOP");
    event = expect_event(line, "DUMP_COMPLETED");
    assert_true(qmpc_string_at_is(event, "data.result.status", "failed"));
    assert_int_equal(qmpc_get_uint64(event, "data.result.completed", &completed), QMPC_OK);
    assert_int_equal(completed, 0);
    assert_true(qmpc_string_at_is(event, "data.error", error));
    qmpc_message_free(event);
    expect_plain_event(line, "RESUME");
    expect_status(line, "running");
}

static void what_cannot_be_dumped_is_refused_with_qemus_texts(void **state)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    char more[80];

    (void)state;
    expect_refusal(line, "dump-guest-memory",
                   "{\"paging\": false, \"protocol\": \"file:/nonexistent/x\"}", "GenericError",
                   "Could not open '/nonexistent/x': No such file or directory");
    expect_refusal(line, "dump-guest-memory", "{\"paging\": false, \"protocol\": \"file:/\"}",
                   "GenericError", "Could not open '/': Is a directory");
    snprintf(more, sizeof more, ", \"begin\": %" PRIu64 ", \"length\": 16", ram->end);
    expect_refusal(line, "dump-guest-memory", dump_arguments(emulator, "core", more),
                   "GenericError", "dump: no guest memory to dump");
    snprintf(more, sizeof more, ", \"begin\": %" PRIu64 ", \"length\": 0", ram->start);
    expect_refusal(line, "dump-guest-memory", dump_arguments(emulator, "core", more),
                   "GenericError", "Invalid parameter 'length'");
    expect_refusal(line, "dump-guest-memory",
                   dump_arguments(emulator, "core", ", \"begin\": -1, \"length\": 4"),
                   "GenericError", "Invalid parameter 'begin'");
    assert_int_not_equal(access(emulator_path(emulator, "core"), F_OK), 0);
    expect_query(line, "none", 0, 0);
    expect_no_event(line);
    /* What is memory in part is dumped in part. */
    snprintf(more, sizeof more, ", \"begin\": %" PRIu64 ", \"length\": 32", ram->end - 16);
    succeeds(line, qmpc_command(line, "dump-guest-memory", dump_arguments(emulator, "core", more),
                                soon(), NULL));
    expect_plain_event(line, "STOP");
    expect_completed(line, "completed", 16, 16, NULL);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_file_has_the_memory_of_the_moment),
        board_test(a_detached_dump_of_all_ram_tells_when_it_is_done),
        board_test(a_full_disk_is_a_failed_dump),
        board_test(what_cannot_be_dumped_is_refused_with_qemus_texts),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
