/* test_bundle.c - the forms of a bundle, against words that were written out by hand.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

static struct e2k_op add(struct e2k_operand src1, struct e2k_operand src2, unsigned dst)
{
    return bundle_op(E2K_ADDD, src1, src2, dst);
}

static void an_empty_bundle_is_two_empty_words(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    assert_words(&b, 0, 0);
}

static void the_operations_stand_in_the_order_of_the_channels(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    for (unsigned n = 0; n < E2K_CHANNELS; n++)
        b.ops[n] = add(bundle_r(n), bundle_r(10 + n), 20 + n);
    assert_words(&b, 0xFC000036, /* HS: six ALS, 6 words behind it, 32 bytes */
                 0x11808A94,     /* addd,0 %r0, %r10, %r20 */
                 0x11818B95,     /* addd,1 %r1, %r11, %r21 */
                 0x11828C96,     /* addd,2 %r2, %r12, %r22 */
                 0x11838D97,     /* addd,3 %r3, %r13, %r23 */
                 0x11848E98,     /* addd,4 %r4, %r14, %r24 */
                 0x11858F99,     /* addd,5 %r5, %r15, %r25 */
                 0);             /* padding */
}

static void registers_reach_to_63(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    b.ops[0] = add(bundle_r(0), bundle_r(63), 63);
    assert_words(&b, 0x04000001, 0x1180BFBF);
    b.ops[0] = add(bundle_r(63), bundle_r(0), 0);
    assert_words(&b, 0x04000001, 0x11BF8080);
}

static void small_constants_need_no_literal(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    b.ops[0] = add(bundle_c(31), bundle_c(15), 3);
    assert_words(&b, 0x04000001, 0x11DFCF83);
    b.ops[0] = add(bundle_c(0), bundle_c(0), 3);
    assert_words(&b, 0x04000001, 0x11C0C083);
}

static void a_constant_takes_the_smallest_literal(void **state)
{
    struct e2k_bundle b = {0};

    (void)state;
    b.ops[0] = add(bundle_r(1), bundle_c(16), 3);
    assert_words(&b, 0x04000011, /* HS: ALS0, 16 bytes */
                 0x1181D083,     /* src2 0xD0: low half of LTS0 */
                 0,              /* padding */
                 0x00000010);    /* LTS0 */
    b.ops[0] = add(bundle_r(1), bundle_c(-1), 3);
    assert_words(&b, 0x04000011, 0x1181D083, 0, 0x0000FFFF);
    b.ops[0] = add(bundle_r(1), bundle_c(0x12345678), 3);
    assert_words(&b, 0x04000011, 0x1181D883, 0, 0x12345678); /* 0xD8: LTS0 */
    b.ops[0] = add(bundle_r(1), bundle_c(-0x80000000LL), 3);
    assert_words(&b, 0x04000011, 0x1181D883, 0, 0x80000000);
    b.ops[0] = add(bundle_r(1), bundle_c(0x0123456789ABCDEF), 3);
    assert_words(&b, 0x04000011, 0x1181DC83, /* 0xDC: LTS0 and LTS1 */
                 0x01234567,                 /* LTS1: the high half */
                 0x89ABCDEF);                /* LTS0 */
    b.ops[0] = add(bundle_r(1), bundle_c(0x80000000), 3);
    assert_words(&b, 0x04000011, 0x1181DC83, 0, 0x80000000);
}

static void a_branch_counts_from_its_own_bundle_in_eighths(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_IBRANCH};

    (void)state;
    /* HS: SS (12) and CS0 (14), two words behind it, 16 bytes; SS: IPD 3 (31:30), always
     * (8:5 = 1). */
    assert_words(&b, 0x00005012, 0xC0000020, 0, 0);
    b.displacement = 0x1000;
    assert_words(&b, 0x00005012, 0xC0000020, 0x00000200, 0);
    b.displacement = -8;
    assert_words(&b, 0x00005012, 0xC0000020, 0x0FFFFFFF, 0);
    b.displacement = (1 << 30) - 8;
    assert_words(&b, 0x00005012, 0xC0000020, 0x07FFFFFF, 0);
    b.displacement = -(1 << 30);
    assert_words(&b, 0x00005012, 0xC0000020, 0x08000000, 0);
}

