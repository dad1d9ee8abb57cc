/* test_inspect.c - memory is searched, filled and summed up while the application goes on.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"

#include <inttypes.h>

#define STRETCH 20000u /* bytes: several pieces, and there on every board */

/* The reply to COMMAND is the return of this value. */
static void expect_return(struct qmpc *line, const char *command, const char *arguments,
                          const char *value)
{
    struct qmpc_message *reply = ask(line, command, "%s", arguments);
    char text[400];

    snprintf(text, sizeof text, "\"return\": %s}", value);
    if (strstr(qmpc_message_text(reply), text) == NULL)
        fail_msg("%s %s: expected %s, got %s", command, arguments, value, qmpc_message_text(reply));
    qmpc_message_free(reply);
}

static uint32_t crc32(const uint8_t *bytes, size_t size)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < 8 * size; i++) {
        bool bit = (crc ^ (uint32_t)bytes[i / 8] >> i % 8) & 1;

        crc = crc >> 1 ^ (bit ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void a_pattern_is_found_wherever_it_was_written(void **state)
{
    static const uint8_t needle[] = {0xE2, 0x6B, 0x30, 0x6E, 0xE2};
    static const unsigned places[] = {383, 3069, 9999, STRETCH - sizeof needle};
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char arguments[200], value[300] = "{\"matches\": [";

    (void)state;
    snprintf(arguments, sizeof arguments,
             "{\"address\": %" PRIu64 ", \"size\": %u, \"data\": \"00\"}", board->scratch, STRETCH);
    qmpc_message_free(ask(line, "agent-memory-fill", "%s", arguments));
    for (size_t i = 0; i < COUNT(places); i++) {
        memory_write(line, board->scratch + places[i], needle, sizeof needle, "hex");
        snprintf(value + strlen(value), sizeof value - strlen(value), "%s%" PRIu64, i ? ", " : "",
                 board->scratch + places[i]);
    }
    snprintf(value + strlen(value), sizeof value - strlen(value), "], \"size\": %u}", STRETCH);
    snprintf(arguments, sizeof arguments,
             "{\"address\": %" PRIu64 ", \"size\": %u, \"data\": \"e26b306ee2\"}", board->scratch,
             STRETCH);
    expect_return(line, "agent-memory-search", arguments, value);
    /* One is enough, and half of its bits. */
    snprintf(arguments, sizeof arguments,
             "{\"address\": %" PRIu64 ", \"size\": %u, \"data\": \"e0003060\", "
             "\"mask\": \"f000f0f0\", \"max\": 1}",
             board->scratch, STRETCH);
    snprintf(value, sizeof value, "{\"matches\": [%" PRIu64 "], \"size\": 384, \"more\": true}",
             board->scratch + 383);
    expect_return(line, "agent-memory-search", arguments, value);
}

static void memory_is_filled_exactly_and_summed_up(void **state)
{
    static const unsigned sizes[] = {0, 1, 7, 384, 385, 5003, STRETCH};
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    static uint8_t expected[STRETCH + 16];

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char arguments[160], value[120];
        uint64_t address = board->scratch + 3;

        memset(expected, 0x77, sizeof expected);
        for (unsigned k = 0; k < sizes[i]; k++)
            expected[3 + k] = (uint8_t)(0x10 + k % 7);
        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"size\": %zu, \"data\": \"77\"}", board->scratch,
                 sizeof expected);
        qmpc_message_free(ask(line, "agent-memory-fill", "%s", arguments));
        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"size\": %u, \"data\": \"10111213141516\"}", address,
                 sizes[i]);
        snprintf(value, sizeof value, "{\"size\": %u}", sizes[i]);
        expect_return(line, "agent-memory-fill", arguments, value);
        snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"size\": %zu}",
                 board->scratch, sizeof expected);
        snprintf(value, sizeof value,
                 "{\"algorithm\": \"crc32\", \"size\": %zu, \"checksum\": \"%08x\"}",
                 sizeof expected, crc32(expected, sizeof expected));
        expect_return(line, "agent-memory-checksum", arguments, value);
    }
    memory_expect(line, board->scratch, expected, sizeof expected, "base64");
    memory_write(line, board->scratch, (const uint8_t *)"abc", 3, "hex");
    {
        char arguments[100];

        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"size\": 3, \"algorithm\": \"sha256\"}",
                 board->scratch);
        expect_return(line, "agent-memory-checksum", arguments,
                      "{\"algorithm\": \"sha256\", \"size\": 3, \"checksum\": "
                      "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}");
    }
}

static void what_is_not_memory_is_refused_before_anything_is_done(void **state)
{
    const struct memory_range *last = &board->memory[board->memory_count - 1];
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char arguments[120], desc[100];

    (void)state;
    memory_write(line, last->end - 2, (const uint8_t[]){1, 2}, 2, "hex");
    snprintf(arguments, sizeof arguments,
             "{\"address\": %" PRIu64 ", \"size\": 3, \"data\": \"ff\"}", last->end - 2);
    snprintf(desc, sizeof desc, "Address 0x%" PRIx64 " is not memory", last->end);
    expect_refusal(line, "agent-memory-fill", arguments, "GenericError", desc);
    expect_refusal(line, "agent-memory-search", arguments, "GenericError", desc);
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"size\": 3}", last->end - 2);
    expect_refusal(line, "agent-memory-checksum", arguments, "GenericError", desc);
    memory_expect(line, last->end - 2, (const uint8_t[]){1, 2}, 2, "hex");
}

