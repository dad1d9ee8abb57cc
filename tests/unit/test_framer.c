/* test_framer.c - what the framer makes of messages and of faults, in any chunking.
 *
 * SPDX-License-Identifier: MIT */
#include "feeding.h"
#include "framer_cases.h"

typedef void for_case(const struct framer_case *c);

static void for_every_case(for_case *check)
{
    for (size_t i = 0; i < framer_case_count; i++)
        check(&framer_cases[i]);
    for (size_t i = 0; i < framer_lexical_case_count; i++)
        check(&framer_lexical_cases[i]);
}

static void check_whole(const struct framer_case *c)
{
    feeding_expect(c->input.bytes, c->input.size, c->notes);
}

static void framer_answers_every_case_as_qemu_does(void **state)
{
    (void)state;
    for_every_case(check_whole);
}

static void check_bytewise(const struct framer_case *c)
{
    struct feeding f;

    feeding_begin(&f);
    feeding_pieces(&f, c->input.bytes, c->input.size, 1);
    assert_string_equal(f.notes, c->notes);
    feeding_end(&f);
}

static void framer_gives_the_same_results_byte_by_byte(void **state)
{
    (void)state;
    for_every_case(check_bytewise);
}

static void check_splits(const struct framer_case *c)
{
    const char *bytes = c->input.bytes;
    size_t size = c->input.size;

    for (size_t a = 0; a <= size; a++) {
        for (size_t b = a; b <= size; b++) {
            struct feeding f;

            feeding_begin_with_room(&f, (uint32_t)size + 2 * JSON_FRAMER_SLACK);
            feeding_bytes(&f, bytes, a);
            feeding_bytes(&f, bytes + a, b - a);
            feeding_bytes(&f, bytes + b, size - b);
            assert_string_equal(f.notes, c->notes);
            feeding_end(&f);
        }
    }
}

static void framer_gives_the_same_results_at_every_two_split_points(void **state)
{
    (void)state;
    for_every_case(check_splits);
}

/* A buffer that is given byte by byte, and moved each time. */
static void check_moving(const struct framer_case *c)
{
    struct feeding f;

    feeding_begin_with_room(&f, 1);
    feeding_bytes(&f, c->input.bytes, c->input.size);
    assert_string_equal(f.notes, c->notes);
    feeding_end(&f);
}

static void framer_asks_for_room_and_goes_on_in_a_moved_buffer(void **state)
{
    (void)state;
    for_every_case(check_moving);
}

/* What remains of one case does not show in the next. */
static void framer_answers_cases_glued_together_as_one_by_one(void **state)
{
    struct feeding f;

    (void)state;
    feeding_begin(&f);
    for (size_t i = 0; i < framer_case_count; i++) {
        feeding_clear(&f);
        feeding_bytes(&f, framer_cases[i].input.bytes, framer_cases[i].input.size);
        assert_string_equal(f.notes, framer_cases[i].notes);
    }
    feeding_end(&f);
}

static void framer_cases_show_every_fault_that_is_no_limit(void **state)
{
    (void)state;
    for (unsigned fault = JSON_FAULT_STRAY; fault < JSON_FAULT_NESTING; fault++) {
        const char *format = json_fault_format(fault);
        size_t known = strcspn(format, "%");
        bool shown = fault == JSON_FAULT_DUPLICATE; /* the reader's */

        for (size_t i = 0; i < framer_case_count; i++)
            shown |= strncmp(framer_cases[i].notes, format, known) == 0;
        for (size_t i = 0; i < framer_lexical_case_count; i++) {
            const char *text = strstr(framer_lexical_cases[i].notes,
                                      strstr(format, "%r") ? strstr(format, "%r") + 2 : format);
            shown |= text != NULL;
        }
        assert_true(shown);
    }
}

static void framer_names_each_fault_as_qemu_does(void **state)
{
    static const char *const formats[] = {
        [JSON_FAULT_STRAY] = PARSE_ERROR "stray '%r'",
        [JSON_FAULT_VALUE] = PARSE_ERROR "expecting value",
        [JSON_FAULT_KEYWORD] = PARSE_ERROR "invalid keyword '%r'",
        [JSON_FAULT_COLON] = PARSE_ERROR "missing : in object pair",
        [JSON_FAULT_KEY] = PARSE_ERROR "key is not a string in object",
        [JSON_FAULT_SEPARATOR_DICT] = PARSE_ERROR "expected separator in dict",
        [JSON_FAULT_SEPARATOR_LIST] = PARSE_ERROR "expected separator in list",
        [JSON_FAULT_ESCAPE] = PARSE_ERROR "invalid escape sequence in string",
        [JSON_FAULT_UTF8] = PARSE_ERROR "invalid UTF-8 sequence in string",
        [JSON_FAULT_UNICODE] = PARSE_ERROR "%r is not a valid Unicode character",
        [JSON_FAULT_DUPLICATE] = PARSE_ERROR "duplicate key",
        [JSON_FAULT_NESTING] = "JSON nesting depth limit exceeded",
        [JSON_FAULT_SIZE] = "JSON token size limit exceeded",
        [JSON_FAULT_TOKENS] = "JSON token count limit exceeded",
    };

    (void)state;
    for (unsigned fault = JSON_FAULT_STRAY; fault < COUNT(formats); fault++)
        assert_string_equal(json_fault_format(fault), formats[fault]);
}