static void a_branch_depends_on_a_predicate_or_its_opposite(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_IBRANCH, .displacement = 16};

    (void)state;
    b.taken_if = bundle_if(5);
    assert_words(&b, 0x00005012, 0xC0000045, 2, 0); /* SS: 8:5 = 2, 4:0 = 5 */
    b.taken_if = bundle_unless(31);
    assert_words(&b, 0x00005012, 0xC000007F, 2, 0); /* SS: 8:5 = 3 */
    b.taken_if = bundle_if(0);
    assert_words(&b, 0x00005012, 0xC0000040, 2, 0);
}

static void a_prepared_branch_is_an_ss_without_cs0(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_CT, .ctpr = 1};

    (void)state;
    assert_words(&b, 0x00001001, 0xC0000420); /* SS: 11:10 = 1 */
    b.ctpr = 2;
    assert_words(&b, 0x00001001, 0xC0000820);
    b.ctpr = 3;
    b.taken_if = bundle_unless(0);
    assert_words(&b, 0x00001001, 0xC0000C60);
}

static void a_window_takes_cs1_and_the_first_literal(void **state)
{
    struct e2k_bundle b = {.window = 64};

    (void)state;
    assert_words(&b, 0x00008011, /* HS: CS1 (15), one word behind it, 16 bytes */
                 0,              /* CS1: setwd */
                 0,              /* padding */
                 0x00000410);    /* LTS0: 32 pairs (11:5), nfx (4) */
    b.window = 224;
    assert_words(&b, 0x00008011, 0, 0, 0x00000E10);
    b.window = 2;
    assert_words(&b, 0x00008011, 0, 0, 0x00000030);
    b.window = 64;
    b.ops[0] = add(bundle_r(1), bundle_c(0x100), 3);
    assert_words(&b, 0x04008022, /* HS: ALS0, CS1, 24 bytes */
                 0x1181D183,     /* src2 0xD1: low half of LTS1 */
                 0,              /* CS1 */
                 0,              /* padding */
                 0x00000100,     /* LTS1 */
                 0x00000410);    /* LTS0 */
}

static void multiplications_have_half_words_the_high_half_first(void **state)
{
    static const unsigned channels[] = {0, 1, 3, 4};
    struct e2k_bundle b = {0};

    (void)state;
    for (unsigned i = 0; i < COUNT(channels); i++)
        b.ops[channels[i]] = bundle_op(E2K_MULD, bundle_r(1), bundle_r(2), 10 + i);
    assert_words(&b, 0x6DB00034, /* HS: ALS and ALES of 0, 1, 3, 4; 4 words behind, 32 bytes */
                 0x2181828A, 0x2181828B, 0x2181828C, 0x2181828D, /* muld */
                 0x01C001C0, 0x01C001C0,                         /* ALES0, 1 and 3, 4 */
                 0);
    b.ops[3].opcode = E2K_NONE;
    assert_words(&b, 0x4D300023,                     /* HS: of 0, 1, 4; 3 words behind, 24 bytes */
                 0x2181828A, 0x2181828B, 0x2181828D, /* muld */
                 0x01C001C0, 0x01C00000);            /* ALES0 and 1, 4 */
}

