/* test_bundle_literals.c - constants in the four words of literals: whatever fits is found, in
 * the fewest words.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

#define LONG_A  INT64_C(0x1111222233334444)
#define LONG_B  INT64_C(0x5555666677778888)
#define WORD(n) (0x10000000 + (n))
#define HALF(n) (0x1000 + (n))

/* As many addd as there are constants. */
static struct e2k_bundle adds(const int64_t *constants, size_t count)
{
    struct e2k_bundle b = {0};

    for (unsigned n = 0; n < count; n++)
        b.ops[n] = bundle_op(E2K_ADDD, bundle_r(1), bundle_c(constants[n]), 3 + n);
    return b;
}

#define CONSTANTS(...) adds((const int64_t[]){__VA_ARGS__}, COUNT(((const int64_t[]){__VA_ARGS__})))

/* How many words of literals BUNDLE has; or a fault. */
static int literal_words(struct e2k_bundle b)
{
    uint32_t words[E2K_WORDS_MAX];
    unsigned front = b.window ? 2 : 1, used = 0;
    int length = e2k_encode(&b, words);

    if (length < 0) {
        assert_not_encoded(length, &b);
        return length;
    }
    bundle_assert_decodes(&b, words, (size_t)length, __FILE__, __LINE__);
    for (unsigned n = 0; n < E2K_CHANNELS; n++)
        front += b.ops[n].opcode != E2K_NONE;
    for (unsigned n = front; n < (unsigned)length; n++) {
        if (words[n])
            used = (unsigned)length - n > used ? (unsigned)length - n : used;
    }
    assert_true(front + used == (unsigned)length || front + used == (unsigned)length - 1);
    return (int)used;
}

static void equal_constants_share_a_literal(void **state)
{
    (void)state;
    assert_int_equal(literal_words(CONSTANTS(WORD(1), WORD(1), WORD(1), WORD(1))), 1);
    assert_int_equal(literal_words(CONSTANTS(LONG_A, LONG_A, LONG_A, LONG_B, LONG_B, LONG_B)), 4);
    assert_int_equal(literal_words(CONSTANTS(HALF(1), HALF(2), HALF(1), HALF(2))), 1);
    assert_int_equal(literal_words(CONSTANTS(-1, -1, -1, -1, -1, 0x7FFF)), 1);
}

static void halves_fill_the_first_two_words(void **state)
{
    struct e2k_bundle b = CONSTANTS(HALF(1), HALF(2), HALF(3), HALF(4));

    (void)state;
    assert_words(&b, 0x3C000034, /* HS: ALS0 to 3, 4 words behind, 32 bytes */
                 0x1181D083,     /* low half of LTS0 */
                 0x1181D484,     /* high half of LTS0 */
                 0x1181D185,     /* low half of LTS1 */
                 0x1181D586,     /* high half of LTS1 */
                 0,              /* padding */
                 0x10041003,     /* LTS1 */
                 0x10021001);    /* LTS0 */
    assert_int_equal(literal_words(CONSTANTS(HALF(1), HALF(2), HALF(3))), 2);
    assert_int_equal(literal_words(CONSTANTS(HALF(1), HALF(2))), 1);
}

static void a_half_that_finds_no_half_takes_a_word(void **state)
{
    (void)state;
    assert_int_equal(literal_words(CONSTANTS(HALF(1), HALF(2), HALF(3), HALF(4), HALF(5))), 3);
    assert_int_equal(
        literal_words(CONSTANTS(HALF(1), HALF(2), HALF(3), HALF(4), HALF(5), -HALF(6))), 4);
}

static void large_constants_leave_the_first_words_to_halves(void **state)
{
    (void)state;
    assert_int_equal(literal_words(CONSTANTS(WORD(1), HALF(1), HALF(2), WORD(2), HALF(3), HALF(4))),
                     4);
    assert_int_equal(literal_words(CONSTANTS(LONG_A, HALF(1), HALF(2), HALF(3), HALF(4))), 4);
    assert_int_equal(literal_words(CONSTANTS(HALF(1), WORD(1), LONG_A)), 4);
    assert_int_equal(literal_words(CONSTANTS(HALF(1), WORD(1), HALF(2))), 2);
    assert_int_equal(literal_words(CONSTANTS(WORD(1), WORD(2), WORD(3), HALF(1), HALF(2))), 4);
    assert_int_equal(literal_words(CONSTANTS(WORD(1), WORD(2), WORD(3), HALF(1), HALF(2), HALF(3))),
                     E2K_FAULT_LITERALS);
}

