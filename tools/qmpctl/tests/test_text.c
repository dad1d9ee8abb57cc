/* test_text.c - what people see: harmless text, tables, values.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "common/show.h"
#include "common/style.h"
#include "common/table.h"

/* ----------------------------------------------------------------------------- text */

static void expect_text(const char *text, const char *harmless)
{
    char *got = style_harmless(text, strlen(text));
    assert_string_equal(got, harmless);
    free(got);
}

static void text_that_could_steer_a_terminal_is_shown_instead(void **state)
{
    (void)state;
    expect_text("plain, \303\244\342\202\254\360\237\230\200", "plain, \303\244\342\202\254"
                                                               "\360\237\230\200");
    expect_text("\033[2J\007\177", "\\x1B[2J\\x07\\x7F");
    expect_text("\302\233"
                "31m",
                "\\x9B31m"); /* U+009B is CSI as well */
    expect_text("a\nb\tc\r", "a\\nb\\tc\\x0D");
    expect_text("\342\200\256txt.exe", "\\u202Etxt.exe");
}

static void bytes_that_are_no_utf8_are_shown_one_by_one(void **state)
{
    (void)state;
    expect_text("\233"
                "31m",
                "\\x9B31m");
    expect_text("\300\257", "\\xC0\\xAF");          /* overlong */
    expect_text("\355\240\200", "\\xED\\xA0\\x80"); /* a surrogate */
    expect_text("\364\220\200\200", "\\xF4\\x90\\x80\\x80");
    expect_text("a\342\202", "a\\xE2\\x82"); /* cut off */
}

static void lines_keep_their_ends_and_nothing_else(void **state)
{
    char *text = NULL;
    size_t size;
    (void)state;
    FILE *out = open_memstream(&text, &size);
    style_lines(out, "a\r\nb\tc\rd\n\033", 10);
    fclose(out);
    assert_string_equal(text, "a\nb\tc\\x0Dd\n\\x1B");
    free(text);
}

static void json_stays_json_that_says_the_same(void **state)
{
    char *text = NULL;
    size_t size;
    struct qmpc_json value;
    (void)state;
    FILE *out = open_memstream(&text, &size);
    style_json(out, "\"\302\233\177\342\200\256\233\303\244\"", 11);
    fclose(out);
    assert_string_equal(text, "\"\\u009b\\u007f\\u202e\\ufffd\303\244\"");
    assert_int_equal(qmpc_json_parse(text, size, &value, NULL), QMPC_OK);
    free(text);
}

static void widths_are_columns_and_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(style_width("\303\244b", 3), 2);
    assert_int_equal(style_width("\346\227\245\346\234\254", 6), 4);
    assert_int_equal(style_width("e\314\201", 3), 1);
}

static void colours_are_wanted_by_option_or_terminal_only(void **state)
{
    struct options options = {.colour = COLOUR_AUTO};
    FILE *file = tmpfile();
    (void)state;
    assert_false(style_wanted(&options, file));
    options.colour = COLOUR_ALWAYS;
    assert_true(style_wanted(&options, file));
    assert_string_not_equal(style_begin(true, STYLE_BAD), "");
    assert_string_equal(style_begin(false, STYLE_BAD), "");
    assert_string_equal(style_end(true, STYLE_PLAIN), "");
    fclose(file);
}

/* ---------------------------------------------------------------------------- tables */

static void expect_table(struct table *table, const char *expected)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    table_print(table, out, false, "nothing");
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void columns_are_as_wide_as_their_widest_cell(void **state)
{
    static const struct table_column columns[] = {
        {.head = "name"}, {.head = "n", .right = true}, {.head = "note"}};
    struct table *table = table_new(columns, 3);
    (void)state;
    expect_table(table, "nothing\n");
    table_cell(table, "\303\244\303\266\303\274\303\237\303\244"); /* five characters */
    table_cellf(table, "%d", 7);
    table_cell(table, "x\033y");
    table_cell(table, "a");
    table_cell(table, "123");
    assert_int_equal(table_rows(table), 2);
    expect_table(table, "name     n  note\n"
                        "\303\244\303\266\303\274\303\237\303\244    7  x\\x1By\n"
                        "a      123\n");
    table_free(table);
}

