/* test_commands.c - the one-shot subcommands of qmpctl as a user runs them: what they print, and
 * their exit codes.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "program.h"

static void a_command_that_is_not_there_earns_a_similar_one(void **state)
{
    (void)state;
    expect(SPAWN "sotp 2>&1", 1,
           "qmpctl: CommandNotFound: no \\x9B\nqmpctl: did you mean stop?\n"
           "qmpctl: \"query-commands\" lists what this server has\n");
    expect(SPAWN "--json sotp 2>&1", 1,
           "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no \\u009b\"}}\n");
}

static void colours_come_on_request_and_not_into_a_pipe(void **state)
{
    (void)state;
    expect(SPAWN "--color always object", 0,
           "\033[36mstatus\033[0m  running\n\033[36ma.b\033[0m     1, 2\n");
    expect(SPAWN "--color never object", 0, "status  running\na.b     1, 2\n");
    expect_part(SPAWN "--color pink object 2>&1", 2, "auto, always or never");
}

static void objects_are_named_by_words_or_as_the_server_has_it(void **state)
{
    static const char get[] = "\"arguments\": {\"path\": \"hub\", \"property\": \"fan\"}";
    (void)state;
    expect_part(SPAWN "--json qom-get hub fan", 0, get);
    expect_part(SPAWN "--json qom-get hub.fan", 0, get);
    expect_part(SPAWN "qom-get --json path=hub property=fan", 0, get);
    expect_part(SPAWN "--json qom-get '{\"path\": \"hub\", \"property\": \"fan\"}'", 0, get);
    expect_part(SPAWN "qom-get hub fna 2>&1", 1, "did you mean fan?\nqmpctl: it has: fan label\n");
    expect(SPAWN "qom-list hub", 0,
           "name   type    description\nfan    uint32  0 or 1\nlabel  string\n");
    expect_part(SPAWN "--json qom-list hub", 0, "{\"return\": [{\"name\": \"fan\"");
    expect_part(SPAWN "qom-get 2>&1", 2, "qom-get --help");
    expect_part(SPAWN "qom-get a b c 2>&1", 2, "not also c");
    expect_part(SPAWN "qom-list nowhere 2>&1", 1, "qom-tree");
    expect_part(SPAWN "qom-list a b 2>&1", 2, "not also b");
}

static void a_value_is_written_as_what_the_property_takes(void **state)
{
    (void)state;
    expect_part(SPAWN "--json qom-set hub fan 0x10", 0, "\"property\": \"fan\", \"value\": 16");
    expect_part(SPAWN "--json qom-set hub.fan -1", 0, "\"property\": \"fan\", \"value\": -1");
    expect_part(SPAWN "--json qom-set hub label 12", 0, "\"value\": \"12\"");
    expect_part(SPAWN "--json qom-set hub label text", 0, "\"value\": \"text\"");
    expect_part(SPAWN "--json qom-set path=hub property=fan value=1", 0, "\"value\": 1");
    expect_part(SPAWN "qom-set hub 1 2>&1", 2, "PATH PROPERTY VALUE");
}

static void an_event_is_waited_for_behind_its_command(void **state)
{
    (void)state;
    expect(SPAWN "wait STOP -- stop", 0, "+1.000002  STOP\n");
    expect("EARLY=1 " SPAWN "wait STOP -- stop", 0, "+1.000002  STOP\n");
    expect("EARLY=1 " SPAWN "wait STOP", 0, "+9.000000  STOP\n");
    expect(SPAWN "wait LATER later", 0, "+1.000002  LATER\n");
    expect(SPAWN "wait 'ch*' -- change", 0, "+5.000007  CHANGE  id=1  at.value=2\n");
    expect(SPAWN "wait CHANGE --match at.value=2 -- change", 0,
           "+5.000007  CHANGE  id=1  at.value=2\n");
    expect_part("TZ=UTC " SPAWN "wait CHANGE -m id=2 -m 'name=x*' -- change", 0,
                "2026-11-21 21:43:59.000000  CHANGE  id=2  name=\"x y\"\n");
    expect_part(SPAWN "--timeout $SHORT wait CHANGE --match id=3 -- change 2>&1", 3,
                "(other events: 2)");
    expect(SPAWN "--json wait STOP -- stop", 0,
           "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}\n");
    expect_part(SPAWN "wait STOP -- fail 2>&1", 1, "it failed");
    expect_part(SPAWN "wait STOP -- stop x 2>&1", 2, "key=value");
    expect_part(SPAWN "wait 2>&1", 2, "which event");
    expect_part(SPAWN "wait STOP -m x 2>&1", 2, "PATH=VALUE");
    expect_part(SPAWN "wait STOP -- end 2>&1", 3, "exit code 0");
}

static void events_end_by_count_name_and_time(void **state)
{
    (void)state;
    expect(SPAWN "events --for 0.2", 0, "");
    expect_part(SPAWN "events --count 1 --for 0.2 2>&1", 3, "0 of 1");
    expect_part(SPAWN "events --until STOP --for 0.2 2>&1", 3, "STOP did not come");
    expect_part(SPAWN "--timeout $SHORT events 2>&1", 3, "no event");
    expect_part(SPAWN "events --count 0 2>&1", 2, "from 1 on");
    expect_part(SPAWN "events --for x 2>&1", 2, "needs seconds");
}

static void memory_is_shown_as_far_as_it_could_be_read(void **state)
{
    (void)state;
    expect(SPAWN "memory read 5 4", 0,
           "00000005  00 ff 61 62                                       ..ab\n");
    expect(SPAWN "memory read 5 4 --format u16", 0, "00000005  ff00 6261\n");
    expect(SPAWN "memory read 5 4 --format base64", 0, "AP9hYg==\n");
    expect(SPAWN "memory read 5 4 --format raw | od -An -tx1", 0, " 00 ff 61 62\n");
    expect_part(SPAWN "memory read 1 9 2>/dev/null", 4, "61 62");
    expect_part(SPAWN "memory read 1 9 2>&1", 4, "only 2 of 9 bytes: address 0x3 cannot be read");
    expect_part(SPAWN "--json memory read 1 9", 4, "\"fault\": 3");
    expect_part(SPAWN "memory read 4 2 2>&1", 3, "no data that could be used");
    expect_part(SPAWN "memory read x 2 2>&1", 2, "not x");
    expect_part(SPAWN "memory read 1 2>&1", 2, "memory read ADDRESS SIZE");
    expect_part(SPAWN "memory write 1 123 2>&1", 2, "pairs of hexadecimal digits");
    expect_part(SPAWN "memory write 1 0x1234 2>&1", 2, "--format u8, u16, u32 or u64");
    expect_part(SPAWN "memory write 1 70000 --format u16 2>&1", 2, "does not fit");
    expect_part(SPAWN "memory read 1 2 --format x 2>&1", 2, "--format is hex");
}

static void memory_that_is_not_what_was_written_is_no_success(void **state)
{
    (void)state;
    expect(SPAWN "memory write 7 00ff6162", 0, "4 bytes at 0x7\n");
    expect_part(SPAWN "memory write 7 00ff6162 --verify 2>&1", 4, "not what was written");
    expect_part("printf '\\0\\377ab' | " SPAWN "memory load - 7 2>&1", 4, "not what was written");
    expect_part("printf '\\0\\377ab' | " SPAWN "memory load - 7 --no-verify", 0, "4 bytes");
    /* A server that makes no sums is asked for the memory itself. */
    expect(SPAWN "memory write 5 '00 ff 61 62' --verify", 0, "4 bytes at 0x5, verified\n");
    expect_part(SPAWN "memory write 5 00ff6163 --verify 2>&1", 4, "0x8 is 0x62, written was 0x63");
}