static void four_words_of_literals_fit_and_five_do_not(void **state)
{
    (void)state;
    assert_int_equal(literal_words(CONSTANTS(WORD(1), WORD(2), WORD(3), WORD(4))), 4);
    assert_int_equal(literal_words(CONSTANTS(WORD(1), WORD(2), WORD(3), WORD(4), WORD(5))),
                     E2K_FAULT_LITERALS);
    assert_int_equal(literal_words(CONSTANTS(LONG_A, LONG_B)), 4);
    assert_int_equal(literal_words(CONSTANTS(LONG_A, LONG_B, HALF(1))), E2K_FAULT_LITERALS);
    assert_int_equal(literal_words(CONSTANTS(WORD(1), LONG_A, WORD(2))), 4);
    assert_int_equal(literal_words(CONSTANTS(WORD(1), LONG_A, WORD(2), HALF(1))),
                     E2K_FAULT_LITERALS);
    assert_int_equal(literal_words(CONSTANTS(LONG_A, HALF(1), HALF(2), HALF(3), HALF(4), HALF(5))),
                     E2K_FAULT_LITERALS);
}

static void a_window_leaves_three_words(void **state)
{
    struct e2k_bundle b = CONSTANTS(WORD(1), WORD(2), WORD(3));

    (void)state;
    b.window = 64;
    assert_int_equal(literal_words(b), 4);
    b = CONSTANTS(WORD(1), WORD(2), WORD(3), WORD(4));
    b.window = 64;
    assert_int_equal(literal_words(b), E2K_FAULT_LITERALS);
    b = CONSTANTS(LONG_A, HALF(1), HALF(2));
    b.window = 64;
    assert_int_equal(literal_words(b), 4);
    b = CONSTANTS(LONG_A, HALF(1), HALF(2), HALF(3));
    b.window = 64;
    assert_int_equal(literal_words(b), E2K_FAULT_LITERALS);
    b = CONSTANTS(HALF(1), HALF(2), HALF(3), HALF(4));
    b.window = 64;
    assert_int_equal(literal_words(b), 4);
    b = CONSTANTS(0x410, 0x410); /* what stands in LTS0 anyway */
    b.window = 64;
    assert_int_equal(literal_words(b), 1);
}

/* Bits that are the same serve several constants: three long ones in four words. */
static void literals_overlap_where_their_bits_are_equal(void **state)
{
    (void)state;
    assert_int_equal(literal_words(CONSTANTS(0x2222222211111111, 0x3333333322222222,
                                             0x4444444433333333, 0x11111111, 0x44444444, 0x1111)),
                     4);
    assert_int_equal(literal_words(CONSTANTS(0x10000000, 0x20000000, 0x30000000, 0x40000000,
                                             0x2000000010000000, 0x3000000020000000)),
                     4);
}

static void a_constant_is_read_from_any_place_that_has_it(void **state)
{
    struct e2k_bundle b = CONSTANTS(5);

    (void)state;
    assert_decodes(&b, 0x04000011, 0x1181D083, 0, 0x00000005);
    assert_decodes(&b, 0x04000011, 0x1181D483, 0, 0x0005FFFF);
    assert_decodes(&b, 0x04000011, 0x1181D183, 0x00000005, 0);
    assert_decodes(&b, 0x04000011, 0x1181D583, 0x00050000, 0);
    assert_decodes(&b, 0x04000011, 0x1181D883, 0, 5);
    assert_decodes(&b, 0x04000011, 0x1181D983, 5, 0);
    assert_decodes(&b, 0x04000021, 0x1181DA83, 0, 5, 0, 0);
    assert_decodes(&b, 0x04000021, 0x1181DB83, 5, 0, 0, 0);
    assert_decodes(&b, 0x04000011, 0x1181DC83, 0, 5);
    assert_decodes(&b, 0x04000021, 0x1181DD83, 0, 0, 5, 0);
    assert_decodes(&b, 0x04000021, 0x1181DE83, 0, 5, 0, 0);
    b = CONSTANTS(-2);
    assert_decodes(&b, 0x04000011, 0x1181D083, 0, 0x0000FFFE);
    assert_decodes(&b, 0x04000011, 0x1181D483, 0, 0xFFFE0000);
    assert_decodes(&b, 0x04000011, 0x1181D883, 0, 0xFFFFFFFE);
    assert_decodes(&b, 0x04000011, 0x1181DC83, 0xFFFFFFFF, 0xFFFFFFFE);
}