static void a_table_without_heads_has_no_header(void **state)
{
    static const struct table_column columns[] = {{.style = STYLE_NAME}, {.style = STYLE_PLAIN}};
    struct table *table = table_new(columns, 2);
    struct qmpc_json value;
    (void)state;
    qmpc_json_parse("\"a\\nb\"", 6, &value, NULL);
    table_cell(table, "key");
    table_cell_json(table, value);
    expect_table(table, "key  a\\nb\n");
    table_free(table);
}

/* ---------------------------------------------------------------------------- values */

static void expect_shown(const char *json, const char *expected)
{
    char *text = NULL;
    size_t size;
    struct qmpc_json value;
    assert_int_equal(qmpc_json_parse(json, strlen(json), &value, NULL), QMPC_OK);
    FILE *out = open_memstream(&text, &size);
    show_value(out, false, value);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void an_object_is_a_list_of_keys_and_values(void **state)
{
    (void)state;
    expect_shown("{\"status\": \"running\", \"n\": -1}", "status  running\nn       -1\n");
    expect_shown("{\"a\": {\"b\": {\"c\": true}}, \"l\": [1, \"x\"], \"e\": []}",
                 "a.b.c  true\nl      1, x\ne      none\n");
    expect_shown("{}", "");
}

static void an_array_of_objects_is_a_table_of_all_their_members(void **state)
{
    (void)state;
    expect_shown(
        "[{\"name\": \"a\", \"n\": 5}, {\"name\": \"bb\", \"x\": {\"y\": null}, \"n\": 10}]",
        "name   n  x.y\na      5\nbb    10  null\n");
    expect_shown("[]", "none\n");
    expect_shown("[\"a\\u001b\", 2]", "a\\x1B\n2\n");
}

static void objects_with_lists_inside_show_them_as_tables_below(void **state)
{
    (void)state;
    expect_shown("{\"s\": [{\"p\": 1}, {\"p\": 2}], \"v\": \"1\"}", "v  1\n\ns:\np\n1\n2\n");
}

static void what_fits_no_table_is_indented_json(void **state)
{
    (void)state;
    expect_shown("[{\"a\": [{\"b\": 1}]}]",
                 "[\n  {\n    \"a\": [\n      {\n        \"b\": 1\n      }\n    ]\n  }\n]\n");
    expect_shown("[[1], [2]]", "[\n  [\n    1\n  ],\n  [\n    2\n  ]\n]\n");
    expect_shown("[1, {\"a\": 2}]", "[\n  1,\n  {\n    \"a\": 2\n  }\n]\n");
    char wide[512] = "[{\"a0\": 0";
    for (int i = 1; i <= SHOW_COLUMNS; i++)
        sprintf(wide + strlen(wide), ", \"a%d\": %d", i, i);
    strcat(wide, "}]");
    char *text = NULL;
    size_t size;
    struct qmpc_json value;
    qmpc_json_parse(wide, strlen(wide), &value, NULL);
    FILE *out = open_memstream(&text, &size);
    show_value(out, false, value);
    fclose(out);
    assert_non_null(strstr(text, "\"a12\": 12"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_could_steer_a_terminal_is_shown_instead),
        cmocka_unit_test(bytes_that_are_no_utf8_are_shown_one_by_one),
        cmocka_unit_test(lines_keep_their_ends_and_nothing_else),
        cmocka_unit_test(json_stays_json_that_says_the_same),
        cmocka_unit_test(widths_are_columns_and_not_bytes),
        cmocka_unit_test(colours_are_wanted_by_option_or_terminal_only),
        cmocka_unit_test(columns_are_as_wide_as_their_widest_cell),
        cmocka_unit_test(a_table_without_heads_has_no_header),
        cmocka_unit_test(an_object_is_a_list_of_keys_and_values),
        cmocka_unit_test(an_array_of_objects_is_a_table_of_all_their_members),
        cmocka_unit_test(objects_with_lists_inside_show_them_as_tables_below),
        cmocka_unit_test(what_fits_no_table_is_indented_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
