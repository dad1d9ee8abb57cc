/* test_json.c - JSON access: what is valid, what is found, what it is.
 *
 * SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"

static struct qmpc_json parsed(const char *text)
{
    struct qmpc_json value;
    assert_int_equal(qmpc_json_parse(text, strlen(text), &value, NULL), QMPC_OK);
    return value;
}

static struct qmpc_json at(const char *text, const char *path)
{
    struct qmpc_json found;
    qmpc_json_find(parsed(text), path, &found);
    return found;
}

static void parse_takes_every_valid_form(void **state)
{
    (void)state;
    static const char *const valid[] = {
        "null",
        " true ",
        "false",
        "0",
        "-0",
        "12.5e-3",
        "0e1",
        "1E+2",
        "\"\"",
        "\"\\u00e4\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "[]",
        "[ ]",
        "{}",
        "{ }",
        "[1,[2,[3,{}]],\"x\"]",
        "{\"a\":{\"b\":[]} , \"c\" : null}",
    };
    for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
        assert_int_equal(qmpc_json_parse(valid[i], strlen(valid[i]), NULL, NULL), QMPC_OK);
}

static void parse_refuses_what_is_not_json(void **state)
{
    (void)state;
    static const char *const invalid[] = {
        "",
        " ",
        "nul",
        "truex",
        "01",
        "-",
        "1.",
        "1e",
        "+1",
        ".5",
        "0x10",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\'\"",
        "\"\\uD83Dx\"",
        "\"\\uDE00\"",
        "[\"a\", 'b']",
        "\"\xC3\"",
        "\"\xF0\x9F\x98\"",
        "\"\n\"",
        "'a'",
        "[",
        "[1",
        "[1,]",
        "[,]",
        "[1 2]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\":1",
        "[1}",
        "{\"a\":1]",
        "{} {}",
        "1 2",
        "}",
        "\"\xFF\"",
    };
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++) {
        if (qmpc_json_parse(invalid[i], strlen(invalid[i]), NULL, NULL) == QMPC_OK)
            fail_msg("accepted: %s", invalid[i]);
    }
}

static void parse_tells_the_first_wrong_byte(void **state)
{
    (void)state;
    size_t fault = 99;
    assert_int_equal(qmpc_json_parse("{\"a\": 1 2}", 10, NULL, &fault), QMPC_E_ARGUMENT);
    assert_int_equal(fault, 8);
    static const struct {
        const char *text;
        size_t fault;
    } faults[] = {
        {"[1", 2},        {"nul", 0},         {"[true, fals]", 7}, {"01", 1},
        {"{\"a\" 1}", 5}, {"[1} ", 2},        {"1 2", 2},          {" ", 1},
        {"[1, 'a']", 4},  {"[\"a\\'b\"]", 4}, {"\"abc", 4},        {"[\"\\uD83D\"]", 8},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const char *text = faults[i].text;
        assert_int_equal(qmpc_json_parse(text, strlen(text), NULL, &fault), QMPC_E_ARGUMENT);
        if (fault != faults[i].fault)
            fail_msg("%s: %zu, not %zu", text, fault, faults[i].fault);
    }
}

static void parse_stops_at_the_depth_limit_and_not_before(void **state)
{
    (void)state;
    static char text[2 * (QMPC_JSON_DEPTH + 1)];
    for (int depth = QMPC_JSON_DEPTH; depth <= QMPC_JSON_DEPTH + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        int status = qmpc_json_parse(text, 2 * (size_t)depth, NULL, NULL);
        assert_int_equal(status, depth <= QMPC_JSON_DEPTH ? QMPC_OK : QMPC_E_ARGUMENT);
    }
}

static void find_follows_names_and_indexes(void **state)
{
    (void)state;
    const char *text = "{\"return\": [{\"n\": 1}, {\"n\": {\"x y\": \"deep\"}}], \"a.b\": 7}";
    int64_t number;
    assert_int_equal(qmpc_json_int64(at(text, "return.0.n"), &number), QMPC_OK);
    assert_int_equal(number, 1);
    assert_true(qmpc_json_string_is(at(text, "return.1.n.x y"), "deep"));
    assert_int_equal(qmpc_json_type(at(text, "")), QMPC_JSON_OBJECT);
    struct qmpc_json found;
    assert_int_equal(qmpc_json_member(parsed(text), "a.b", &found), QMPC_OK);
    assert_int_equal(qmpc_json_element(parsed("[5,6]"), 1, &found), QMPC_OK);
    assert_int_equal(found.length, 1);
    assert_int_equal(found.text[0], '6');
}

static void find_reports_what_is_missing(void **state)
{
    (void)state;
    const char *text = "{\"a\": [1], \"b\": 2}";
    static const char *const paths[] = {"c",   "a.1",   "a.x",  "a.",
                                        "b.c", "a.0.0", "a.-1", "a.9999999999"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct qmpc_json found;
        int status = qmpc_json_find(parsed(text), paths[i], &found);
        if (strcmp(paths[i], "a.") == 0)
            assert_int_equal(status, QMPC_OK); /* a last dot ends the path */
        else
            assert_int_equal(status, QMPC_E_MISSING);
    }
    int64_t number = 5;
    assert_int_equal(qmpc_json_int64(at(text, "no"), &number), QMPC_E_MISSING);
    assert_int_equal(number, 5);
    assert_int_equal(qmpc_json_type(at(text, "no")), QMPC_JSON_NONE);
}

