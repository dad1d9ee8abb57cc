/* test_debug_registers.c - registers of the application.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"

#define EACH_BEAT "thermostat_beat"

static bool is_arm(void)
{
    return strcmp(board->target, "arm") == 0;
}

/* Every general register of a stopped application is known. */
static void general_registers_are_told_by_name(void **state)
{
    struct qmpc *line = debugging_start();
    struct qmpc_message *reply;
    unsigned count = 0;
    bool has_pc = false;

    (void)state;
    do_stop(line);
    reply = ask(line, "agent-read-registers", NULL);
    for (;; count++) {
        char path[50], name[20];

        snprintf(path, sizeof path, "return.registers.%u.name", count);
        if (qmpc_get_string(reply, path, name, sizeof name) < 0)
            break;
        has_pc |= strcmp(name, "pc") == 0;
    }
    assert_true(has_pc);
    assert_int_equal(count, is_arm() ? 17 : 33);
    qmpc_message_free(reply);
}

static void what_is_written_is_what_the_application_goes_on_with(void **state)
{
    const char *scratch = is_arm() ? "r4" : "s3", *argument = is_arm() ? "r0" : "a0";
    struct qmpc *line = debugging_start();
    unsigned id;
    uint64_t before;

    (void)state;
    id = debugging_break(line, debugging_symbol(EACH_BEAT), "");
    (void)debugging_stop(line, "breakpoint");
    before = debugging_register(line, scratch);
    debugging_write_register(line, scratch, 0x12345678);
    assert_true(debugging_register(line, scratch) == 0x12345678);
    debugging_write_register(line, scratch, before); /* which the function may save first of all */
    (void)debugging_step(line, "", "step");
    debugging_write_register(line, argument, debugging_register(line, argument));
    debugging_delete(line, "breakpoint", id);
    do_cont(line);
    hub_wait_beats(line, hub_read(line).beats + 5);
    expect_refusal(line, "agent-write-registers", "{\"registers\": []}", "GenericError",
                   "The application runs; stop it first");
}

/* A function is left by hand before it has done anything. */
static void a_function_can_be_skipped_by_writing_pc(void **state)
{
    struct qmpc *line = debugging_start();
    uint64_t back;
    uint32_t beats;

    (void)state;
    debugging_break(line, debugging_symbol(EACH_BEAT), ", \"temporary\": true");
    (void)debugging_stop(line, "breakpoint");
    beats = hub_read(line).beats;
    back = debugging_register(line, is_arm() ? "lr" : "ra") & ~UINT64_C(1);
    debugging_write_register(line, "pc", back);
    assert_true(debugging_register(line, "pc") == back);
    do_cont(line);
    hub_wait_beats(line, beats + 5);
    expect_no_event(line);
}

static void registers_are_read_while_the_application_runs(void **state)
{
    struct qmpc *line = debugging_start();

    (void)state;
    for (int i = 0; i < 50; i++)
        assert_true(debugging_register(line, "pc") != 0);
    expect_status(line, "running");
    expect_refusal(line, "agent-read-registers", "{\"names\": [\"r99\"]}", "GenericError",
                   "There is no register 'r99'");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(general_registers_are_told_by_name),
        board_test(registers_are_read_while_the_application_runs),
        board_test(what_is_written_is_what_the_application_goes_on_with),
        board_test(a_function_can_be_skipped_by_writing_pc),
    };
    bool in_rom = argc > 1 && strcmp(argv[1], "netduinoplus2") == 0;

    /* The last two need a breakpoint. */
    return board_test_main(argc, argv, tests, in_rom ? COUNT(tests) - 2 : COUNT(tests));
}
