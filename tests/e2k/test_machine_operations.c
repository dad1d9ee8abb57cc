/* test_machine_operations.c - single operations, where one could be mistaken about them.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#define HIGH UINT64_C(0xAAAAAAAA00000000)

/* Sets %r10 to X and %r11 to Y, does OPCODE to %r12, whose high half is that of HIGH. */
static uint64_t result(struct rig *rig, enum e2k_opcode opcode, uint64_t x, uint64_t y)
{
    program_set(rig->program, 10, (int64_t)x);
    program_set(rig->program, 11, (int64_t)y);
    program_set(rig->program, 12, (int64_t)HIGH);
    program_op(rig->program, opcode, bundle_r(10), bundle_r(11), 12);
    rig_run_to_trap(rig);
    return rig_register(rig, 12);
}

static void a_word_operation_keeps_the_high_half(void **state)
{
    assert_int_equal(result(*state, E2K_ADDS, 0xFFFFFFFF, 2), HIGH | 1);
}

static void a_word_merge_keeps_the_high_half(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 12, (int64_t)HIGH);
    program_op(rig->program, E2K_MERGES, bundle_c(1), bundle_c(-1), 12)->merge = bundle_unless(0);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 12), HIGH | 0xFFFFFFFF);
}

static void a_word_shift_looks_at_the_low_half_only(void **state)
{
    assert_int_equal(result(*state, E2K_SARS, UINT64_C(0x5080000000), UINT64_C(0x700000004)),
                     HIGH | 0xF8000000);
}

static void a_signed_quotient_is_rounded_towards_zero(void **state)
{
    assert_int_equal(result(*state, E2K_SDIVD, (uint64_t)-7, 2), (uint64_t)-3);
}

static void an_unsigned_quotient_has_all_bits(void **state)
{
    assert_int_equal(result(*state, E2K_UDIVD, UINT64_MAX, 2), UINT64_MAX / 2);
}

static void word_quotients_are_those_of_the_low_halves(void **state)
{
    assert_int_equal(result(*state, E2K_SDIVS, UINT64_C(0x1FFFFFFF8), 2), HIGH | 0xFFFFFFFC);
}

static void the_high_half_of_a_product_is_signed_or_not(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, -3);
    program_op(rig->program, E2K_SMULHD, bundle_r(10), bundle_c(5), 11);
    program_op(rig->program, E2K_UMULHD, bundle_r(10), bundle_c(5), 12);
    program_op(rig->program, E2K_SMULHD, bundle_r(10), bundle_r(10), 13);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 11), UINT64_MAX);
    assert_int_equal(rig_register(rig, 12), 4);
    assert_int_equal(rig_register(rig, 13), 0);
}

static void loads_extend_with_zeros_and_sxt_as_it_is_told(void **state)
{
    static const uint64_t expected[] = {UINT64_C(0xFFFFFFFFFFFFFF84),
                                        UINT64_C(0xFFFFFFFFFFFF8384),
                                        UINT64_C(0xFFFFFFFF81828384),
                                        0,
                                        0x84,
                                        0x8384,
                                        0x81828384};
    struct rig *rig = *state;

    program_set(rig->program, 10, INT64_C(0x1112131481828384));
    program_store(rig->program, E2K_STD, 0x8000, 10);
    program_load(rig->program, E2K_LDB, 0x8000, 11);
    program_load(rig->program, E2K_LDH, 0x8002, 12);
    program_load(rig->program, E2K_LDW, 0x8000, 13);
    program_load(rig->program, E2K_LDD, 0x8000, 14);
    for (unsigned kind = 0; kind < 7; kind++) {
        if (kind != 3)
            program_op(rig->program, E2K_SXT, bundle_c(kind), bundle_r(10), 20 + kind);
    }
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 11), 0x84);
    assert_int_equal(rig_register(rig, 12), 0x8182);
    assert_int_equal(rig_register(rig, 13), 0x81828384);
    assert_int_equal(rig_register(rig, 14), INT64_C(0x1112131481828384));
    for (unsigned kind = 0; kind < 7; kind++)
        assert_int_equal(rig_register(rig, 20 + kind), expected[kind]);
}

static void stores_write_their_width_and_no_more(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, -1);
    program_store(rig->program, E2K_STD, 0x8000, 10);
    program_set(rig->program, 10, INT64_C(0x1112131415161718));
    program_store(rig->program, E2K_STB, 0x8000, 10);
    program_store(rig->program, E2K_STH, 0x8002, 10);
    program_store(rig->program, E2K_STW, 0x8004, 10);
    program_load(rig->program, E2K_LDD, 0x8000, 11);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 11), INT64_C(0x151617181718FF18));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_word_operation_keeps_the_high_half),
        rig_test(a_word_merge_keeps_the_high_half),
        rig_test(a_word_shift_looks_at_the_low_half_only),
        rig_test(a_signed_quotient_is_rounded_towards_zero),
        rig_test(an_unsigned_quotient_has_all_bits),
        rig_test(word_quotients_are_those_of_the_low_halves),
        rig_test(the_high_half_of_a_product_is_signed_or_not),
        rig_test(loads_extend_with_zeros_and_sxt_as_it_is_told),
        rig_test(stores_write_their_width_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