/* Of all 256 values of src2: registers, constants, and of literals those that exist. */
static void other_values_of_src2_are_refused(void **state)
{
    (void)state;
    for (uint32_t src2 = 0; src2 < 256; src2++) {
        struct e2k_bundle b;
        uint32_t words[] = {0x04000021, 0x11810083 | src2 << 8, 0x44444444, 0x33333333, 0x22222222,
                            0x11111111};
        /* Those words that nothing refers to must be empty. */
        uint32_t form = src2 >> 2 & 3, index = src2 & 3;
        bool is_literal = src2 >= 0xD0 && src2 < 0xE0;
        bool is_known = is_literal ? index < (form < 2    ? 2u
                                              : form == 2 ? 4u
                                                          : 3u)
                                   : src2 >= 0x80 && src2 < 0xD0;

        for (uint32_t n = 0; n < 4; n++) {
            if (!is_literal || !(n == index || (form == 3 && n == index + 1)))
                words[5 - n] = 0;
        }
        assert_int_equal(bundle_decode_exactly(words, 6, &b), is_known ? 6 : E2K_FAULT_OPERAND);
    }
}

static void a_literal_that_is_not_there_is_missed(void **state)
{
    (void)state;
    assert_refused(E2K_FAULT_OPERAND, 0x04000001, 0x1181D083); /* no word is left */
    assert_refused(E2K_FAULT_OPERAND, 0x04000001, 0x1181D883);
    assert_refused(E2K_FAULT_OPERAND, 0x04000011, 0x1181DA83, 0, 0); /* two words */
    assert_refused(E2K_FAULT_OPERAND, 0x04000011, 0x1181DD83, 0, 0);
    assert_refused(E2K_FAULT_OPERAND, 0x04010011, 0x1181D983, 0, 0x04610000); /* CDS is none */
}

static void a_word_that_nothing_refers_to_is_empty(void **state)
{
    struct e2k_bundle b = CONSTANTS(5);

    (void)state;
    assert_decodes(&b, 0x04000071, 0x1181C583, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    for (unsigned n = 2; n < 16; n++) {
        uint32_t words[16] = {0x04000071, 0x1181C583};

        words[n] = 1;
        assert_int_equal(bundle_decode_exactly(words, 16, &b), E2K_FAULT_FORM);
    }
    assert_refused(E2K_FAULT_FORM, 0x04000011, 0x1181D883, 1, 5);
    assert_refused(E2K_FAULT_FORM, 0x04000011, 0x1181D983, 5, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_constants_share_a_literal),
        cmocka_unit_test(halves_fill_the_first_two_words),
        cmocka_unit_test(a_half_that_finds_no_half_takes_a_word),
        cmocka_unit_test(large_constants_leave_the_first_words_to_halves),
        cmocka_unit_test(four_words_of_literals_fit_and_five_do_not),
        cmocka_unit_test(a_window_leaves_three_words),
        cmocka_unit_test(literals_overlap_where_their_bits_are_equal),
        cmocka_unit_test(a_constant_is_read_from_any_place_that_has_it),
        cmocka_unit_test(other_values_of_src2_are_refused),
        cmocka_unit_test(a_literal_that_is_not_there_is_missed),
        cmocka_unit_test(a_word_that_nothing_refers_to_is_empty),
    };

    return cmocka_run_group_tests_name("bundle_literals", tests, NULL, NULL);
}
