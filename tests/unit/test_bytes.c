/* test_bytes.c - hexadecimal and base64, with the place of what is wrong.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "bytes.h"

/* RFC 4648, section 10. */
static const struct {
    const char *bytes, *hex, *base64;
} vectors[] = {
    {"", "", ""},
    {"f", "66", "Zg=="},
    {"fo", "666f", "Zm8="},
    {"foo", "666f6f", "Zm9v"},
    {"foob", "666f6f62", "Zm9vYg=="},
    {"fooba", "666f6f6261", "Zm9vYmE="},
    {"foobar", "666f6f626172", "Zm9vYmFy"},
};

static void bytes_writes_and_reads_the_vectors_of_rfc_4648(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        size_t size = strlen(vectors[i].bytes), wrong;
        char text[32];
        uint8_t bytes[32];

        assert_int_equal(bytes_to_hex(text, (const uint8_t *)vectors[i].bytes, size),
                         strlen(vectors[i].hex));
        assert_memory_equal(text, vectors[i].hex, 2 * size);
        assert_int_equal(bytes_to_base64(text, (const uint8_t *)vectors[i].bytes, size),
                         strlen(vectors[i].base64));
        assert_memory_equal(text, vectors[i].base64, strlen(vectors[i].base64));

        assert_int_equal(bytes_from_hex(bytes, vectors[i].hex, strlen(vectors[i].hex), &wrong),
                         size);
        assert_memory_equal(bytes, vectors[i].bytes, size);
        assert_int_equal(
            bytes_from_base64(bytes, vectors[i].base64, strlen(vectors[i].base64), &wrong), size);
        assert_memory_equal(bytes, vectors[i].bytes, size);
    }
}

static void bytes_survive_the_way_there_and_back(void **state)
{
    uint32_t seed = 7;

    (void)state;
    for (size_t size = 0; size < 300; size++) {
        uint8_t *bytes = malloc(size + 1), *back = malloc(size + 1);
        char *text = malloc(2 * size + 8);
        size_t length, wrong;

        assert_non_null(bytes);
        assert_non_null(back);
        assert_non_null(text);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (uint8_t)(size == 256 ? i : unit_random(&seed));
        length = bytes_to_hex(text, bytes, size);
        assert_int_equal(length, 2 * size);
        assert_int_equal(bytes_from_hex(NULL, text, length, &wrong), size);
        assert_int_equal(bytes_from_hex(back, text, length, &wrong), size);
        assert_memory_equal(bytes, back, size);
        length = bytes_to_base64(text, bytes, size);
        assert_int_equal(length, (size + 2) / 3 * 4);
        assert_int_equal(bytes_from_base64(NULL, text, length, &wrong), size);
        assert_int_equal(bytes_from_base64(back, text, length, &wrong), size);
        assert_memory_equal(bytes, back, size);
        free(bytes);
        free(back);
        free(text);
    }
}

/* A character for each group of WIDTH bits, the first of them the highest of the first byte. */
static size_t reference(char *text, const uint8_t *bytes, size_t size, unsigned width,
                        const char *digits)
{
    size_t count = (8 * size + width - 1) / width;

    for (size_t i = 0; i < count; i++) {
        unsigned digit = 0;

        for (size_t bit = i * width; bit < (i + 1) * width; bit++)
            digit = digit << 1 | (bit < 8 * size ? bytes[bit / 8] >> (7 - bit % 8) & 1u : 0u);
        text[i] = digits[digit];
    }
    for (; count % (width == 6 ? 4 : 2); count++)
        text[count] = '=';
    return count;
}

/* Some of these are encoded a word at a time, and others are not; nothing behind the text may be
 * touched, hence the exact size. */