/* Address 9 takes 384 bytes, which is a piece for a server that tells no limits. */
static void memory_that_was_written_in_part_is_no_success(void **state)
{
    (void)state;
    expect_part("head -c 1000 /dev/zero | " SPAWN "memory load - 9 2>&1", 4,
                "it is full\nqmpctl: memory has the first 384 bytes, up to 0x189\n");
    expect_part("head -c 10 /dev/zero | " SPAWN "memory load - 393 2>&1", 1, "it is full");
}

static void a_second_ctrl_c_does_not_wait(void **state)
{
    (void)state;
    /* The server makes the file when it is asked.  A signal that was taken is pending no more. */
    expect(
        "f=$(mktemp -u); HEARD=$f QMPCTL_SERVER='exec:exec sh " SERVER
        "' env --default-signal=INT " QMPCTL
        " memory read 6 4 & until [ -e $f ]; do sleep 0.05; done; rm $f;"
        " kill -INT $!; while grep -q '^ShdPnd:.*[2367abef]$' /proc/$!/status; do sleep 0.05; done;"
        " kill -0 $! && echo waits; kill -INT $!; wait $!; echo $?",
        0, "waits\n130\n");
}

static void subcommands_teach_by_example(void **state)
{
    static const char *const names[] = {"run",     "info",    "events",   "wait",   "qom-list",
                                        "qom-get", "qom-set", "qom-tree", "memory", "dump"};
    char command[512];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(command, sizeof command, QMPCTL " %s --help", names[i]);
        expect_part(command, 0, "\n  qmpctl ");
        snprintf(command, sizeof command, QMPCTL " --help | grep -c '^  %s '", names[i]);
        expect(command, 0, "1\n");
    }
}

static void a_board_is_looked_for_before_it_is_started(void **state)
{
    (void)state;
    expect_part("cd / && E2KMON_BOARDS=/nonexistent " QMPCTL " run x 2>&1", 2, "E2KMON_BOARDS");
    expect_part(QMPCTL " run 2>&1", 2, "which board");
    expect_part(SPAWN "run x 2>&1", 2, "leave out");
}

int main(void)
{
    unsetenv("QMPCTL_SERVER");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_that_is_not_there_earns_a_similar_one),
        cmocka_unit_test(colours_come_on_request_and_not_into_a_pipe),
        cmocka_unit_test(objects_are_named_by_words_or_as_the_server_has_it),
        cmocka_unit_test(a_value_is_written_as_what_the_property_takes),
        cmocka_unit_test(an_event_is_waited_for_behind_its_command),
        cmocka_unit_test(events_end_by_count_name_and_time),
        cmocka_unit_test(memory_is_shown_as_far_as_it_could_be_read),
        cmocka_unit_test(memory_that_is_not_what_was_written_is_no_success),
        cmocka_unit_test(memory_that_was_written_in_part_is_no_success),
        cmocka_unit_test(a_second_ctrl_c_does_not_wait),
        cmocka_unit_test(subcommands_teach_by_example),
        cmocka_unit_test(a_board_is_looked_for_before_it_is_started),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
