/* test_reader.c - typed access to a message: types, texts, walking, numbers.
 *
 * SPDX-License-Identifier: MIT */
#include "document.h"

static void read_text(struct document *d, const char *text)
{
    assert_int_equal(document_read(d, text, strlen(text)), 0);
}

static void assert_span(struct json_span span, const char *text)
{
    assert_int_equal(span.length, strlen(text));
    assert_memory_equal(span.text, text, span.length);
}

static const struct {
    const char *text;
    enum json_type type;
    const char *span;
} values[] = {
    {"{}", JSON_OBJECT, "{}"},
    {"[]", JSON_ARRAY, "[]"},
    {"{\"a\":[1]}", JSON_OBJECT, "{\"a\":[1]}"},
    {"[ 1, {} ]", JSON_ARRAY, "[1,{}]"},
    {"\"\"", JSON_STRING, ""},
    {"\"abc\"", JSON_STRING, "abc"},
    {"'a\"b\\\\'", JSON_STRING, "a\\\"b\\\\"},
    {"\"true\"", JSON_STRING, "true"},
    {"\"1\"", JSON_STRING, "1"},
    {"0", JSON_NUMBER, "0"},
    {"-1.5e3", JSON_NUMBER, "-1.5e3"},
    {"true", JSON_BOOL, "true"},
    {"false", JSON_BOOL, "false"},
    {"null", JSON_NULL, "null"},
};

static void reader_knows_the_type_and_text_of_a_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        struct document d;

        read_text(&d, values[i].text);
        assert_int_equal(json_type(&d.doc, 0), values[i].type);
        assert_span(json_span(&d.doc, 0), values[i].span);
        document_free(&d);
    }
}

static void reader_knows_the_type_and_text_of_a_member(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        char text[64];
        struct document d;
        int value;

        snprintf(text, sizeof text, "{\"a\":[{}],\"b\":%s,\"c\":0}", values[i].text);
        read_text(&d, text);
        value = json_member(&d.doc, 0, "b");
        assert_int_equal(json_type(&d.doc, value), values[i].type);
        assert_span(json_span(&d.doc, value), values[i].span);
        document_free(&d);
    }
}

static void reader_walks_members_and_elements_in_their_order(void **state)
{
    static const char *const keys[] = {"a", "b", "", "d"};
    struct document d;
    unsigned n = 0;
    int list;

    (void)state;
    read_text(&d, "{\"a\":{\"x\":[1,2,{\"y\":3}]},\"b\":[[],[[]],{}],\"\":null,\"d\":\"e\"}");
    for (int key = json_first(0); key < json_end(&d.doc, 0); key = json_next(&d.doc, key)) {
        assert_in_range(n, 0, COUNT(keys) - 1);
        assert_true(json_equals(&d.doc, key, keys[n]));
        n++;
    }
    assert_int_equal(n, COUNT(keys));

    n = 0;
    list = json_member(&d.doc, 0, "b");
    for (int e = json_first(list); e < json_end(&d.doc, list); e = json_next(&d.doc, e))
        assert_span(json_span(&d.doc, e), n++ == 0 ? "[]" : n == 2 ? "[[]]" : "{}");
    assert_int_equal(n, 3);
    document_free(&d);
}

static void reader_finds_nothing_in_what_is_empty(void **state)
{
    static const char *const empty[] = {"{}", "[]", "[[]]", "[{}]"};

    (void)state;
    for (size_t i = 0; i < COUNT(empty); i++) {
        struct document d;
        int value = i < 2 ? 0 : 1;

        read_text(&d, empty[i]);
        assert_int_equal(json_first(value), json_end(&d.doc, value));
        document_free(&d);
    }
}

static void reader_finds_members_by_their_whole_name_and_level(void **state)
{
    struct document d;
    int inner;

    (void)state;
    read_text(&d, "{\"ab\":1,\"a\":{\"b\":2,\"c\":\"id\"},\"abc\":3,\"x\":[\"id\"]}");
    assert_span(json_span(&d.doc, json_member(&d.doc, 0, "ab")), "1");
    assert_span(json_span(&d.doc, json_member(&d.doc, 0, "abc")), "3");
    assert_int_equal(json_member(&d.doc, 0, "b"), -1);
    assert_int_equal(json_member(&d.doc, 0, "id"), -1);
    assert_int_equal(json_member(&d.doc, 0, ""), -1);
    assert_int_equal(json_member(&d.doc, 0, "A"), -1);
    inner = json_member(&d.doc, 0, "a");
    assert_span(json_span(&d.doc, json_member(&d.doc, inner, "b")), "2");
    assert_int_equal(json_member(&d.doc, inner, "abc"), -1);
    document_free(&d);
}

static void reader_finds_members_whose_names_came_as_escapes(void **state)
{
    struct document d;

    (void)state;
    read_text(&d, "{\"\\u0069\\u0064\":7}");
    assert_span(json_span(&d.doc, json_member(&d.doc, 0, "id")), "7");
    document_free(&d);
}

/* ------------------------------------------------------------------ numbers */

static const struct {
    const char *text;
    bool is_int64, is_uint64;
    int64_t i;
    uint64_t u;
} numbers[] = {
    {"0", true, true, 0, 0},
    {"-0", true, true, 0, 0},
    {"1", true, true, 1, 1},
    {"-1", true, false, -1, 0},
    {"9223372036854775806", true, true, INT64_MAX - 1, INT64_MAX - 1},
    {"9223372036854775807", true, true, INT64_MAX, INT64_MAX},
    {"9223372036854775808", false, true, 0, (uint64_t)1 << 63},
    {"-9223372036854775807", true, false, -INT64_MAX, 0},
    {"-9223372036854775808", true, false, INT64_MIN, 0},
    {"-9223372036854775809", false, false, 0, 0},
    {"18446744073709551614", false, true, 0, UINT64_MAX - 1},
    {"18446744073709551615", false, true, 0, UINT64_MAX},
    {"18446744073709551616", false, false, 0, 0},
    {"18446744073709551620", false, false, 0, 0},
    {"-18446744073709551616", false, false, 0, 0},
    {"99999999999999999999", false, false, 0, 0},
    {"100000000000000000000000000000", false, false, 0, 0},
    {"1.0", false, false, 0, 0},
    {"0.0", false, false, 0, 0},
    {"1e3", false, false, 0, 0},
    {"1E3", false, false, 0, 0},
    {"-1.5", false, false, 0, 0},
};

