/* test_line_check.c - the frame check of a line: its polynomial, its form, and what it finds.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "qmp/line_check.h"

/* Bits of a line up to its check for which any five wrong ones are found: 655 bytes. */
#define BITS (655u * 8u)

static void check_is_the_crc_32c_of_rfc_3720(void **state)
{
    char zeros[32] = {0}, ones[32];

    (void)state;
    memset(ones, 0xFF, sizeof ones);
    assert_int_equal(~json_check_add(JSON_CHECK_BEGIN, "123456789", 9), 0xE3069283);
    assert_int_equal(~json_check_add(JSON_CHECK_BEGIN, zeros, 32), 0x8A9136AA);
    assert_int_equal(~json_check_add(JSON_CHECK_BEGIN, ones, 32), 0x62A8AB43);
}

static void tail_is_the_member_check_with_eight_digits(void **state)
{
    char tail[JSON_CHECK_TAIL + 1] = "";

    (void)state;
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, "123456789", 9), tail);
    assert_string_equal(tail, ", \"check\": \"e3069283\"}");
}

static void check_is_right_wrong_or_absent(void **state)
{
    static const struct {
        const char *line, *canonical;
        enum json_check is;
    } cases[] = {
        {"123456789, \"check\": \"e3069283\"}", "123456789,\"check\":\"e3069283\"}",
         JSON_CHECK_RIGHT},
        {"123456789,\"check\":\"e3069283\"}", "123456789,\"check\":\"e3069283\"}",
         JSON_CHECK_WRONG},
        {"123456788, \"check\": \"e3069283\"}", "123456788,\"check\":\"e3069283\"}",
         JSON_CHECK_WRONG},
        {"123456789, \"check\": \"e3069282\"}", "123456789,\"check\":\"e3069282\"}",
         JSON_CHECK_WRONG},
        {"123456789, \"check\": \"E3069283\"}", "123456789,\"check\":\"E3069283\"}",
         JSON_CHECK_WRONG},
        {"123456789, \"check\": \"g3069283\"}", "123456789,\"check\":\"g3069283\"}",
         JSON_CHECK_WRONG},
        {"123456789, \"Check\": \"e3069283\"}", "123456789,\"Check\":\"e3069283\"}",
         JSON_CHECK_ABSENT},
        {"123456789, \"check\": \"e3069283\"]", "123456789,\"check\":\"e3069283\"]",
         JSON_CHECK_ABSENT},
        {"{}", "{}", JSON_CHECK_ABSENT},
        {", \"check\": \"00000000\"}", ",\"check\":\"00000000\"}", JSON_CHECK_ABSENT},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t check = json_check_add(JSON_CHECK_BEGIN, cases[i].line, strlen(cases[i].line));

        assert_int_equal(
            json_check_canonical(check, cases[i].canonical, (uint32_t)strlen(cases[i].canonical)),
            cases[i].is);
    }
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* What each wrong bit of BITS does to the check under POLYNOMIAL, reflected: the register with one
 * bit set, after as many steps as bits follow. */
static void syndromes(uint32_t polynomial, uint32_t *of, unsigned bits)
{
    uint32_t check = polynomial; /* of the last bit */

    for (unsigned i = 0; i < bits; i++) {
        of[i] = check;
        check = check >> 1 ^ (check & 1 ? polynomial : 0);
    }
}

/* Whether some one to four wrong bits of BITS, but three, go unseen: two pairs do the same. */
static bool misses_four(uint32_t polynomial, unsigned bits)
{
    size_t count = 0, pairs = (size_t)bits * (bits - 1) / 2;
    uint32_t *of = malloc(bits * sizeof *of), *sums = malloc((pairs + 1) * sizeof *sums);
    bool misses = false;

    assert_non_null(of);
    assert_non_null(sums);
    syndromes(polynomial, of, bits);
    sums[count++] = 0;
    for (unsigned i = 0; i < bits; i++)
        for (unsigned j = 0; j < i; j++)
            sums[count++] = of[i] ^ of[j];
    qsort(sums, count, sizeof *sums, by_value);
    for (size_t i = 1; i < count && !misses; i++)
        misses = sums[i] == sums[i - 1];
    free(of);
    free(sums);
    return misses;
}

/* Odd numbers of them are found by any polynomial with an even number of terms, as it has the
 * factor x + 1. */
static void check_finds_any_five_wrong_bits_in_655_bytes(void **state)
{
    (void)state;
    assert_int_equal(__builtin_popcount(0x82F63B78u) % 2, 1); /* and x^32 makes them even */
    assert_false(misses_four(0x82F63B78u, BITS));
}

/* Why it is not the CRC-32 of Ethernet. */
static void crc_32_of_ethernet_would_miss_four_in_400_bytes(void **state)
{
    (void)state;
    assert_true(misses_four(0xEDB88320u, 400 * 8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_is_the_crc_32c_of_rfc_3720),
        cmocka_unit_test(tail_is_the_member_check_with_eight_digits),
        cmocka_unit_test(check_is_right_wrong_or_absent),
        cmocka_unit_test(check_finds_any_five_wrong_bits_in_655_bytes),
        cmocka_unit_test(crc_32_of_ethernet_would_miss_four_in_400_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
