/* test_bundle_conditions.c - the conditions of operations: half-words, sharing, limits.
 *
 * A half-word: merge (15), channels 3 to 5 (14), for channel n % 3 (12:10), negated for channel
 * n % 3 (9:7), 0x60 | predicate (6:0).
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

#define ALS 0x11818283 /* addd %r1, %r2, %r3; the last digit differs below */

/* A bundle with an addd in each of the first COUNT channels, to %r3 and up. */
static struct e2k_bundle adds(unsigned count)
{
    struct e2k_bundle b = {0};

    for (unsigned n = 0; n < count; n++)
        b.ops[n] = bundle_op(E2K_ADDD, bundle_r(1), bundle_r(2), 3 + n);
    return b;
}

static struct e2k_bundle merges(void)
{
    struct e2k_bundle b = adds(E2K_CHANNELS);

    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        b.ops[n].opcode = E2K_MERGED;
        b.ops[n].merge = bundle_if(0);
    }
    return b;
}

static void each_channel_has_its_bits_in_the_half_word(void **state)
{
    /* if %pred1; unless %pred1 */
    static const uint16_t halves[E2K_CHANNELS][2] = {{0x0461, 0x04E1}, {0x0861, 0x0961},
                                                     {0x1061, 0x1261}, {0x4461, 0x44E1},
                                                     {0x4861, 0x4961}, {0x5061, 0x5261}};

    (void)state;
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        struct e2k_bundle b = {0};
        /* HS: the ALS, one CDS (17:16), one word behind it, 16 bytes */
        uint32_t hs = 0x00010011 | 1u << (26 + n);

        b.ops[n] = bundle_op(E2K_ADDD, bundle_r(1), bundle_r(2), 3);
        b.ops[n].only_if = bundle_if(1);
        assert_words(&b, hs, ALS, 0, (uint32_t)halves[n][0] << 16);
        b.ops[n].only_if = bundle_unless(1);
        assert_words(&b, hs, ALS, 0, (uint32_t)halves[n][1] << 16);
    }
}

static void predicates_reach_to_31(void **state)
{
    struct e2k_bundle b = adds(1);

    (void)state;
    b.ops[0].only_if = bundle_if(31);
    assert_words(&b, 0x04010011, ALS, 0, 0x047F0000);
    b.ops[0].only_if = bundle_if(0);
    assert_words(&b, 0x04010011, ALS, 0, 0x04600000);
}

static void a_merge_may_have_a_condition_besides(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    b.ops[4] = bundle_op(E2K_MERGED, bundle_r(1), bundle_r(2), 3);
    b.ops[4].merge = bundle_if(2);
    b.ops[4].only_if = bundle_unless(7);
    assert_words(&b, 0x40010011, 0x0F818283, 0, 0x4967C862);
    b.ops[4].only_if = bundle_if(2); /* the same predicate: still another kind */
    assert_words(&b, 0x40010011, 0x0F818283, 0, 0x4862C862);
}

static void channels_of_one_half_share_a_half_word(void **state)
{
    struct e2k_bundle b = adds(4);

    (void)state;
    for (unsigned n = 0; n < 4; n++)
        b.ops[n].only_if = n == 1 ? bundle_unless(3) : bundle_if(3);
    assert_words(&b, 0x3C010024, /* HS: ALS0 to 3, one CDS, 4 words behind, 24 bytes */
                 0x11818283, 0x11818284, 0x11818285, 0x11818286,
                 0x1D634463); /* 0, 1, 2, of which 1 negated; 3 in the other half */
}

/* Six half-words: 0 and 3 each with two kinds, 1 and 4. */
static void six_conditions_fit_and_seven_do_not(void **state)
{
    struct e2k_bundle b = merges();

    (void)state;
    for (unsigned n = 0; n < E2K_CHANNELS; n++)
        b.ops[n].merge = n % 2 ? bundle_if(n) : bundle_unless(n);
    assert_length(10, &b); /* HS, six ALS, three CDS */
    b.ops[2].merge = bundle_if(1);
    b.ops[0].only_if = bundle_if(0);
    assert_length(10, &b);
    b.ops[5].only_if = bundle_if(5);
    assert_not_encoded(E2K_FAULT_CONDITIONS, &b);
    b.ops[5].only_if.used = false;
    b.ops[2].only_if = bundle_unless(0); /* shares with 0 */
    assert_length(10, &b);
    b.ops[2].only_if = bundle_unless(1);
    assert_not_encoded(E2K_FAULT_CONDITIONS, &b);
}

