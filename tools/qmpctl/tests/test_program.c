/* test_program.c - qmpctl as a user runs it: what it prints, where, and its exit code.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "program.h"

static void a_return_value_is_printed_readably(void **state)
{
    (void)state;
    expect(SPAWN "query-status", 0, "");
    expect(SPAWN "object", 0, "status  running\na.b     1, 2\n");
    expect(SPAWN "list", 0, "name    n\na\\x1B   1\nb      22\n");
    expect(SPAWN "'{\"execute\": \"echo\", \"a\": [{}, []], \"id\": 5}'", 0,
           "{\n  \"return\": {\n    \"execute\": \"echo\",\n    \"a\": [\n      {},\n      []\n    "
           "],\n"
           "    \"id\": 5\n  },\n  \"id\": 5\n}\n");
}

static void a_text_is_printed_as_text_without_control_bytes(void **state)
{
    (void)state;
    expect(SPAWN "text", 0, "one\ntwo\\x1B\n");
}

static void json_prints_one_line(void **state)
{
    (void)state;
    expect(SPAWN "--json stop", 0, "{\"return\": {}}\n");
    expect(SPAWN "--json fail", 1,
           "{\"error\": {\"class\": \"GenericError\", \"desc\": \"it failed\"}}\n");
}

static void arguments_reach_the_server(void **state)
{
    (void)state;
    expect_part(SPAWN "--json echo a.b=0x10 c=text", 0,
                "\"arguments\": {\"a\": {\"b\": 16}, \"c\": \"text\"}");
    expect_part(SPAWN "--json --oob echo", 0, "\"exec-oob\": \"echo\"");
}

static void an_error_reply_goes_to_standard_error_with_exit_code_1(void **state)
{
    (void)state;
    expect(SPAWN "fail 2>/dev/null", 1, "");
    expect(SPAWN "fail 2>&1", 1, "qmpctl: GenericError: it failed\n");
}

static void wrong_usage_is_exit_code_2(void **state)
{
    (void)state;
    expect_part(QMPCTL " query-status 2>&1", 2, "--spawn");
    expect_part(SPAWN "-s x query-status 2>&1", 2, "only one");
    expect_part(SPAWN "--timeout x query-status 2>&1", 2, "seconds");
    expect_part(SPAWN "--nonsense 2>&1", 2, "--help");
    expect_part(SPAWN "stop x 2>&1", 2, "key=value");
    expect_part(QMPCTL " -s tcp:nowhere stop 2>&1", 2, "tcp:HOST:PORT");
}

static void no_answer_is_exit_code_3(void **state)
{
    (void)state;
    expect_part(SPAWN "--timeout $SHORT silent 2>&1", 3, "--timeout");
    expect_part(SPAWN "end 2>&1", 3, "exit code 0");
    expect_part(QMPCTL " -s /nonexistent/sock --timeout 0.1 stop 2>&1", 3, "is the server running");
    expect_part(QMPCTL " --spawn 'echo console; sleep 9' --timeout 1 stop 2>&1", 3, "console");
}

static void addresses_and_registers_are_hexadecimal_for_people(void **state)
{
    (void)state;
    expect(SPAWN "agent-read-registers", 0,
           "cpu-index  0\nat.pc      0xff\n\nregisters:\n"
           "name               value\nsp    0xffffffffffffffff\n");
    expect_part(SPAWN "--json agent-read-registers", 0, "\"pc\": 255");
    expect_part("echo agent-read-registers | " SPAWN, 0, "\"pc\": 255");
}

static void an_event_that_came_along_is_a_remark(void **state)
{
    (void)state;
    expect(SPAWN "stop 2>&1 >/dev/null", 0, "event STOP\n");
    expect(SPAWN "--json stop 2>&1", 0, "{\"return\": {}}\n");
}

static void commands_come_from_a_pipe(void **state)
{
    (void)state;
    expect("printf 'stop\\n\\n# note\\n  text  \\nstop' | " SPAWN "2>/dev/null", 0,
           "{}\none\ntwo\\x1B\n{}\n");
    expect("printf 'fail\\nstop\\n' | " SPAWN "2>/dev/null", 1, "{}\n");
    expect("printf 'stop x\\nstop \"\\nstop\\n' | " SPAWN "2>/dev/null", 2, "{}\n");
    expect("printf 'end\\nstop\\n' | " SPAWN "2>/dev/null", 3, "");
    expect("printf 'stop\\nexit\\nfail\\n' | " SPAWN "2>/dev/null", 0, "{}\n");
    expect("printf 'quit\\n' | " SPAWN "2>/dev/null", 0, "{}\n");
    expect("printf '{\"execute\": \"x\", \"id\": 3}\\n' | " SPAWN "--json", 0,
           "{\"return\": {}, \"id\": 3}\n");
}

/* The greeting may come with the reply or after the next command was sent, which then fails. */
static void a_session_that_begins_anew_is_joined_again(void **state)
{
    static const char again[] = "printf 'reset\\nstop\\nnegotiated\\n' | " SPAWN "2>&1; true";
    (void)state;
    expect_part(again, 0, "yes\n");
    expect_part(again, 0, "negotiating again");
    expect_part("printf 'negotiated\\n' | " SPAWN, 0, "yes\n");
}

