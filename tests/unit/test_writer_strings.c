/* test_writer_strings.c - strings and canonical text on their way out: escapes, what
 * is no UTF-8, and resuming wherever the buffer ended.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "qmp/writer.h"

#define NUL "\xC0\x80"

typedef void write_some(struct json_writer *w, struct json_span *rest);

/* Writes all of INPUT with the parts the port leaves: FREE bytes at a time, after
 * USED bytes that are there already.  Returns the text, to be freed. */
static char *write_in_steps(write_some *write, struct literal input, uint32_t used, uint32_t free_)
{
    char *text = calloc(1, 12 * input.size + 1), *buffer = malloc(used + free_);
    struct json_span rest = {input.bytes, (uint32_t)input.size};
    size_t length = 0;

    assert_non_null(text);
    assert_non_null(buffer);
    while (rest.length) {
        struct json_writer w;
        uint32_t before = rest.length;

        json_writer_init(&w, buffer, used + free_);
        w.length = used;
        write(&w, &rest);
        assert_false(w.overflow);
        assert_in_range(rest.length, 0, before - 1); /* twelve bytes are enough for one more */
        memcpy(text + length, buffer + used, w.length - used);
        length += w.length - used;
    }
    free(buffer);
    return text;
}

static void check_steps(write_some *write, struct literal input, const char *expected)
{
    for (uint32_t used = 0; used < 3; used++) {
        for (uint32_t free_ = 12; free_ < 12 + 30; free_++) {
            char *text = write_in_steps(write, input, used, free_);

            assert_string_equal(text, expected);
            free(text);
        }
    }
}

static const struct {
    struct literal input;
    const char *escaped;
} strings[] = {
    {BYTES(""), ""},
    {BYTES("plain text ~ !"), "plain text ~ !"},
    {BYTES("\"\\/'"), "\\\"\\\\/'"},
    {BYTES("\b\f\n\r\t"), "\\b\\f\\n\\r\\t"},
    {BYTES("\x01\x1F\x7F"), "\\u0001\\u001F\\u007F"},
    {BYTES("a" NUL "b"), "a\\u0000b"},
    {BYTES("\xC2\x80\xC3\xA9\xDF\xBF"), "\\u0080\\u00E9\\u07FF"},
    {BYTES("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBD"), "\\u0800\\uD7FF\\uE000\\uFFFD"},
    {BYTES("\xF0\x90\x80\x80\xF0\x9D\x84\x9E\xF4\x8F\xBF\xBD"),
     "\\uD800\\uDC00\\uD834\\uDD1E\\uDBFF\\uDFFD"},
    /* What is no UTF-8. */
    {BYTES("\xFF"), "\\uFFFD"},
    {BYTES("\xFE\x80"), "\\uFFFD\\uFFFD"},
    {BYTES("a\x80z"), "a\\uFFFDz"},
    {BYTES("\303A"), "\\uFFFDA"},
    {BYTES("\xC3"), "\\uFFFD"},
    {BYTES("\xE2\x82"), "\\uFFFD"},
    {BYTES("\xE2\x82\"x"), "\\uFFFD\\\"x"},
    {BYTES("\xF0\x9D\x84"), "\\uFFFD"},
    {BYTES("\xC0\xAF"), "\\uFFFD"},
    {BYTES("\xC1\xBF"), "\\uFFFD"},
    {BYTES("\xE0\x80\x80"), "\\uFFFD"},
    {BYTES("\xE0\x9F\xBF"), "\\uFFFD"},
    {BYTES("\xF0\x8F\xBF\xBF"), "\\uFFFD"},
    {BYTES("\xED\xA0\x80"), "\\uFFFD"},
    {BYTES("\xED\xBF\xBF"), "\\uFFFD"},
    {BYTES("\xF4\x90\x80\x80"), "\\uFFFD"},
    {BYTES("\xEF\xBF\xBF"), "\\uFFFD"},
    {BYTES("\xEF\xB7\x90"), "\\uFFFD"},
    {BYTES("\xC3\xC3\xA9"), "\\uFFFD\\u00E9"},
};

