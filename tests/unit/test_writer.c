/* test_writer.c - structure, numbers and room of the writer.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "qmp/writer.h"

static void assert_written(const struct json_writer *w, const char *text)
{
    assert_int_equal(w->length, strlen(text));
    assert_memory_equal(w->buffer, text, w->length);
}

static void write_sample(struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_int(w, "a", 1);
    json_write_begin(w, "list", '[');
    json_write_bool(w, NULL, true);
    json_write_string(w, NULL, "x");
    json_write_begin(w, NULL, '{');
    json_write_end(w, '}');
    json_write_begin(w, NULL, '[');
    json_write_end(w, ']');
    json_write_end(w, ']');
    json_write_bool(w, "no", false);
    json_write_uint(w, "u", 2);
    json_write_end(w, '}');
}

static const char sample[] = "{\"a\": 1, \"list\": [true, \"x\", {}, []], \"no\": false, \"u\": 2}";

static void writer_puts_commas_and_spaces_where_qemu_does(void **state)
{
    char buffer[128];
    struct json_writer w;

    (void)state;
    json_writer_init(&w, buffer, sizeof buffer);
    write_sample(&w);
    assert_written(&w, sample);
    assert_false(w.overflow);
}

static void writer_writes_bytes_and_text_as_they_are(void **state)
{
    char buffer[16];
    struct json_writer w;

    (void)state;
    json_writer_init(&w, buffer, sizeof buffer);
    json_write_bytes(&w, "\xFF\"", 2);
    json_write_text(&w, "{\r\n");
    json_write_bytes(&w, "", 0);
    assert_written(&w, "\xFF\"{\r\n");
}

/* ------------------------------------------------------------------ numbers */

static const int64_t integers[] = {0,
                                   1,
                                   -1,
                                   9,
                                   10,
                                   -10,
                                   65535,
                                   65536,
                                   655359,
                                   655360,
                                   4294967295,
                                   4294967296,
                                   -4294967296,
                                   42949672959,
                                   42949672960,
                                   999999999999999999,
                                   1000000000000000000,
                                   INT64_MAX,
                                   INT64_MIN,
                                   INT64_MIN + 1};

static void check_number(int64_t value)
{
    char buffer[64], expected[64], text[21];
    struct json_writer w;

    json_writer_init(&w, buffer, sizeof buffer);
    json_write_int(&w, NULL, value);
    json_write_uint(&w, NULL, (uint64_t)value);
    snprintf(expected, sizeof expected, "%lld, %llu", (long long)value, (unsigned long long)value);
    assert_written(&w, expected);

    snprintf(expected, sizeof expected, "%llu", (unsigned long long)value);
    assert_int_equal(json_format_uint(text, (uint64_t)value), strlen(expected));
    assert_string_equal(text, expected);
    snprintf(expected, sizeof expected, "0x%llx", (unsigned long long)value);
    assert_int_equal(json_format_hex(text, (uint64_t)value), strlen(expected));
    assert_string_equal(text, expected);
}

static void writer_writes_numbers_of_any_size(void **state)
{
    uint32_t seed = 1;

    (void)state;
    for (size_t i = 0; i < COUNT(integers); i++)
        check_number(integers[i]);
    for (int i = 0; i < 20000; i++) {
        uint64_t value = (uint64_t)unit_random(&seed) << 32 | unit_random(&seed);

        check_number((int64_t)(value >> unit_random(&seed) % 64));
    }
    for (uint64_t ten = 1; ten < UINT64_MAX / 10; ten *= 10) {
        check_number((int64_t)ten);
        check_number((int64_t)(ten - 1));
    }
}

/* --------------------------------------------------------------------- room */

static void writer_says_when_something_did_not_fit(void **state)
{
    (void)state;
    for (uint32_t size = 0; size <= strlen(sample) + 12; size++) {
        char *buffer = malloc(size + 1); /* exactly SIZE of it are the writer's */
        struct json_writer w;

        assert_non_null(buffer);
        buffer[size] = '#';
        json_writer_init(&w, buffer, size);
        write_sample(&w);
        /* A character of a string wants room for the longest one. */
        if (size < strlen(sample))
            assert_true(w.overflow);
        else if (size >= strlen(sample) + 12)
            assert_false(w.overflow);
        assert_in_range(w.length, 0, size);
        assert_int_equal(buffer[size], '#');
        free(buffer);
    }
}

static void writer_rewinds_to_a_mark_as_if_nothing_had_been_written(void **state)
{
    char buffer[40];
    struct json_writer w;
    struct json_mark mark;

    (void)state;
    json_writer_init(&w, buffer, sizeof buffer);
    json_write_begin(&w, NULL, '[');
    mark = json_writer_mark(&w);
    json_write_string(&w, NULL, "this is far too long for a buffer of forty");
    assert_true(w.overflow);
    json_writer_rewind(&w, mark);
    assert_false(w.overflow);
    json_write_int(&w, NULL, 1); /* still the first: no comma */
    mark = json_writer_mark(&w);
    json_write_begin(&w, NULL, '{');
    json_writer_rewind(&w, mark);
    json_write_int(&w, NULL, 2);
    json_write_end(&w, ']');
    assert_written(&w, "[1, 2]");
}

static void writer_keeps_saying_overflow_until_rewound(void **state)
{
    char buffer[8];
    struct json_writer w;
    struct json_mark mark;

    (void)state;
    json_writer_init(&w, buffer, sizeof buffer);
    mark = json_writer_mark(&w);
    json_write_text(&w, "123456789");
    json_write_text(&w, "1");
    assert_true(w.overflow);
    json_writer_rewind(&w, mark);
    json_write_text(&w, "12345678");
    assert_false(w.overflow);
    assert_written(&w, "12345678");
    json_write_bytes(&w, "9", 1);
    assert_true(w.overflow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writer_puts_commas_and_spaces_where_qemu_does),
        cmocka_unit_test(writer_writes_bytes_and_text_as_they_are),
        cmocka_unit_test(writer_writes_numbers_of_any_size),
        cmocka_unit_test(writer_says_when_something_did_not_fit),
        cmocka_unit_test(writer_rewinds_to_a_mark_as_if_nothing_had_been_written),
        cmocka_unit_test(writer_keeps_saying_overflow_until_rewound),
    };

    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
