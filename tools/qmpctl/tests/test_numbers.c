/* test_numbers.c - bars, sizes, encoded bytes, and how similar names are.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "common/advice.h"
#include "common/decode.h"
#include "common/progress.h"
#include "common/subcommand.h"

/* options.c prints help, which nobody asks for here. */
void subcommand_help(const struct subcommand *self)
{
    fail_msg("help of %s", self != NULL ? self->name : "qmpctl");
}

/* ------------------------------------------------------------------------------ bars */

static void expect_bar(uint64_t done, uint64_t total, int64_t ms, unsigned columns,
                       const char *expected)
{
    struct progress progress = {.what = "reading", .total = total, .done = done};
    char line[256];
    size_t length = progress_line(&progress, ms, columns, line, sizeof line);
    assert_string_equal(line, expected);
    assert_int_equal(length, strlen(expected));
    assert_true(length <= columns);
}

static void a_bar_tells_percent_bytes_rate_and_time_left(void **state)
{
    (void)state;
    expect_bar(4 << 20, 16 << 20, 2000, 100,
               "reading  [======>                       ]   25 %  4.0 MiB of 16.0 MiB  "
               "2.0 MiB/s  0:06 left");
    expect_bar(16 << 20, 16 << 20, 4000, 100,
               "reading  [==============================]  100 %  16.0 MiB of 16.0 MiB  "
               "4.0 MiB/s  0:04");
    expect_bar(0, 100, 3000, 93,
               "reading  [                              ]    0 %  0 B of 100 B  "
               "0 B/s");
}

static void a_bar_of_unknown_length_wanders(void **state)
{
    (void)state;
    expect_bar(1536, 0, 1500, 80,
               "reading  [               <=>            ]  1.5 KiB  1.0 KiB/s  0:01");
    expect_bar(1536, 0, 2700, 80,
               "reading  [                           <=>]  1.5 KiB  568 B/s  0:02");
    expect_bar(1536, 0, 5300, 80,
               "reading  [ <=>                          ]  1.5 KiB  289 B/s  0:05");
}

static void a_narrow_terminal_has_a_shorter_bar_or_none(void **state)
{
    (void)state;
    expect_bar(50, 100, 1000, 73, "reading  [====>     ]   50 %  50 B of 100 B  50 B/s  0:01 left");
    expect_bar(50, 100, 1000, 50, "reading   50 %  50 B of 100 B  50 B/s  0:01 left");
    expect_bar(50, 100, 1000, 12, "reading   50");
}

static void sizes_have_units_of_1024(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *text;
    } sizes[] = {{0, "0 B"},
                 {1023, "1023 B"},
                 {1024, "1.0 KiB"},
                 {1048575, "1.0 MiB"},
                 {UINT64_MAX, "16.0 EiB"}};
    char text[PROGRESS_SIZE_ROOM];
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        assert_string_equal(progress_size(sizes[i].bytes, text), sizes[i].text);
}

/* -------------------------------------------------------------------- bytes, numbers */

static void bytes_come_out_of_text_in_pieces_of_any_length(void **state)
{
    static const char text[] = "AAECAwQFBgcICQ==";
    (void)state;
    for (size_t piece = 1; piece <= sizeof text; piece++) {
        struct decode decode = {.base64 = true};
        unsigned char bytes[64];
        size_t made = 0;
        for (size_t i = 0; i < sizeof text - 1; i += piece) {
            size_t left = sizeof text - 1 - i;
            ssize_t count =
                decode_take(&decode, text + i, left < piece ? left : piece, bytes + made);
            assert_true(count >= 0);
            made += (size_t)count;
        }
        assert_true(decode_is_whole(&decode));
        assert_int_equal(made, 10);
        for (unsigned i = 0; i < 10; i++)
            assert_int_equal(bytes[i], i);
        char *back = decode_base64_of(bytes, made);
        assert_string_equal(back, text);
        free(back);
    }
}

static void digits_that_cannot_be_are_refused(void **state)
{
    struct decode hex = {0};
    struct decode base64 = {.base64 = true};
    unsigned char bytes[16];
    (void)state;
    assert_int_equal(decode_take(&hex, "aFg", 3, bytes), -1);
    assert_int_equal(bytes[0], 0xAF);
    assert_int_equal(decode_take(&base64, "A=", 2, bytes), -1);
    base64 = (struct decode){.base64 = true};
    assert_int_equal(decode_take(&base64, "AA=A", 4, bytes), -1);
}

static void sizes_are_read_with_their_units(void **state)
{
    uint64_t bytes;
    (void)state;
    assert_true(options_size("4K", &bytes) && bytes == 4096);
    assert_true(options_size("64k", &bytes) && bytes == 65536);
    assert_true(options_size("2g", &bytes) && bytes == UINT64_C(2) << 30);
    assert_true(options_size("0x10M", &bytes) && bytes == 16 << 20);
    assert_true(options_size("1GiB", &bytes) && bytes == 1 << 30);
    assert_true(options_size("0xFFFFFFFFFFFFFFFF", &bytes) && bytes == UINT64_MAX);
    assert_false(options_size("17179869184G", &bytes));
    assert_false(options_size("4Kx", &bytes));
    assert_false(options_size("K", &bytes));
    assert_false(options_size("-1", &bytes));
    assert_false(options_size("", &bytes));
}

static void a_similar_name_is_one_that_somebody_meant(void **state)
{
    char *const names[] = {"query-status", "query-version", "stop", "system_reset", "temperature"};
    (void)state;
    assert_string_equal(advice_similar("query-statsu", names, 5), "query-status");
    assert_string_equal(advice_similar("sotp", names, 5), "stop");
    assert_string_equal(advice_similar("reset", names, 5), "system_reset");
    assert_string_equal(advice_similar("temprature", names, 5), "temperature");
    assert_null(advice_similar("reboot", names, 5));
    assert_null(advice_similar("", names, 5));
    assert_null(advice_similar("stop", names, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_tells_percent_bytes_rate_and_time_left),
        cmocka_unit_test(a_bar_of_unknown_length_wanders),
        cmocka_unit_test(a_narrow_terminal_has_a_shorter_bar_or_none),
        cmocka_unit_test(sizes_have_units_of_1024),
        cmocka_unit_test(bytes_come_out_of_text_in_pieces_of_any_length),
        cmocka_unit_test(digits_that_cannot_be_are_refused),
        cmocka_unit_test(sizes_are_read_with_their_units),
        cmocka_unit_test(a_similar_name_is_one_that_somebody_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