static void writer_escapes_strings_as_qemu_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(strings); i++) {
        char *text = write_in_steps(json_write_escaped, strings[i].input, 0, 512);

        assert_string_equal(text, strings[i].escaped);
        free(text);
    }
}

static void writer_resumes_a_string_wherever_it_had_to_stop(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(strings); i++)
        check_steps(json_write_escaped, strings[i].input, strings[i].escaped);
}

static void writer_quotes_and_escapes_a_string_member(void **state)
{
    char buffer[64];
    struct json_writer w;

    (void)state;
    json_writer_init(&w, buffer, sizeof buffer);
    json_write_string(&w, "k", "a\"\xC3\xA9\n");
    json_write_string(&w, "e", "");
    assert_int_equal(w.length, strlen("\"k\": \"a\\\"\\u00E9\\n\", \"e\": \"\""));
    assert_memory_equal(w.buffer, "\"k\": \"a\\\"\\u00E9\\n\", \"e\": \"\"", w.length);
}

static void writer_takes_nothing_of_a_string_without_room_and_does_not_say_overflow(void **state)
{
    (void)state;
    for (uint32_t size = 0; size < 12; size++) {
        char buffer[16];
        struct json_span rest = {"\xF0\x9D\x84\x9E", 4};
        struct json_writer w;
        bool in_string = true;

        json_writer_init(&w, buffer, size);
        json_write_escaped(&w, &rest);
        json_write_canonical(&w, &rest, &in_string);
        assert_int_equal(rest.length, 4);
        assert_int_equal(w.length, 0);
        assert_false(w.overflow);
    }
}

/* ----------------------------------------------------------- canonical text */

static bool in_string;

static void write_canonical(struct json_writer *w, struct json_span *rest)
{
    json_write_canonical(w, rest, &in_string);
}

static const struct {
    struct literal canonical;
    const char *printed;
} values[] = {
    {BYTES("{}"), "{}"},
    {BYTES("[]"), "[]"},
    {BYTES("1"), "1"},
    {BYTES("-0.5e+10"), "-0.5e+10"},
    {BYTES("null"), "null"},
    {BYTES("\"\""), "\"\""},
    {BYTES("[1,2,[3,{}]]"), "[1, 2, [3, {}]]"},
    {BYTES("{\"a\":1,\"b\":{\"c\":[true,false]}}"), "{\"a\": 1, \"b\": {\"c\": [true, false]}}"},
    {BYTES("\",:{}[] \""), "\",:{}[] \""},
    {BYTES("[\"a,b\",\"c:d\",\"e\\\"f,\",\"g\\\\\",\"h,\"]"),
     "[\"a,b\", \"c:d\", \"e\\\"f,\", \"g\\\\\", \"h,\"]"},
    {BYTES("{\"\\\\\\\"\":\"\\\\\\\\\"}"), "{\"\\\\\\\"\": \"\\\\\\\\\"}"},
    {BYTES("\"\b\f\n\r\t\x01\x7F" NUL "\""), "\"\\b\\f\\n\\r\\t\\u0001\\u007F\\u0000\""},
    {BYTES("\"\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E\""), "\"\\u00E9\\u20AC\\uD834\\uDD1E\""},
};

static void writer_prints_canonical_text_as_qemu_does_from_every_split(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        in_string = false;
        check_steps(write_canonical, values[i].canonical, values[i].printed);
        assert_false(in_string);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writer_escapes_strings_as_qemu_does),
        cmocka_unit_test(writer_resumes_a_string_wherever_it_had_to_stop),
        cmocka_unit_test(writer_quotes_and_escapes_a_string_member),
        cmocka_unit_test(writer_takes_nothing_of_a_string_without_room_and_does_not_say_overflow),
        cmocka_unit_test(writer_prints_canonical_text_as_qemu_does_from_every_split),
    };

    return cmocka_run_group_tests_name("writer: strings", tests, NULL, NULL);
}