/* ------------------------------------------------------------ the calls themselves */

static void framer_takes_no_byte_past_the_end_of_a_message(void **state)
{
    static const char bytes[] = "{\"a\":1}{}";
    struct feeding f;
    size_t used;

    (void)state;
    feeding_begin(&f);
    assert_int_equal(json_framer_feed(&f.framer, bytes, strlen(bytes), &used), JSON_MESSAGE);
    assert_int_equal(used, 7);
    assert_int_equal(f.framer.length, 7);
    assert_int_equal(f.framer.fault, JSON_FAULT_NONE);
    assert_int_equal(json_framer_feed(&f.framer, bytes + 7, 0, &used), JSON_MORE);
    assert_int_equal(used, 0);
    assert_int_equal(json_framer_feed(&f.framer, bytes + 7, 2, &used), JSON_MESSAGE);
    assert_int_equal(used, 2);
    assert_memory_equal(f.buffer, "{}", 2);
    feeding_end(&f);
}

/* The byte after a number belongs to what follows. */
static void framer_refuses_a_second_value_after_a_number(void **state)
{
    (void)state;
    feeding_expect("[1 2]", 5, PARSE_ERROR "expected separator in list\n");
    feeding_expect("1]", 2, "message 1\n" PARSE_ERROR "expecting value\n");
}

static void framer_counts_only_the_message_under_construction_as_pending(void **state)
{
    struct feeding f;

    (void)state;
    feeding_begin(&f);
    assert_int_equal(json_framer_pending(&f.framer), 0);
    feeding_bytes(&f, " {  \"ab\" ", 9);
    assert_int_equal(json_framer_pending(&f.framer), 5);
    feeding_bytes(&f, ":1}", 3);
    assert_int_equal(json_framer_pending(&f.framer), 0);
    feeding_bytes(&f, "@ [1,", 5);
    assert_int_equal(json_framer_pending(&f.framer), 3);
    feeding_end(&f);
}

static void framer_uses_no_more_of_its_buffer_than_it_was_given(void **state)
{
    struct feeding f;
    size_t used;

    (void)state;
    feeding_begin_with_room(&f, JSON_FRAMER_SLACK + 4);
    assert_int_equal(json_framer_feed(&f.framer, "\"abcdefgh\"", 10, &used), JSON_NO_ROOM);
    assert_in_range(used, 1, 9);
    assert_int_equal(json_framer_pending(&f.framer), used);
    /* Asked again with the same buffer it says the same and takes nothing. */
    assert_int_equal(json_framer_feed(&f.framer, "x", 1, &used), JSON_NO_ROOM);
    assert_int_equal(used, 0);
    feeding_end(&f);
}

static void framer_forgets_the_message_under_construction_when_reset(void **state)
{
    static const char *const begun[] = {"{\"a\":[1,",  "\"abc",   "\"abc\\",  "\"\\ud834\\u12",
                                        "[\"\xC3",     "[1 2",    "12",       "tru",
                                        "@ junk",      "{\"a\":", "'abc",     "[\"\\z",
                                        "[\"\\u12g4 ", "1.",      "[{\"a\":1"};
    struct feeding f;

    (void)state;
    feeding_begin(&f);
    for (size_t i = 0; i < COUNT(begun); i++) {
        feeding_bytes(&f, begun[i], strlen(begun[i]));
        feeding_clear(&f);
        json_framer_reset(&f.framer);
        assert_int_equal(json_framer_pending(&f.framer), 0);
        feeding_bytes(&f, "{\"b\":true}", 10);
        assert_string_equal(f.notes, "message {\"b\":true}\n");
    }
    feeding_end(&f);
}

/* QEMU formats this text into 1024 bytes. */
static void framer_cuts_the_text_of_a_long_word_where_qemu_does(void **state)
{
    char input[901], notes[1100];

    (void)state;
    memset(input, 'x', sizeof input);
    input[sizeof input - 1] = '\n';
    snprintf(notes, sizeof notes, PARSE_ERROR "invalid keyword '%.900s'\n", input);
    feeding_expect(input, sizeof input, notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framer_answers_every_case_as_qemu_does),
        cmocka_unit_test(framer_gives_the_same_results_byte_by_byte),
        cmocka_unit_test(framer_gives_the_same_results_at_every_two_split_points),
        cmocka_unit_test(framer_asks_for_room_and_goes_on_in_a_moved_buffer),
        cmocka_unit_test(framer_answers_cases_glued_together_as_one_by_one),
        cmocka_unit_test(framer_cases_show_every_fault_that_is_no_limit),
        cmocka_unit_test(framer_names_each_fault_as_qemu_does),
        cmocka_unit_test(framer_takes_no_byte_past_the_end_of_a_message),
        cmocka_unit_test(framer_refuses_a_second_value_after_a_number),
        cmocka_unit_test(framer_counts_only_the_message_under_construction_as_pending),
        cmocka_unit_test(framer_uses_no_more_of_its_buffer_than_it_was_given),
        cmocka_unit_test(framer_forgets_the_message_under_construction_when_reset),
        cmocka_unit_test(framer_cuts_the_text_of_a_long_word_where_qemu_does),
    };

    return cmocka_run_group_tests_name("framer", tests, NULL, NULL);
}