/* Memory that would take seconds; of a part with little it is done too soon to see this. */
static void the_application_goes_on_beside_a_long_sum_that_can_be_cancelled(void **state)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &(struct qmpc_options){.oob = true});
    struct qmpc_request request = {"agent-memory-checksum", NULL, "\"sum\"", false};
    struct qmpc_request cancel = {"agent-cancel", NULL, "\"cancel\"", true};
    struct qmpc_message *reply;
    char arguments[120];
    bool cancelled = false;
    uint64_t size = 0;
    uint32_t beats;
    int usual;

    (void)state;
    if (ram->end - ram->start < 64u << 20)
        skip();
    succeeds(line, qmpc_attach(line, soon()));
    usual = hub_time_beats(line, 5);
    beats = hub_read(line).beats;
    snprintf(arguments, sizeof arguments,
             "{\"address\": %" PRIu64 ", \"size\": %" PRIu64 ", \"algorithm\": \"sha256\"}",
             ram->start, ram->end - ram->start);
    request.arguments = arguments;
    succeeds(line, qmpc_send(line, &request, soon(), NULL));
    pause_ms(usual > 60 ? 5 * usual : 300); /* thirty beats' time on an idle machine */
    succeeds(line, qmpc_send(line, &cancel, soon(), NULL));
    reply = expect_message(line, QMPC_RETURN);
    assert_int_equal(qmpc_get_uint64(reply, "return.size", &size), QMPC_OK);
    if (size == ram->end - ram->start) { /* a fast machine */
        qmpc_message_free(reply);
        skip();
    }
    assert_int_equal(qmpc_get_bool(reply, "return.cancelled", &cancelled), QMPC_OK);
    assert_true(cancelled);
    assert_in_range(size, 1, ram->end - ram->start - 1);
    qmpc_message_free(reply);
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    assert_true(hub_read(line).beats > beats + 2);
    expect_status(line, "running");
}

/* Each session has its own pattern; the second one's search begins and ends within the first. */
static void two_sessions_search_at_the_same_time(void **state)
{
    struct emulator *emulator;
    struct qmpc *first, *second;
    struct qmpc_request request = {"agent-memory-search", NULL, "\"a\"", false};
    struct qmpc_message *reply;
    char arguments[200];
    uint64_t found = 0;

    (void)state;
    if (strcmp(board->target, "riscv64") != 0)
        skip();
    emulator = emulator_start(&(struct emulator_options){.virtio = true});
    first = emulator_attach(emulator);
    second = emulator_open(emulator, VIRTIO_SOCKET, NULL);
    succeeds(second, qmpc_read_greeting(second, soon()));
    succeeds(second, qmpc_negotiate(second, soon()));
    memory_write(first, board->scratch + 0x3f00001, (const uint8_t *)"first needle", 12, "hex");
    memory_write(first, board->scratch + 0x1003, (const uint8_t *)"other thing!", 12, "hex");
    snprintf(arguments, sizeof arguments,
             "{\"address\": %" PRIu64 ", \"size\": %u, \"data\": \"6669727374206e6565646c65\"}",
             board->scratch, 0x4000000u - 1);
    request.arguments = arguments;
    succeeds(first, qmpc_send(first, &request, soon(), NULL));
    for (int i = 0; i < 20; i++) {
        reply = ask(second, "agent-memory-search",
                    "{\"address\": %" PRIu64 ", \"size\": 8192, "
                    "\"data\": \"6f74686572207468696e6721\"}",
                    board->scratch);
        assert_int_equal(qmpc_get_uint64(reply, "return.matches.0", &found), QMPC_OK);
        assert_int_equal(found, board->scratch + 0x1003);
        qmpc_message_free(reply);
    }
    reply = expect_message(first, QMPC_RETURN);
    assert_int_equal(qmpc_get_uint64(reply, "return.matches.0", &found), QMPC_OK);
    assert_int_equal(found, board->scratch + 0x3f00001);
    qmpc_message_free(reply);
}

/* What the board announces but does not have. */
static void a_fault_on_the_way_ends_it_with_what_was_done(void **state)
{
    const uint64_t end = board->memory[0].start + (64u << 20);
    struct qmpc *line;
    char arguments[160], value[120];

    (void)state;
    if (!board->smaller_memory)
        skip();
    line = emulator_attach(
        emulator_start(&(struct emulator_options){.arguments = {"--", "-m", "64M"}}));
    for (unsigned before = 1; before < 2000; before += 333) {
        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"size\": 5000, \"data\": \"61\"}", end - before);
        snprintf(value, sizeof value, "{\"size\": %u, \"fault\": %" PRIu64 "}", before, end);
        expect_return(line, "agent-memory-fill", arguments, value);
        snprintf(arguments, sizeof arguments,
                 "{\"address\": %" PRIu64 ", \"size\": 5000, \"data\": \"62\"}", end - before);
        snprintf(value, sizeof value, "{\"matches\": [], \"size\": %u, \"fault\": %" PRIu64 "}",
                 before, end);
        expect_return(line, "agent-memory-search", arguments, value);
        snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"size\": 5000}",
                 end - before);
        snprintf(value, sizeof value,
                 "{\"algorithm\": \"crc32\", \"size\": %u, \"fault\": %" PRIu64 "}", before, end);
        expect_return(line, "agent-memory-checksum", arguments, value);
    }
    expect_status(line, "running");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_pattern_is_found_wherever_it_was_written),
        board_test(memory_is_filled_exactly_and_summed_up),
        board_test(what_is_not_memory_is_refused_before_anything_is_done),
        board_test(the_application_goes_on_beside_a_long_sum_that_can_be_cancelled),
        board_test(two_sessions_search_at_the_same_time),
        board_test(a_fault_on_the_way_ends_it_with_what_was_done),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
