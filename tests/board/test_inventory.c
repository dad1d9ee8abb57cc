/* test_inventory.c - what the machine is made of: processor and memories.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

/* The reply to qom-get of the processor's PROPERTY, to be freed. */
static struct qmpc_message *get(struct qmpc *line, const char *path, const char *property)
{
    return ask(line, "qom-get", "{\"path\": \"%s\", \"property\": \"%s\"}", path, property);
}

static void expect_halted(struct qmpc *line, const char *path, bool expected)
{
    struct qmpc_message *reply = get(line, path, "halted");
    bool halted = !expected;

    assert_int_equal(qmpc_get_bool(reply, "return", &halted), QMPC_OK);
    assert_int_equal(halted, expected);
    qmpc_message_free(reply);
}

static void the_processor_is_an_object(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply = ask(line, "query-cpus-fast", NULL);
    char path[100], type[64];
    int64_t number = -1;

    (void)state;
    assert_int_equal(qmpc_get_int64(reply, "return.0.cpu-index", &number), QMPC_OK);
    assert_int_equal(number, 0);
    assert_true(qmpc_get_int64(reply, "return.1.cpu-index", &number) != QMPC_OK);
    assert_true(qmpc_string_at_is(reply, "return.0.target", board->target));
    assert_true(qmpc_get_string(reply, "return.0.qom-path", path, sizeof path) > 0);
    qmpc_message_free(reply);

    reply = get(line, path, "target");
    assert_true(qmpc_string_at_is(reply, "return", board->target));
    qmpc_message_free(reply);
    reply = get(line, path, "type");
    assert_true(qmpc_get_string(reply, "return", type, sizeof type) > 4);
    assert_string_equal(type + strlen(type) - 4, "-cpu");
    qmpc_message_free(reply);
    expect_halted(line, path, false);
    do_command(line, "stop");
    expect_plain_event(line, "STOP");
    expect_halted(line, path, true);
}

static void its_clock_goes_on(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply = get(line, "cpu0", "clock");
    int64_t before, after;

    (void)state;
    assert_int_equal(qmpc_get_int64(reply, "return", &before), QMPC_OK);
    qmpc_message_free(reply);
    reply = get(line, "cpu0", "clock");
    assert_int_equal(qmpc_get_int64(reply, "return", &after), QMPC_OK);
    qmpc_message_free(reply);
    assert_true(after > before);
    assert_true(ask_int(line, "agent-info", "return.uptime") >= after);
}

/* The memories are known to the tests; one that cannot be written is not listed. */
static void the_memories_that_can_be_written_add_up(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply = ask(line, "query-memdev", NULL);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    int64_t total = 0, most = 0, size;
    struct qmpc_json at, part;

    (void)state;
    while (qmpc_json_next(&walk, NULL, &at)) {
        assert_int_equal(qmpc_json_member(at, "size", &part), 0);
        assert_int_equal(qmpc_json_int64(part, &size), 0);
        assert_true(size > 0);
        total += size;
    }
    for (size_t i = 0; i < board->memory_count; i++)
        most += (int64_t)(board->memory[i].end - board->memory[i].start);
    assert_true(total > 0);
    assert_true(board->in_rom ? total < most : total == most);
    assert_int_equal(ask_int(line, "query-memory-size-summary", "return.base-memory"), total);
    qmpc_message_free(reply);
}

static void no_memory_can_be_plugged(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply = ask(line, "query-memory-devices", NULL);
    struct qmpc_json list = qmpc_get(reply, "return");

    (void)state;
    assert_int_equal(list.length, 2);
    assert_memory_equal(list.text, "[]", 2);
    qmpc_message_free(reply);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_processor_is_an_object),
        board_test(its_clock_goes_on),
        board_test(the_memories_that_can_be_written_add_up),
        board_test(no_memory_can_be_plugged),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