static void find_compares_unescaped_names(void **state)
{
    (void)state;
    assert_int_equal(qmpc_json_count(at("{\"\\u0061\\n\": [1,2,3]}", "a\n")), 3);
}

static void integers_keep_all_their_bits(void **state)
{
    (void)state;
    int64_t i;
    uint64_t u;
    assert_int_equal(qmpc_json_int64(parsed("-9223372036854775808"), &i), QMPC_OK);
    assert_true(i == INT64_MIN);
    assert_int_equal(qmpc_json_uint64(parsed("18446744073709551615"), &u), QMPC_OK);
    assert_true(u == UINT64_MAX);
    assert_int_equal(qmpc_json_int64(parsed("9223372036854775808"), &i), QMPC_E_TYPE);
    assert_int_equal(qmpc_json_uint64(parsed("18446744073709551616"), &u), QMPC_E_TYPE);
    assert_int_equal(qmpc_json_uint64(parsed("-1"), &u), QMPC_E_TYPE);
    assert_int_equal(qmpc_json_int64(parsed("1.0"), &i), QMPC_E_TYPE);
    assert_int_equal(qmpc_json_int64(parsed("1e3"), &i), QMPC_E_TYPE);
    assert_int_equal(qmpc_json_int64(parsed("\"1\""), &i), QMPC_E_TYPE);
}

static void other_types_are_read_and_not_mixed_up(void **state)
{
    (void)state;
    bool flag = false;
    double number;
    assert_int_equal(qmpc_json_bool(parsed("true"), &flag), QMPC_OK);
    assert_true(flag);
    assert_int_equal(qmpc_json_bool(parsed("1"), &flag), QMPC_E_TYPE);
    assert_int_equal(qmpc_json_double(parsed("-2.5e1"), &number), QMPC_OK);
    assert_true(number == -25.0);
    assert_int_equal(qmpc_json_string(parsed("null"), NULL, 0), QMPC_E_TYPE);
    assert_int_equal(qmpc_json_type(parsed("null")), QMPC_JSON_NULL);
    assert_int_equal(qmpc_json_count(parsed("\"[1,2]\"")), 0);
}

/* Of a locale that localedef(1) makes, if it is here; it warns of all that is missing in it. */
static bool take_decimal_comma(const char *folder)
{
    char command[512];
    snprintf(command, sizeof command,
             "printf '%%s\\n' LC_NUMERIC 'decimal_point \",\"' 'thousands_sep \"\"' 'grouping -1' "
             "'END LC_NUMERIC' >%s/source && localedef -c -f UTF-8 -i %s/source ./%s/comma 2>&-",
             folder, folder, folder);
    (void)!system(command);
    setenv("LOCPATH", folder, 1);
    return setlocale(LC_NUMERIC, "comma") != NULL;
}

