/* test_debug_registers.c - registers read and written, and who may have called.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

static const uint16_t code[] = {
    CALL(2), /* 0 */
    JUMP(0), /* 2 */
    PUSH,    /* 4 */
    CALL(2), /* 6 */
    POP,     /* 8 */
    JUMP(0), /* 10 */
};

static void registers_are_told_in_the_order_asked_for(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    *machine_register(0, 3) = UINT64_MAX;
    debug_returns(rig, "agent-read-registers", "{\"names\":[\"r3\",\"pc\",\"r3\",\"status\"]}",
                  "{\"cpu-index\": 0, \"registers\": ["
                  "{\"name\": \"r3\", \"size\": 8, \"value\": 18446744073709551615}, "
                  "{\"name\": \"pc\", \"size\": 8, \"value\": 0}, "
                  "{\"name\": \"r3\", \"size\": 8, \"value\": 18446744073709551615}, "
                  "{\"name\": \"status\", \"size\": 4, \"value\": 0}]}");
    debug_returns(rig, "agent-read-registers", "{\"names\":[]}",
                  "{\"cpu-index\": 0, \"registers\": []}");
    debug_returns(rig, "agent-read-registers", "{\"cpu-index\":1}",
                  "{\"cpu-index\": 1, \"registers\": []}");
    debug_refuses(rig, "agent-read-registers", "{\"names\":[\"r1\",\"PC\"]}",
                  "There is no register 'PC'");
    debug_refuses(rig, "agent-read-registers", "{\"cpu-index\":2}",
                  "Parameter 'cpu-index' expects a CPU number");
    rig_free(rig);
}

static void general_registers_come_without_system_registers(void **state)
{
    struct rig *rig = debug_start(code);
    const char *line;

    (void)state;
    rig_send(rig, "{\"execute\":\"agent-read-registers\"}");
    line = rig_line(rig);
    assert_non_null(strstr(line, "\"pc\""));
    assert_null(strstr(line, "status"));
    rig_send(rig, "{\"execute\":\"agent-read-registers\",\"arguments\":{\"system\":true}}");
    assert_non_null(strstr(rig_line(rig), "status"));
    rig_free(rig);
}

static void the_number_of_names_is_limited(void **state)
{
    char names[AGENT_REGISTER_NAMES_MAX * 5 + 30], arguments[sizeof names + 20];
    struct rig *rig = debug_start(code);
    size_t length = 0;

    (void)state;
    for (unsigned i = 0; i < AGENT_REGISTER_NAMES_MAX; i++)
        length += (size_t)snprintf(names + length, sizeof names - length, "%s\"r1\"", i ? "," : "");
    snprintf(arguments, sizeof arguments, "{\"names\":[%s]}", names);
    rig_send(rig, "{\"execute\":\"agent-read-registers\",\"arguments\":");
    rig_send(rig, arguments);
    rig_send(rig, "}");
    assert_non_null(strstr(rig_line(rig), "return"));
    snprintf(arguments, sizeof arguments, "{\"names\":[%s,\"r1\"]}", names);
    debug_refuses(rig, "agent-read-registers", arguments,
                  "Parameter 'names' has more than 64 names");
    rig_free(rig);
}

static void registers_are_written_all_or_none(void **state)
{
    static const struct {
        const char *second, *desc;
    } wrongs[] = {
        {"{\"name\":\"r8\",\"value\":1}", "There is no register 'r8'"},
        {"{\"name\":\"status\",\"value\":1}", "Register 'status' cannot be written"},
    };
    struct rig *rig = debug_start(code);

    (void)state;
    for (size_t i = 0; i < COUNT(wrongs); i++) {
        char arguments[200];

        snprintf(arguments, sizeof arguments, "{\"registers\":[{\"name\":\"r1\",\"value\":5},%s]}",
                 wrongs[i].second);
        debug_refuses(rig, "agent-write-registers", arguments, wrongs[i].desc);
        assert_int_equal(*machine_register(0, 1), 0);
    }
    debug_do(rig, "agent-write-registers",
             "{\"registers\":[{\"name\":\"r1\",\"value\":18446744073709551615},"
             "{\"name\":\"pc\",\"value\":2}]}");
    assert_true(*machine_register(0, 1) == UINT64_MAX);
    assert_int_equal(machine_pc(0), 2);
    debug_do(rig, "agent-write-registers", "{\"registers\":[]}");
    debug_refuses(rig, "agent-write-registers",
                  "{\"cpu-index\":1,\"registers\":[{\"name\":\"r1\",\"value\":5}]}",
                  "Register 'r1' is not known now");
    rig_free(rig);
}

static void a_running_application_is_read_and_not_written(void **state)
{
    struct rig *rig = debug_start(code);

    (void)state;
    machine_begin(1, 0);
    debug_cont(rig);
    debug_returns(rig, "agent-read-registers", "{\"names\":[\"pc\"]}",
                  "{\"cpu-index\": 0, \"registers\": [{\"name\": \"pc\", \"size\": 8, "
                  "\"value\": 10}]}");
    debug_refuses(rig, "agent-read-registers", "{\"cpu-index\":1}",
                  "The application runs; stop it first");
    debug_refuses(rig, "agent-backtrace", "{\"cpu-index\":1}",
                  "The application runs; stop it first");
    debug_refuses(rig, "agent-write-registers", "{\"registers\":[]}",
                  "The application runs; stop it first");
    rig_free(rig);
}

static void a_backtrace_tells_what_it_knows_and_what_it_does_not(void **state)
{
    static const char all[] =
        "[{\"pc\": 10, \"source\": \"pc\", \"certain\": true}, "
        "{\"pc\": 8, \"source\": \"link\", \"certain\": false}, "
        "{\"pc\": 2, \"source\": \"stack\", \"certain\": false, \"at\": 7928}]";
    struct rig *rig = debug_start(code);

    (void)state;
    debug_cont(rig); /* to its end */
    debug_returns(rig, "agent-backtrace", NULL, all);
    rig_send(rig, "{\"execute\":\"stop\"}");
    (void)rig_line(rig);
    (void)rig_line(rig);
    debug_break_at(rig, 0, ""); /* on the calls */
    debug_break_at(rig, 6, "");
    debug_returns(rig, "agent-backtrace", NULL, all);
    assert_int_equal(machine_memory[6] | machine_memory[7] << 8, BREAK);
    debug_returns(rig, "agent-backtrace", "{\"depth\":1}",
                  "[{\"pc\": 10, \"source\": \"pc\", \"certain\": true}]");
    debug_refuses(rig, "agent-backtrace", "{\"depth\":0}", "Parameter 'depth' expects 1 to 64");
    debug_refuses(rig, "agent-backtrace", "{\"depth\":65}", "Parameter 'depth' expects 1 to 64");
    debug_refuses(rig, "agent-backtrace", "{\"cpu-index\":1}",
                  "It is not known where the application stands");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registers_are_told_in_the_order_asked_for),
        cmocka_unit_test(general_registers_come_without_system_registers),
        cmocka_unit_test(the_number_of_names_is_limited),
        cmocka_unit_test(registers_are_written_all_or_none),
        cmocka_unit_test(a_running_application_is_read_and_not_written),
        cmocka_unit_test(a_backtrace_tells_what_it_knows_and_what_it_does_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