/* All kinds of syllables at once: 16 words, the most there can be. */
static void a_full_bundle_has_every_syllable_in_its_place(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_IBRANCH, .displacement = -0x100};

    (void)state;
    b.taken_if = bundle_if(6);
    b.ops[0] = add(bundle_r(1), bundle_c(0x0123456789ABCDEF), 10);
    b.ops[0].only_if = bundle_if(1);
    b.ops[1] = bundle_op(E2K_MULD, bundle_r(2), bundle_r(3), 11);
    b.ops[1].only_if = bundle_unless(1);
    b.ops[2] = bundle_op(E2K_STD, bundle_r(4), bundle_c(0x12345678), 12);
    b.ops[3] = bundle_op(E2K_MERGED, bundle_r(5), bundle_c(-2), 13);
    b.ops[3].merge = bundle_if(2);
    b.ops[4] = bundle_op(E2K_CMPLD, bundle_r(6), bundle_c(0x7FFF), 3);
    b.ops[4].only_if = bundle_if(4);
    b.ops[5] = bundle_op(E2K_LDW, bundle_r(7), bundle_c(8), 14);
    b.ops[5].only_if = bundle_unless(5);
    assert_words(&b,
                 0xFC225078,  /* HS: six ALS, ALES1, two CDS, SS, CS0, 8 words behind, 64 bytes */
                 0xC0000046,  /* SS: ibranch if %pred6 */
                 0x1181DE8A,  /* addd,0 %r1, LTS2 and LTS3, %r10 */
                 0x2182838B,  /* muld,1 %r2, %r3, %r11 */
                 0x2784D98C,  /* std,2 [%r4 + LTS1] = %r12 */
                 0x0F85D08D,  /* merged,3 %r5, LTS0's low half, %r13 */
                 0x2186D4C3,  /* cmpldb,4 %r6, LTS0's high half, %pred3 */
                 0x6687C88E,  /* ldw,5 [%r7 + 8], %r14 */
                 0x0FFFFFE0,  /* CS0 */
                 0x01C00000,  /* ALES1 */
                 0x01234567,  /* LTS3 */
                 0x89ABCDEF,  /* LTS2 */
                 0x12345678,  /* LTS1 */
                 0x7FFFFFFE,  /* LTS0 */
                 0x48645265,  /* CDS1: channel 4 if %pred4; 5 unless %pred5 */
                 0x0D61C462); /* CDS0: 0 if, 1 unless %pred1; merge of 3 by %pred2 */
}

static void what_does_not_count_is_not_encoded(void **state)
{
    struct e2k_bundle b = {.displacement = 3, .ctpr = 9};

    (void)state;
    memset(&b.ops[1].src1.value, 0x77, sizeof b.ops[1].src1.value);
    b.ops[1].src2 = bundle_c(1000);
    b.ops[1].dst = 200;
    b.ops[1].only_if = bundle_if(77);
    b.ops[1].merge = bundle_if(77);
    b.taken_if = bundle_if(77);
    b.ops[0] = bundle_op(E2K_MOVTD, bundle_r(99), bundle_r(2), 1);
    assert_words(&b, 0x04000001, 0x61C082D1);
}

/* 16 words, 16 + 1 padded to 18. */
static void a_bundle_has_sixteen_words_and_no_more(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_IBRANCH, .window = 64};

    (void)state;
    /* HS, SS, six ALS, CS0, CS1, two words of ALES: 12.  LTS0 of setwd, three literals: 16. */
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        bool takes_ales = n % 3 != 2;

        b.ops[n] = bundle_op(takes_ales ? E2K_MULD : E2K_ADDD, bundle_r(1), bundle_r(2), 10 + n);
        if (n < 3)
            b.ops[n].src2 = bundle_c(0x12345678 + (int)n);
    }
    assert_length(16, &b);
    b.ops[0].only_if = bundle_if(0);
    assert_not_encoded(E2K_FAULT_LENGTH, &b);
    b.ops[4].opcode = E2K_ADDD; /* three ALES take as many words as four */
    assert_not_encoded(E2K_FAULT_LENGTH, &b);
    b.ops[3].opcode = E2K_ADDD;
    assert_length(16, &b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_bundle_is_two_empty_words),
        cmocka_unit_test(the_operations_stand_in_the_order_of_the_channels),
        cmocka_unit_test(registers_reach_to_63),
        cmocka_unit_test(small_constants_need_no_literal),
        cmocka_unit_test(a_constant_takes_the_smallest_literal),
        cmocka_unit_test(a_branch_counts_from_its_own_bundle_in_eighths),
        cmocka_unit_test(a_branch_depends_on_a_predicate_or_its_opposite),
        cmocka_unit_test(a_prepared_branch_is_an_ss_without_cs0),
        cmocka_unit_test(a_window_takes_cs1_and_the_first_literal),
        cmocka_unit_test(multiplications_have_half_words_the_high_half_first),
        cmocka_unit_test(a_full_bundle_has_every_syllable_in_its_place),
        cmocka_unit_test(what_does_not_count_is_not_encoded),
        cmocka_unit_test(a_bundle_has_sixteen_words_and_no_more),
    };

    return cmocka_run_group_tests_name("bundle", tests, NULL, NULL);
}