static void a_number_does_not_depend_on_the_locale(void **state)
{
    (void)state;
    double number = 0;
    char folder[] = "qmpc-locale-XXXXXX";
    char command[64];
    assert_non_null(mkdtemp(folder));
    bool taken = take_decimal_comma(folder);
    int status = qmpc_json_double(parsed("1.5"), &number);
    setlocale(LC_NUMERIC, "C");
    snprintf(command, sizeof command, "rm -r ./%s", folder);
    assert_int_equal(system(command), 0);
    if (!taken)
        skip();
    assert_int_equal(status, QMPC_OK);
    assert_true(number == 1.5);
}

static void strings_are_unescaped_to_utf8(void **state)
{
    (void)state;
    char text[64];
    int64_t length =
        qmpc_json_string(parsed("\"\\u00E4\\u20AC\\uD83D\\uDE00\\n\\/\\\"\""), text, sizeof text);
    assert_int_equal(length, 2 + 3 + 4 + 3);
    assert_string_equal(text, "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\n/\"");
    assert_int_equal(qmpc_json_string(parsed("\"a\\u0000b\""), text, sizeof text), 3);
    assert_memory_equal(text, "a\0b", 4);
}

static void a_short_buffer_is_filled_and_the_full_length_told(void **state)
{
    (void)state;
    char text[4];
    assert_int_equal(qmpc_json_string(parsed("\"abcdef\""), text, sizeof text), 6);
    assert_string_equal(text, "abc");
    assert_int_equal(qmpc_json_string(parsed("\"abcdef\""), NULL, 0), 6);
    char *copy = qmpc_json_strdup(parsed("\"abc\\tdef\""));
    assert_string_equal(copy, "abc\tdef");
    free(copy);
    assert_null(qmpc_json_strdup(parsed("12")));
}

static void quoting_and_unescaping_are_inverse(void **state)
{
    (void)state;
    const char *text = "a\"b\\c\n\x01\x7F/\xC3\xA4";
    char *quoted = qmpc_json_quote(text, strlen(text));
    assert_true(qmpc_json_string_is(parsed(quoted), text));
    free(quoted);
}

static void iteration_visits_every_member_in_order(void **state)
{
    (void)state;
    struct qmpc_json_iter walk = qmpc_json_iterate(parsed("{ \"a\" : [1, {}] , \"b\":\"}\" }"));
    struct qmpc_json key;
    struct qmpc_json value;
    assert_true(qmpc_json_next(&walk, &key, &value));
    assert_true(qmpc_json_string_is(key, "a"));
    assert_int_equal(qmpc_json_count(value), 2);
    assert_true(qmpc_json_next(&walk, &key, &value));
    assert_true(qmpc_json_string_is(value, "}"));
    assert_false(qmpc_json_next(&walk, &key, &value));
    walk = qmpc_json_iterate(parsed("12"));
    assert_false(qmpc_json_next(&walk, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_takes_every_valid_form),
        cmocka_unit_test(parse_refuses_what_is_not_json),
        cmocka_unit_test(parse_tells_the_first_wrong_byte),
        cmocka_unit_test(parse_stops_at_the_depth_limit_and_not_before),
        cmocka_unit_test(find_follows_names_and_indexes),
        cmocka_unit_test(find_reports_what_is_missing),
        cmocka_unit_test(find_compares_unescaped_names),
        cmocka_unit_test(integers_keep_all_their_bits),
        cmocka_unit_test(other_types_are_read_and_not_mixed_up),
        cmocka_unit_test(a_number_does_not_depend_on_the_locale),
        cmocka_unit_test(strings_are_unescaped_to_utf8),
        cmocka_unit_test(a_short_buffer_is_filled_and_the_full_length_told),
        cmocka_unit_test(quoting_and_unescaping_are_inverse),
        cmocka_unit_test(iteration_visits_every_member_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
