/* test_framer_canonical.c - the form in which the framer hands on a message: equal
 * strings are equal bytes, and nothing of it needs a look at JSON's rules again.
 *
 * SPDX-License-Identifier: MIT */
#include "feeding.h"
#include "framer_cases.h"

#define NUL "\xC0\x80"

static const struct {
    struct literal input;
    const char *canonical;
} forms[] = {
    {BYTES(" [ 1 , { \"a\" : null } ] "), "[1,{\"a\":null}]"},
    {BYTES("[\" a  b \"]"), "[\" a  b \"]"},
    {BYTES("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"), "[\"\\\"\\\\/\b\f\n\r\t\"]"},
    {BYTES("[\"\\'\"]"), "[\"'\"]"},
    {BYTES("['a\"b']"), "[\"a\\\"b\"]"},
    {BYTES("['a\\'b\\\"c']"), "[\"a'b\\\"c\"]"},
    {BYTES("[\"it's\"]"), "[\"it's\"]"},
    {BYTES("{'a':'b'}"), "{\"a\":\"b\"}"},
    {BYTES("[\"\\u0041\\u005A\"]"), "[\"AZ\"]"},
    {BYTES("[\"\\u0022\\u005c\\u0027\\u002f\"]"), "[\"\\\"\\\\'/\"]"},
    {BYTES("[\"\\u0001\\u001f\\u007f\"]"), "[\"\x01\x1f\x7f\"]"},
    {BYTES("[\"\\u0000\"]"), "[\"" NUL "\"]"},
    {BYTES("[\"a" NUL "b\\u0000\"]"), "[\"a" NUL "b" NUL "\"]"},
    {BYTES("[\"\\u0080\\u07ff\\u0800\\uFFFD\"]"), "[\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\"]"},
    {BYTES("[\"\\uD834\\uDD1e\\ud800\\udc00\\uDBFF\\uDFFD\"]"),
     "[\"\xF0\x9D\x84\x9E\xF0\x90\x80\x80\xF4\x8F\xBF\xBD\"]"},
    {BYTES("[\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\"]"),
     "[\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\"]"},
    {BYTES("[\"\xF4\x8F\xBF\xBD\x7F\"]"), "[\"\xF4\x8F\xBF\xBD\x7F\"]"},
    {BYTES("[0.50,-0,1e5,1E+05,123456789012345678901234567890]"),
     "[0.50,-0,1e5,1E+05,123456789012345678901234567890]"},
    {BYTES("\"\\u0061\""), "\"a\""},
    {BYTES("''"), "\"\""},
};

static void framer_writes_messages_in_canonical_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        char notes[128];

        snprintf(notes, sizeof notes, "message %s\n", forms[i].canonical);
        feeding_expect(forms[i].input.bytes, forms[i].input.size, notes);
    }
}

static void framer_writes_the_same_form_in_any_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        for (size_t piece = 1; piece <= 7; piece++) {
            struct feeding f;

            feeding_begin(&f);
            feeding_pieces(&f, forms[i].input.bytes, forms[i].input.size, piece);
            assert_memory_equal(f.notes + 8, forms[i].canonical, strlen(forms[i].canonical));
            feeding_end(&f);
        }
    }
}

/* Or else what an earlier part of the library has read could not be read again. */
static void framer_leaves_a_canonical_message_as_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        char notes[128];
        const char *text = forms[i].canonical;

        if (strpbrk(text, "\x01\x1f\b\f\n\r\t"))
            continue; /* control characters stand for themselves in the canonical form only */
        snprintf(notes, sizeof notes, "message %s\n", text);
        feeding_expect(text, strlen(text), notes);
    }
}

static void framer_never_lengthens_a_message_without_single_quotes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++)
        if (!memchr(forms[i].input.bytes, '\'', forms[i].input.size))
            assert_in_range(strlen(forms[i].canonical), 0, forms[i].input.size);
}

/* Every character by escape and as UTF-8 gives the same bytes. */
static void framer_makes_equal_strings_equal_bytes(void **state)
{
    (void)state;
    for (uint32_t cp = 0x80; cp < 0x110000; cp += cp < 0x1000 ? 1 : 61) {
        char escape[16], utf8[8], input[32], notes[40];

        if ((cp >= 0xD800 && cp < 0xE000) || (cp >= 0xFDD0 && cp < 0xFDF0) ||
            (cp & 0xFFFE) == 0xFFFE)
            continue;
        if (cp < 0x10000)
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)cp);
        else
            snprintf(escape, sizeof escape, "\\u%04X\\u%04X",
                     (unsigned)(0xD800 + ((cp - 0x10000) >> 10)),
                     (unsigned)(0xDC00 + ((cp - 0x10000) & 0x3FF)));
        memset(utf8, 0, sizeof utf8);
        if (cp < 0x800) {
            utf8[0] = (char)(0xC0 | cp >> 6);
            utf8[1] = (char)(0x80 | (cp & 63));
        } else if (cp < 0x10000) {
            utf8[0] = (char)(0xE0 | cp >> 12);
            utf8[1] = (char)(0x80 | (cp >> 6 & 63));
            utf8[2] = (char)(0x80 | (cp & 63));
        } else {
            utf8[0] = (char)(0xF0 | cp >> 18);
            utf8[1] = (char)(0x80 | (cp >> 12 & 63));
            utf8[2] = (char)(0x80 | (cp >> 6 & 63));
            utf8[3] = (char)(0x80 | (cp & 63));
        }
        snprintf(input, sizeof input, "[\"%s\",\"%s\"]", escape, utf8);
        snprintf(notes, sizeof notes, "message [\"%s\",\"%s\"]\n", utf8, utf8);
        feeding_expect(input, strlen(input), notes);
    }
}

static void framer_puts_no_nul_byte_into_a_message(void **state)
{
    struct feeding f;

    (void)state;
    feeding_begin(&f);
    feeding_bytes(&f, "[\"\\u0000\\u0000\"]", 16);
    assert_int_equal(f.length, strlen(f.notes));
    assert_string_equal(f.notes, "message [\"" NUL NUL "\"]\n");
    feeding_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framer_writes_messages_in_canonical_form),
        cmocka_unit_test(framer_writes_the_same_form_in_any_pieces),
        cmocka_unit_test(framer_leaves_a_canonical_message_as_it_is),
        cmocka_unit_test(framer_never_lengthens_a_message_without_single_quotes),
        cmocka_unit_test(framer_makes_equal_strings_equal_bytes),
        cmocka_unit_test(framer_puts_no_nul_byte_into_a_message),
    };

    return cmocka_run_group_tests_name("framer: canonical form", tests, NULL, NULL);
}