/* Runs OPTIONS with --save, and prints the file. */
#define SAVE(arguments)                                                                            \
    "f=$(mktemp -u); " SPAWN "--save $f " arguments " 2>&1 | sed \"s|$f|FILE|\"; cat $f 2>&1"      \
    " | sed \"s|$f|FILE|\"; rm -f $f"
#define CODE_OF_SAVE(arguments)                                                                    \
    "f=$(mktemp -u); " SPAWN "--save $f " arguments " >/dev/null 2>&1; c=$?; rm -f $f; exit $c"

static void data_is_saved_decoded(void **state)
{
    (void)state;
    expect(SAVE("agent-dump"), 0, "4 bytes in FILE\nabcd");
    expect(CODE_OF_SAVE("agent-dump"), 0, "");
    expect_part(SAVE("--json agent-dump"), 0,
                "{\"return\": {\"format\": \"base64\", \"size\": 4}}\nabcd");
}

static void data_may_be_saved_to_standard_output(void **state)
{
    (void)state;
    expect(SPAWN "--save - agent-dump", 0, "abcd");
    expect(SPAWN "dump -", 0, "abcd");
    expect(SPAWN "--json dump -", 0, "abcd");
    expect(SPAWN "--save - fail 2>/dev/null", 1, "");
}

static void what_is_saved_in_part_is_no_success(void **state)
{
    (void)state;
    expect(SAVE("agent-memory-read address=1 size=9"), 0,
           "qmpctl: only a part: address 0x3 cannot be read\nab");
    expect(CODE_OF_SAVE("agent-memory-read address=1 size=9"), 4, "");
    expect(SAVE("agent-memory-read address=2 size=9"), 0,
           "qmpctl: only a part: it was cancelled\nab");
    expect(CODE_OF_SAVE("agent-memory-read address=2 size=9"), 4, "");
    expect(SAVE("agent-memory-read address=3 size=9"), 0,
           "qmpctl: 2 bytes were announced, 1 came\na");
    expect(SAVE("agent-memory-read address=4 size=9"), 0,
           "qmpctl: FILE: what came is not hexadecimal\n");
    expect(CODE_OF_SAVE("agent-memory-read address=4 size=9"), 4, "");
    expect(CODE_OF_SAVE("end"), 3, "");
}

/* A file that was there is not lost to a command that is refused. */
static void what_is_refused_leaves_no_file_and_changes_none(void **state)
{
    (void)state;
    expect_part(SAVE("fail"), 0, "GenericError: it failed\ncat: FILE: No such file");
    expect(CODE_OF_SAVE("fail"), 1, "");
    expect_part(SAVE("stop"), 0, "no data that could be saved\ncat: FILE: No such file");
    expect("f=$(mktemp); echo old >$f; " SPAWN "--save $f fail 2>/dev/null; cat $f; rm $f", 0,
           "old\n");
    expect_part(SPAWN "--save /nonexistent/x agent-dump 2>&1", 4, "No such file");
    expect_part(SPAWN "--save x 2>&1", 2, "needs a command");
    expect_part(SPAWN "--save x '{\"execute\": \"stop\"}' 2>&1", 2, "not a raw request");
}

