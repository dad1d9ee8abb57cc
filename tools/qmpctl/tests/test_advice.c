/* test_advice.c - what qmpctl says when something is not as it should be, and what to do next.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "program.h"

static void an_answer_that_still_comes_is_waited_for(void **state)
{
    (void)state;
    expect(SPAWN "--timeout $LONGER --json slow | tail -c 6", 0, "00\"}}\n");
    expect("echo slow | " SPAWN "--timeout $LONGER --json | tail -c 6", 0, "00\"}}\n");
    expect_part(SPAWN "--timeout $SHORT cut 2>&1", 3, "the answer had begun (");
    expect_part("timeout 50 " SPAWN "--timeout $LONGER flood 2>&1", 3, "--timeout");
}

static void noise_that_is_no_text_names_the_baud_rate_first(void **state)
{
    (void)state;
    expect_part(QMPCTL " --spawn \"printf '\\201\\376\\003\\340ab\\n\\365'; sleep 9\" --timeout 1"
                       " stop 2>&1",
                3, "is the baud rate right, or is this a console?");
}

static void what_is_nearly_right_earns_advice(void **state)
{
    (void)state;
    expect_part(SPAWN "missing adress=0 2>&1", 1, "you gave adress\n");
    expect(SPAWN "missing other=0 2>&1 | grep -c gave", 1, "0\n");
    expect_part(SPAWN "memory read 80000000 16 2>&1", 1, "did you mean 0x80000000?");
    expect_part(QMPCTL " -s localhost:22 --timeout 0.1 stop 2>&1", 3, "is tcp:localhost:22\n");
}

static void a_subcommand_at_the_prompt_is_told_its_form(void **state)
{
    (void)state;
    expect_part("echo 'qom-get hub fan' | " SPAWN "2>&1", 2, ": qom-get path=hub property=fan\n");
    expect_part("echo 'qom-set hub.fan 3' | " SPAWN "2>&1", 2,
                ": qom-set path=hub property=fan value=3\n");
    expect_part("echo 'qom-list hub' | " SPAWN "2>&1", 2, ": qom-list path=hub\n");
    expect_part("echo 'wait STOP' | " SPAWN "2>&1", 2, "outside of this prompt: qmpctl wait STOP");
    expect_part("echo 'memory read 4K 16' | " SPAWN "2>&1", 2,
                ": agent-memory-read address=4K size=16\n");
    expect("echo 'query-status x' | " SPAWN "2>&1 | grep -c prompt", 1, "0\n");
}

static void a_word_that_is_meant_for_qmpctl_earns_a_hint(void **state)
{
    (void)state;
    expect_part(SPAWN "mem read 2>&1", 2, "did you mean \"qmpctl memory\": read, write");
    expect("printf 'sotp\\n' | " SPAWN "2>&1 | grep -c 'qmpctl top'", 1, "0\n");
}

static void a_number_where_a_text_is_wanted_earns_a_hint(void **state)
{
    (void)state;
    expect_part(SPAWN "number data=123 size=1 2>&1", 1, "as a text: data='123'\n");
    expect(SPAWN "number size=1 2>&1 | grep -c 'as a text'", 1, "0\n");
}

static void a_request_that_is_cut_off_is_told_of(void **state)
{
    (void)state;
    expect_part(SPAWN "--timeout $SHORT '{\"execute\": {\"silent\", \"id\": 5}' 2>&1", 3,
                "is not JSON");
}

static void output_that_is_lost_is_no_success(void **state)
{
    (void)state;
    expect_part(SPAWN "--json object 2>&1 >/dev/full", 4, "standard output");
    expect_part(SPAWN "list 2>&1 >/dev/full", 4, "standard output");
    expect_part(SPAWN "--json list 2>&1 >&-", 4, "standard output");
    expect_part(SPAWN "list 2>&1 >&-", 4, "standard output");
    expect("printf 'stop\\nstop\\nstop\\n' | " SPAWN "shell -l /dev/full 2>&1 >/dev/null"
           " | grep -c 'the log cannot be written'",
           0, "1\n");
    expect("printf 'stop\\n' | " SPAWN "shell -l /dev/full 2>/dev/null", 4, "{}\n");
}

int main(void)
{
    unsetenv("QMPCTL_SERVER");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_that_still_comes_is_waited_for),
        cmocka_unit_test(noise_that_is_no_text_names_the_baud_rate_first),
        cmocka_unit_test(what_is_nearly_right_earns_advice),
        cmocka_unit_test(a_subcommand_at_the_prompt_is_told_its_form),
        cmocka_unit_test(a_word_that_is_meant_for_qmpctl_earns_a_hint),
        cmocka_unit_test(a_number_where_a_text_is_wanted_earns_a_hint),
        cmocka_unit_test(a_request_that_is_cut_off_is_told_of),
        cmocka_unit_test(output_that_is_lost_is_no_success),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