static void bytes_writes_the_same_wherever_bytes_and_text_lie(void **state)
{
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t seed = 12;

    (void)state;
    for (size_t size = 0; size <= 100; size++) {
        for (size_t offset = 0; offset < 64; offset++) {
            size_t from = offset % 8, to = offset / 8, length = (size + 2) / 3 * 4;
            uint8_t *bytes = malloc(from + size);
            char *text = malloc(to + 2 * size + 1), expected[208];

            for (size_t i = 0; i < size; i++)
                bytes[from + i] = (uint8_t)unit_random(&seed);
            assert_int_equal(bytes_to_hex(text + to, bytes + from, size), 2 * size);
            reference(expected, bytes + from, size, 4, "0123456789abcdef");
            assert_memory_equal(text + to, expected, 2 * size);
            free(text);
            text = malloc(to + length + 1);
            assert_int_equal(bytes_to_base64(text + to, bytes + from, size), length);
            assert_int_equal(reference(expected, bytes + from, size, 6, base64), length);
            assert_memory_equal(text + to, expected, length);
            free(text);
            free(bytes);
        }
    }
}

static void bytes_writes_every_digit_in_every_place(void **state)
{
    _Alignas(8) uint8_t bytes[24];
    _Alignas(8) char text[48];
    char expected[48];

    (void)state;
    for (unsigned bit = 0; bit < 192; bit++) {
        for (unsigned value = 0; value < 256; value++) {
            memset(bytes, value & 1 ? 0xFF : 0, sizeof bytes);
            bytes[bit / 8] = (uint8_t)value;
            bytes[(bit / 8 + 1) % 24] = (uint8_t)(value << bit % 8);
            bytes_to_base64(text, bytes, sizeof bytes);
            reference(expected, bytes, sizeof bytes, 6,
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
            assert_memory_equal(text, expected, 32);
            bytes_to_hex(text, bytes, sizeof bytes);
            reference(expected, bytes, sizeof bytes, 4, "0123456789abcdef");
            assert_memory_equal(text, expected, 48);
        }
    }
}

static void bytes_reads_hexadecimal_in_either_case(void **state)
{
    uint8_t bytes[4];
    size_t wrong;

    (void)state;
    assert_int_equal(bytes_from_hex(bytes, "dEaDBEef", 8, &wrong), 4);
    assert_memory_equal(bytes, "\xDE\xAD\xBE\xEF", 4);
}

static void expect_wrong(ptrdiff_t (*read)(uint8_t *, const char *, size_t, size_t *),
                         const char *text, size_t length, size_t position)
{
    uint8_t bytes[64];
    size_t wrong = SIZE_MAX;

    assert_int_equal(read(NULL, text, length, &wrong), -1);
    assert_int_equal(wrong, position);
    wrong = SIZE_MAX;
    assert_int_equal(read(bytes, text, length, &wrong), -1);
    assert_int_equal(wrong, position);
}

static void bytes_names_the_first_wrong_character_wherever_it_is(void **state)
{
    static const char no_hex[] = "g/:@G`x =\xFF", no_base64[] = "-_.:@[`{ !\n\xFF";

    (void)state;
    for (size_t at = 0; at < 12; at++) {
        for (size_t i = 0; i < sizeof no_hex; i++) { /* with the NUL */
            char text[] = "0123456789ab";

            text[at] = no_hex[i];
            text[11] = '?'; /* not the first */
            expect_wrong(bytes_from_hex, text, 12, at < 11 ? at : 11);
        }
        for (size_t i = 0; i < sizeof no_base64; i++) {
            char text[] = "QUJDREVGR0hJ";

            text[at] = no_base64[i];
            text[11] = '?';
            expect_wrong(bytes_from_base64, text, 12, at < 11 ? at : 11);
        }
    }
}

static void bytes_says_that_a_text_ends_too_early(void **state)
{
    (void)state;
    expect_wrong(bytes_from_hex, "0", 1, 1);
    expect_wrong(bytes_from_hex, "012", 3, 3);
    expect_wrong(bytes_from_base64, "Q", 1, 1);
    expect_wrong(bytes_from_base64, "QU", 2, 2);
    expect_wrong(bytes_from_base64, "QUJ", 3, 3);
    expect_wrong(bytes_from_base64, "QUJDRE", 6, 6);
}

/* What is wrong comes before what is missing. */
static void bytes_names_a_wrong_character_in_a_text_that_ends_too_early(void **state)
{
    (void)state;
    expect_wrong(bytes_from_hex, "01g", 3, 2);
    expect_wrong(bytes_from_base64, "!", 1, 0);
    expect_wrong(bytes_from_base64, "QUJDR!", 6, 5);
    expect_wrong(bytes_from_base64, "QUJD!R", 6, 4);
}

static void bytes_refuses_padding_that_does_not_stand_at_the_end(void **state)
{
    static const struct {
        const char *text;
        size_t wrong;
    } rows[] = {
        {"====", 0},     {"Q===", 1},     {"=QQQ", 0},     {"Q=QQ", 1},     {"QQ=Q", 2},
        {"QQ==QQ==", 2}, {"QUI=QUJD", 3}, {"QUJDQ===", 5}, {"QUJD====", 4},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_wrong(bytes_from_base64, rows[i].text, strlen(rows[i].text), rows[i].wrong);
}

/* RFC 4648, 3.5: they could carry something that nobody sees. */
static void bytes_refuses_pad_bits_that_are_not_zero(void **state)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    (void)state;
    for (unsigned i = 0; i < 64; i++) {
        char two[] = "QA==", three[] = "QUA=";
        uint8_t bytes[3];
        size_t wrong;

        two[1] = digits[i];
        three[2] = digits[i];
        if (i % 16)
            expect_wrong(bytes_from_base64, two, 4, 1);
        else
            assert_int_equal(bytes_from_base64(bytes, two, 4, &wrong), 1);
        if (i % 4)
            expect_wrong(bytes_from_base64, three, 4, 2);
        else
            assert_int_equal(bytes_from_base64(bytes, three, 4, &wrong), 2);
    }
}

static void bytes_reads_a_text_in_whole_groups(void **state)
{
    static const char base64[] = "Zm9vYmFyZm9vYg==", hex[] = "666f6f626172666f6f62";

    (void)state;
    for (size_t piece = 1; piece <= 4; piece++) {
        uint8_t bytes[16];
        size_t total = 0, wrong;

        for (size_t at = 0; at < strlen(base64); at += 4 * piece) {
            size_t left = strlen(base64) - at;
            ptrdiff_t n = bytes_from_base64(bytes + total, base64 + at,
                                            left < 4 * piece ? left : 4 * piece, &wrong);

            assert_in_range(n, 1, 12);
            total += (size_t)n;
        }
        assert_int_equal(total, 10);
        assert_memory_equal(bytes, "foobarfoob", 10);
        total = 0;
        for (size_t at = 0; at < strlen(hex); at += 2 * piece) {
            size_t left = strlen(hex) - at;
            ptrdiff_t n = bytes_from_hex(bytes + total, hex + at,
                                         left < 2 * piece ? left : 2 * piece, &wrong);

            assert_in_range(n, 1, 4);
            total += (size_t)n;
        }
        assert_int_equal(total, 10);
        assert_memory_equal(bytes, "foobarfoob", 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_writes_and_reads_the_vectors_of_rfc_4648),
        cmocka_unit_test(bytes_survive_the_way_there_and_back),
        cmocka_unit_test(bytes_writes_the_same_wherever_bytes_and_text_lie),
        cmocka_unit_test(bytes_writes_every_digit_in_every_place),
        cmocka_unit_test(bytes_reads_hexadecimal_in_either_case),
        cmocka_unit_test(bytes_names_the_first_wrong_character_wherever_it_is),
        cmocka_unit_test(bytes_says_that_a_text_ends_too_early),
        cmocka_unit_test(bytes_names_a_wrong_character_in_a_text_that_ends_too_early),
        cmocka_unit_test(bytes_refuses_padding_that_does_not_stand_at_the_end),
        cmocka_unit_test(bytes_refuses_pad_bits_that_are_not_zero),
        cmocka_unit_test(bytes_reads_a_text_in_whole_groups),
    };

    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
