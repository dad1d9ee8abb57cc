/* test_arguments.c - what key=value words and lines of the prompt mean.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "common/arguments.h"

/* Splits a line and builds the arguments of all its words. */
static char *built(const char *text, char **error)
{
    static char line[400000];
    char *words[16];
    const char *fault = NULL;
    assert_true(strlen(text) < sizeof line);
    strcpy(line, text);
    int count = words_split(line, words, 16, &fault);
    assert_true(count >= 0);
    return arguments_build(words, (size_t)count, error);
}

static void expect(const char *text, const char *json)
{
    char *error = NULL;
    char *arguments = built(text, &error);
    if (arguments == NULL)
        fail_msg("%s: %s", text, error);
    assert_string_equal(arguments, json);
    free(arguments);
}

static void expect_error(const char *text, const char *part)
{
    char *error = NULL;
    assert_null(built(text, &error));
    assert_non_null(strstr(error, part));
    free(error);
}

static void a_value_that_is_json_stays_json(void **state)
{
    (void)state;
    expect("", "{}");
    expect("a=1 b=-2.5 c=null d=\"x y\"", "{\"a\": 1, \"b\": -2.5, \"c\": null, \"d\": \"x y\"}");
    expect("a=[1, 2] b={\"c\": {}}", "{\"a\": [1, 2], \"b\": {\"c\": {}}}");
    expect("a=true b=False", "{\"a\": true, \"b\": false}");
    expect("a=18446744073709551615", "{\"a\": 18446744073709551615}");
}

static void any_other_value_is_a_string(void **state)
{
    (void)state;
    expect("a=rng0 b= c=x=y d=/a/b e=007", "{\"a\": \"rng0\", \"b\": \"\", \"c\": \"x=y\", "
                                           "\"d\": \"/a/b\", \"e\": \"007\"}");
    expect("a='1 \"2\"'", "{\"a\": \"1 \\\"2\\\"\"}");
}

static void hexadecimal_numbers_are_numbers(void **state)
{
    (void)state;
    expect("a=0x80000000 b=-0X10 c=0xFFFFFFFFFFFFFFFF",
           "{\"a\": 2147483648, \"b\": -16, \"c\": 18446744073709551615}");
    expect("a=0x b=0xg c=0x10000000000000000",
           "{\"a\": \"0x\", \"b\": \"0xg\", \"c\": \"0x10000000000000000\"}");
}

static void dotted_keys_make_objects(void **state)
{
    (void)state;
    expect("a.b=1 x=2 a.c.d=y.z", "{\"a\": {\"b\": 1, \"c\": {\"d\": \"y.z\"}}, \"x\": 2}");
}

static void one_object_may_be_all_arguments(void **state)
{
    (void)state;
    expect("{\"a\": [1]}", "{\"a\": [1]}");
    expect_error("{\"a\": }", "not valid JSON");
}

static void objects_may_be_written_as_in_python(void **state)
{
    (void)state;
    expect("a={'b':'c','d':{\"e\":True}}", "{\"a\": {\"b\":\"c\",\"d\":{\"e\":true}}}");
    expect("a=['x \"y\"', None, False, -1.5, 0x10,]",
           "{\"a\": [\"x \\\"y\\\"\", null, false, -1.5, 16]}");
    expect("a=['it\\'s', '\\x41\\n']", "{\"a\": [\"it's\", \"\\u0041\\n\"]}");
    expect("a={b:1} c=[1 d=2]", "{\"a\": \"{b:1}\", \"c\": \"[1 d=2]\"}");
    expect("a=['x', ''] b='[\\'", "{\"a\": [\"x\", \"\"], \"b\": \"[\\\\\"}");
}

static void words_that_contradict_or_mean_nothing_are_refused(void **state)
{
    (void)state;
    expect_error("a", "key=value");
    expect_error("=1", "key=value");
    expect_error("a=1 a=2", "value already");
    expect_error("a=1 a.b=2", "value already");
    expect_error("a.b=2 a=1", "object already");
    expect_error(".a=1", "empty");
    expect_error("a..b=1", "empty");
    expect_error("a.=1", "empty");
}

/* A line of a pipe may be of any length, the stack not. */
static void a_key_may_not_have_parts_without_end(void **state)
{
    static char line[400000];
    (void)state;
    for (size_t i = 0; i + 4 < sizeof line; i += 2)
        memcpy(line + i, "a.", 2);
    memcpy(line + sizeof line - 4, "b=1", 4);
    expect_error(line, "too many parts");
    expect("a.b.c.d.e.f.g.h=1", "{\"a\": {\"b\": {\"c\": {\"d\": {\"e\": {\"f\": {\"g\": "
                                "{\"h\": 1}}}}}}}}");
}

static void an_open_quote_or_bracket_is_refused(void **state)
{
    static const char *const lines[] = {"a=\"x", "a='x", "a=[1, 2", "{\"a\": 1", "a=\"\\\""};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char line[64];
        char *words[4];
        const char *error = NULL;
        strcpy(line, lines[i]);
        assert_int_equal(words_split(line, words, 4, &error), -1);
        assert_non_null(error);
    }
    char line[] = "a b c";
    char *words[2];
    const char *error = NULL;
    assert_int_equal(words_split(line, words, 2, &error), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_that_is_json_stays_json),
        cmocka_unit_test(any_other_value_is_a_string),
        cmocka_unit_test(hexadecimal_numbers_are_numbers),
        cmocka_unit_test(dotted_keys_make_objects),
        cmocka_unit_test(one_object_may_be_all_arguments),
        cmocka_unit_test(objects_may_be_written_as_in_python),
        cmocka_unit_test(words_that_contradict_or_mean_nothing_are_refused),
        cmocka_unit_test(a_key_may_not_have_parts_without_end),
        cmocka_unit_test(an_open_quote_or_bracket_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
