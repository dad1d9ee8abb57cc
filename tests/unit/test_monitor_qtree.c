/* test_monitor_qtree.c - `info qtree` of the human monitor: each kind of property.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "monitor_said.h"
#include "specimens.h"

static const char *say(void)
{
    return monitor_said(hmp_info_qtree, 4096);
}

static void expect_line(const char *line)
{
    if (strstr(say(), line) == NULL)
        fail_msg("no \"%s\" in\n%s", line, say());
}

static void start(void)
{
    rig_free(specimens_rig());
    specimens[0].string = "constant";
}

static void plain_values_are_told(void **state)
{
    (void)state;
    start();
    specimens[0].flag = true;
    specimens[0].i8 = INT8_MIN;
    specimens[0].i64 = INT64_MIN;
    specimens[0].u64 = UINT64_MAX;
    specimens[0].color = 200; /* no name */
    expect_line("bus: main-system-bus\r\n  type System\r\n  dev: specimen, id \"first\"\r\n"
                "    flag = true\r\n    i8 = -128 (0xffffffffffffff80)\r\n");
    expect_line("    i64 = -9223372036854775808 (0x8000000000000000)\r\n");
    expect_line("    u64 = 18446744073709551615 (0xffffffffffffffff)\r\n");
    expect_line("    color = \"\"\r\n");
    expect_line("    string = \"constant\"\r\n    text = \"\"\r\n");
    expect_line("    link = \"\"\r\n");
    expect_line("  dev: specimen, id \"second\"\r\n");
    expect_line("  dev: specimen, id \"\"\r\n"); /* that is elsewhere */
    assert_null(strstr(say(), "command = "));    /* it cannot be read */
    assert_null(strstr(say(), "mirror"));        /* it is no device */
}

static void a_structure_is_json_unless_it_is_long(void **state)
{
    (void)state;
    start();
    specimens[0].parts.level = -3;
    specimens[0].parts.count = 7;
    strcpy(specimens[0].parts.name, "a\"b");
    expect_line("    parts = {\"on\": false, \"level\": -3, \"count\": 7, ");
    expect_line("\"name\": \"a\\\"b\"}\r\n");
    memset(specimens[0].page, 0xff, sizeof specimens[0].page);
    expect_line("    page = ...\r\n");
}

static void a_string_of_any_length_is_told_in_pieces(void **state)
{
    static char string[5001], line[5100], whole[1 << 16];

    (void)state;
    start();
    for (size_t i = 0; i + 1 < sizeof string; i++)
        string[i] = (char)(i % 10 == 9 ? '\n' : 'a' + i % 7);
    specimens[0].string = string;
    memset(specimens[0].text, 't', sizeof specimens[0].text); /* without an end */
    snprintf(line, sizeof line, "    text = \"%.*s\"\r\n", (int)sizeof specimens[0].text,
             specimens[0].text);
    expect_line(line);
    expect_line("\"abcdefgab\r\n");
    strcpy(whole, monitor_said(hmp_info_qtree, 60000));
    assert_true(strlen(whole) > 5500);
    assert_string_equal(monitor_said(hmp_info_qtree, 400), whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_values_are_told),
        cmocka_unit_test(a_structure_is_json_unless_it_is_long),
        cmocka_unit_test(a_string_of_any_length_is_told_in_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