static void twelve_conditions_fit_when_they_share(void **state)
{
    struct e2k_bundle b = merges();

    (void)state;
    for (unsigned n = 0; n < E2K_CHANNELS; n++)
        b.ops[n].only_if = bundle_unless(0);
    assert_words(&b, 0xFC020046, /* HS: six ALS, two CDS, 6 words behind, 40 bytes */
                 0x0F818283, 0x0F818284, 0x0F818285, 0x0F818286, 0x0F818287, 0x0F818288, 0,
                 0x5FE0DC60,  /* CDS1: 3 to 5 unless; merges of 3 to 5 */
                 0x1FE09C60); /* CDS0: 0 to 2 unless; merges of 0 to 2 */
}

static void a_half_word_is_read_wherever_it_stands(void **state)
{
    struct e2k_bundle b = adds(2);

    (void)state;
    b.ops[0].only_if = bundle_if(1);
    b.ops[1].only_if = bundle_if(1);
    assert_decodes(&b, 0x0C010012, 0x11818283, 0x11818284, 0x00000C61);
    assert_decodes(&b, 0x0C010012, 0x11818283, 0x11818284, 0x04610861); /* not shared */
    assert_decodes(&b, 0x0C020022, 0x11818283, 0x11818284, 0, 0x04610000, 0x00000861);
    assert_decodes(&b, 0x0C030022, 0x11818283, 0x11818284, 0x00000861, 0, 0x04610000);
    assert_words(&b, 0x0C010012, 0x11818283, 0x11818284, 0x0C610000);
}

static void other_half_words_are_refused(void **state)
{
    static const uint16_t halves[] = {
        0x0400, 0x0421, 0x0441, /* a loop counter, %spred, %pcnt */
        0x2461,                 /* bit 13 */
        0x0061,                 /* for no channel */
        0x0561,                 /* negated for channel 1, which it is not for */
        0x0661,                 /* for channel 2, too */
        0x0861, 0x1061, 0x4461, /* for a channel without an operation */
        0x0C61,                 /* for one with and one without */
        0x8461,                 /* merge, which the operation is not */
        0x0001,                 /* no more than a number */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(halves); i++) {
        assert_refused(E2K_FAULT_CONDITION, 0x04010011, ALS, 0, (uint32_t)halves[i] << 16);
        assert_refused(E2K_FAULT_CONDITION, 0x04010011, ALS, 0, halves[i]);
    }
    /* two for one channel, the same and different */
    assert_refused(E2K_FAULT_CONDITION, 0x04010011, ALS, 0, 0x04610461);
    assert_refused(E2K_FAULT_CONDITION, 0x04010011, ALS, 0, 0x04610462);
    /* a merge without its condition, with two, with one of the other kind */
    assert_refused(E2K_FAULT_CONDITION, 0x04000001, 0x0F818283);
    assert_refused(E2K_FAULT_CONDITION, 0x04010011, 0x0F818283, 0, 0x84618462);
    assert_refused(E2K_FAULT_CONDITION, 0x04010011, 0x0F818283, 0, 0x04610000);
}

static void other_conditions_are_not_encoded(void **state)
{
    struct e2k_bundle b = adds(1);

    (void)state;
    b.ops[0].only_if = bundle_if(32);
    assert_not_encoded(E2K_FAULT_CONDITION, &b);
    b = adds(1);
    b.ops[0].merge = bundle_if(0);
    assert_not_encoded(E2K_FAULT_CONDITION, &b);
    b.ops[0].opcode = E2K_MERGED;
    b.ops[0].merge = bundle_if(32);
    assert_not_encoded(E2K_FAULT_CONDITION, &b);
    b.ops[0].merge.used = false;
    assert_not_encoded(E2K_FAULT_CONDITION, &b);
    b = adds(1);
    b.transfer = E2K_CT;
    b.ctpr = 1;
    b.taken_if = bundle_if(32);
    assert_not_encoded(E2K_FAULT_CONDITION, &b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_channel_has_its_bits_in_the_half_word),
        cmocka_unit_test(predicates_reach_to_31),
        cmocka_unit_test(a_merge_may_have_a_condition_besides),
        cmocka_unit_test(channels_of_one_half_share_a_half_word),
        cmocka_unit_test(six_conditions_fit_and_seven_do_not),
        cmocka_unit_test(twelve_conditions_fit_when_they_share),
        cmocka_unit_test(a_half_word_is_read_wherever_it_stands),
        cmocka_unit_test(other_half_words_are_refused),
        cmocka_unit_test(other_conditions_are_not_encoded),
    };

    return cmocka_run_group_tests_name("bundle_conditions", tests, NULL, NULL);
}