static void reader_gives_integers_up_to_the_ends_of_their_range(void **state)
{
    (void)state;
    for (size_t n = 0; n < COUNT(numbers); n++) {
        struct document d;
        char text[64];
        int64_t i = 0;
        uint64_t u = 0;

        snprintf(text, sizeof text, "[%s]", numbers[n].text);
        read_text(&d, text);
        assert_int_equal(json_int64(&d.doc, 1, &i), numbers[n].is_int64 ? 0 : -1);
        if (numbers[n].is_int64)
            assert_true(i == numbers[n].i);
        assert_int_equal(json_uint64(&d.doc, 1, &u), numbers[n].is_uint64 ? 0 : -1);
        if (numbers[n].is_uint64)
            assert_true(u == numbers[n].u);
        document_free(&d);
    }
}

static void reader_gives_booleans(void **state)
{
    struct document d;

    (void)state;
    read_text(&d, "[true,false]");
    assert_true(json_bool(&d.doc, 1));
    assert_false(json_bool(&d.doc, 2));
    document_free(&d);
}

static void reader_undoes_the_escapes_of_a_string_byte_by_byte(void **state)
{
    static const char expected[] = "a\"\\b\xC3\xA9\xC0\x80";
    struct document d;
    struct json_span rest;

    (void)state;
    read_text(&d, "\"a\\\"\\\\b\\u00e9\\u0000\"");
    rest = json_span(&d.doc, 0);
    for (size_t i = 0; i < strlen(expected); i++)
        assert_int_equal(json_string_byte(&rest), (uint8_t)expected[i]);
    assert_int_equal(json_string_byte(&rest), -1);
    assert_int_equal(json_string_byte(&rest), -1);
    document_free(&d);
}

/* ------------------------------------------------------------------- tokens */

static const struct {
    const char *text;
    unsigned tokens;
} counted[] = {
    {"{}", 1},      {"[]", 1},   {"{\"a\":1}", 3},
    {"[1,2,3]", 4}, {"1", 1},    {"\"x\"", 1},
    {"[[[]]]", 3},  {"null", 1}, {"{\"a\":{\"b\":[{}]}}", 6},
};

static void reader_needs_one_token_for_each_value_and_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(counted); i++) {
        struct document d;

        assert_int_equal(
            document_read_tokens(&d, counted[i].text, strlen(counted[i].text), counted[i].tokens),
            0);
        assert_int_equal(d.doc.count, counted[i].tokens);
        document_free(&d);
    }
}

static void reader_says_when_tokens_are_too_few(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(counted); i++) {
        for (unsigned max = 0; max < counted[i].tokens; max++) {
            struct document d;

            assert_int_equal(
                document_read_tokens(&d, counted[i].text, strlen(counted[i].text), max),
                JSON_READ_TOKENS);
            document_free(&d);
        }
    }
}

/* What the framer passes always fits. */
static void reader_counts_tokens_as_the_framer_does(void **state)
{
    size_t size = 2 * (size_t)QMP_TOKENS_MAX - 1;
    char *text = malloc(size);
    struct document d;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = i % 2 ? '1' : ',';
    text[0] = '[';
    text[size - 1] = ']';
    assert_int_equal(document_read(&d, text, size), 0);
    assert_int_equal(d.doc.count, QMP_TOKENS_MAX);
    document_free(&d);
    free(text);
}

static void reader_reads_a_message_at_the_nesting_limit(void **state)
{
    char *text = malloc(2 * QMP_NESTING_MAX);
    struct document d;

    (void)state;
    assert_non_null(text);
    memset(text, '[', QMP_NESTING_MAX);
    memset(text + QMP_NESTING_MAX, ']', QMP_NESTING_MAX);
    if (QMP_NESTING_MAX <= QMP_TOKENS_MAX) {
        assert_int_equal(document_read(&d, text, 2 * QMP_NESTING_MAX), 0);
        for (int i = 0; i < QMP_NESTING_MAX; i++)
            assert_int_equal(json_end(&d.doc, i), QMP_NESTING_MAX);
        document_free(&d);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reader_knows_the_type_and_text_of_a_message),
        cmocka_unit_test(reader_knows_the_type_and_text_of_a_member),
        cmocka_unit_test(reader_walks_members_and_elements_in_their_order),
        cmocka_unit_test(reader_finds_nothing_in_what_is_empty),
        cmocka_unit_test(reader_finds_members_by_their_whole_name_and_level),
        cmocka_unit_test(reader_finds_members_whose_names_came_as_escapes),
        cmocka_unit_test(reader_gives_integers_up_to_the_ends_of_their_range),
        cmocka_unit_test(reader_gives_booleans),
        cmocka_unit_test(reader_undoes_the_escapes_of_a_string_byte_by_byte),
        cmocka_unit_test(reader_needs_one_token_for_each_value_and_key),
        cmocka_unit_test(reader_says_when_tokens_are_too_few),
        cmocka_unit_test(reader_counts_tokens_as_the_framer_does),
        cmocka_unit_test(reader_reads_a_message_at_the_nesting_limit),
    };

    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
