/* test_bundle_random.c - there and back over many bundles, the same ones in every run.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

#define BUNDLES 250000

/* What e2k_decode() accepts can be encoded again, in no more words, and means the same;
 * and that is the end of it. */
static void check_accepted(const struct e2k_bundle *bundle, int length)
{
    uint32_t first[E2K_WORDS_MAX], second[E2K_WORDS_MAX];
    struct e2k_bundle again;
    int result = e2k_encode(bundle, first);

    assert_in_range(result, 2, length);
    assert_int_equal(result % 2, 0);
    assert_int_equal(bundle_decode_exactly(first, (size_t)result, &again), result);
    assert_true(bundle_equal(bundle, &again));
    assert_int_equal(e2k_encode(&again, second), result);
    assert_memory_equal(first, second, (size_t)result * sizeof *first);
}

static void bundles_survive_the_way_there_and_back(void **state)
{
    struct numbers numbers = {20240501};
    unsigned encoded = 0, refused[16] = {0};

    (void)state;
    while (encoded < BUNDLES) {
        struct e2k_bundle bundle, decoded;
        uint32_t words[E2K_WORDS_MAX];
        int length;

        bundle_random(&bundle, &numbers);
        length = e2k_encode(&bundle, words);
        if (length < 0) {
            refused[-length]++;
            continue;
        }
        encoded++;
        assert_in_range(length, 2, E2K_WORDS_MAX);
        assert_int_equal(bundle_decode_exactly(words, (size_t)length, &decoded), length);
        assert_true(bundle_equal(&bundle, &decoded));
        check_accepted(&decoded, length);
        assert_int_equal(bundle_decode_exactly(words, (size_t)length - 1, &decoded),
                         E2K_FAULT_TRUNCATED);
    }
    /* Only what can be too many was, and each of it. */
    for (int fault = 0; fault < 16; fault++)
        assert_int_equal(refused[fault] != 0, -fault == E2K_FAULT_LITERALS ||
                                                  -fault == E2K_FAULT_CONDITIONS ||
                                                  -fault == E2K_FAULT_LENGTH);
}

static void a_flipped_bit_is_refused_or_means_something(void **state)
{
    struct numbers numbers = {20240502};
    unsigned accepted = 0;

    (void)state;
    for (unsigned i = 0; i < BUNDLES; i++) {
        struct e2k_bundle bundle;
        uint32_t words[E2K_WORDS_MAX] = {0};
        int length;

        bundle_random(&bundle, &numbers);
        length = e2k_encode(&bundle, words);
        if (length < 0)
            continue;
        words[numbers_below(&numbers, (uint32_t)length)] ^= 1u << numbers_below(&numbers, 32);
        length = bundle_decode_exactly(words, (size_t)length, &bundle);
        assert_in_range(length + 16, 16 + E2K_FAULT_RESULTS, 16 + E2K_WORDS_MAX);
        if (length > 0) {
            accepted++;
            check_accepted(&bundle, length);
        }
    }
    assert_in_range(accepted, BUNDLES / 10, BUNDLES);
}

/* Literals of any bits in any overlap: the encoder finds a way to place them, too. */
static void literals_that_are_read_can_be_placed_again(void **state)
{
    static const uint8_t fields[] = {0xD0, 0xD1, 0xD4, 0xD5, 0xD8, 0xD9,
                                     0xDA, 0xDB, 0xDC, 0xDD, 0xDE};
    struct numbers numbers = {20240503};

    (void)state;
    for (unsigned i = 0; i < BUNDLES; i++) {
        uint32_t words[12] = {0xFC000056}; /* HS: six ALS, 6 words behind it, 48 bytes */
        bool is_used[4] = {false};
        struct e2k_bundle bundle;

        for (unsigned n = 0; n < E2K_CHANNELS; n++) {
            uint32_t field = fields[numbers_below(&numbers, COUNT(fields))];

            words[1 + n] = 0x11810083 + n + (field << 8);
            is_used[field & 3] = true;
            if (field >= 0xDC)
                is_used[(field & 3) + 1] = true;
        }
        for (unsigned n = 0; n < 4; n++) {
            uint32_t bits = numbers_next(&numbers);

            if (is_used[n]) /* some short, some that come again */
                words[11 - n] = numbers_below(&numbers, 3)   ? bits
                                : numbers_below(&numbers, 2) ? bits & 0x00010001
                                                             : bits & 3;
        }
        assert_int_equal(bundle_decode_exactly(words, 12, &bundle), 12);
        check_accepted(&bundle, 12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bundles_survive_the_way_there_and_back),
        cmocka_unit_test(a_flipped_bit_is_refused_or_means_something),
        cmocka_unit_test(literals_that_are_read_can_be_placed_again),
    };

    return cmocka_run_group_tests_name("bundle_random", tests, NULL, NULL);
}