static void help_and_version_need_no_server(void **state)
{
    (void)state;
    expect_part(QMPCTL " help", 0, "usage: qmpctl");
    expect_part(QMPCTL " help memory", 0, "usage: qmpctl [OPTIONS] memory");
    expect_part(QMPCTL " help query-status 2>&1", 2, "of the server say -s ENDPOINT");
    expect_part(SPAWN "help query-status 2>&1", 1, "does not tell what its commands take");
    expect_part("echo '?' | " SPAWN, 0, "query-commands, TAB");
    expect_part(QMPCTL " --help", 0, "usage: qmpctl");
    expect_part(QMPCTL " --version", 0, "qmpctl ");
}

static void the_server_is_named_by_the_environment_too(void **state)
{
    (void)state;
    expect("QMPCTL_SERVER='exec:sh " SERVER "' " QMPCTL " text", 0, "one\ntwo\\x1B\n");
}

/* The spawned process writes its number, then takes no notice of anything. */
static void a_spawned_server_does_not_outlive_an_interrupted_qmpctl(void **state)
{
    (void)state;
    expect("f=$(mktemp); " QMPCTL
           " --spawn \"echo \\$\\$ >$f; trap '' TERM; while :; do sleep 1; done\""
           " stop 2>/dev/null & until [ -s $f ]; do sleep 0.05; done;"
           " kill -TERM $!; wait $!; s=$(cat $f); rm $f;"
           " kill -0 $s 2>/dev/null && echo alive; true",
           0, "");
}

/* As under nohup(1), and for a job in the background of a script. */
static void a_signal_that_is_ignored_does_not_end_it(void **state)
{
    (void)state;
    expect("trap '' HUP INT; " SPAWN "--timeout 0.6 wait NEVER 2>/dev/null & sleep 0.3;"
           " kill -HUP $!; kill -INT $!; wait $!",
           3, "");
}

/* What it sends after its answer is not waited for without end. */
static void a_server_that_sends_events_without_end_has_its_answer_taken(void **state)
{
    (void)state;
    expect("timeout 50 " SPAWN "flooded 2>/dev/null", 0, "");
}

int main(void)
{
    unsetenv("QMPCTL_SERVER");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_return_value_is_printed_readably),
        cmocka_unit_test(a_text_is_printed_as_text_without_control_bytes),
        cmocka_unit_test(json_prints_one_line),
        cmocka_unit_test(arguments_reach_the_server),
        cmocka_unit_test(an_error_reply_goes_to_standard_error_with_exit_code_1),
        cmocka_unit_test(wrong_usage_is_exit_code_2),
        cmocka_unit_test(no_answer_is_exit_code_3),
        cmocka_unit_test(addresses_and_registers_are_hexadecimal_for_people),
        cmocka_unit_test(an_event_that_came_along_is_a_remark),
        cmocka_unit_test(commands_come_from_a_pipe),
        cmocka_unit_test(a_session_that_begins_anew_is_joined_again),
        cmocka_unit_test(data_is_saved_decoded),
        cmocka_unit_test(data_may_be_saved_to_standard_output),
        cmocka_unit_test(what_is_saved_in_part_is_no_success),
        cmocka_unit_test(what_is_refused_leaves_no_file_and_changes_none),
        cmocka_unit_test(help_and_version_need_no_server),
        cmocka_unit_test(the_server_is_named_by_the_environment_too),
        cmocka_unit_test(a_signal_that_is_ignored_does_not_end_it),
        cmocka_unit_test(a_server_that_sends_events_without_end_has_its_answer_taken),
        cmocka_unit_test(a_spawned_server_does_not_outlive_an_interrupted_qmpctl),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
