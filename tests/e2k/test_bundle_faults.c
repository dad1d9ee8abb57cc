/* test_bundle_faults.c - structures that are no bundle, each with its fault.
 *
 * What concerns conditions and literals alone is in test_bundle_conditions.c and
 * test_bundle_literals.c.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_test.h"

static struct e2k_bundle one(unsigned channel, enum e2k_opcode opcode, struct e2k_operand src1,
                             struct e2k_operand src2, unsigned dst)
{
    struct e2k_bundle b = {0};

    b.ops[channel] = bundle_op(opcode, src1, src2, dst);
    return b;
}

static int encoded(struct e2k_bundle b)
{
    uint32_t words[E2K_WORDS_MAX];
    int result = e2k_encode(&b, words);

    if (result < 0)
        assert_not_encoded(result, &b);
    return result;
}

static void an_operation_outside_of_the_enumeration_is_refused(void **state)
{
    (void)state;
    assert_int_equal(encoded(one(0, E2K_OPCODES, bundle_r(1), bundle_r(2), 3)), E2K_FAULT_OPCODE);
    assert_int_equal(encoded(one(5, (enum e2k_opcode)1000, bundle_r(1), bundle_r(2), 3)),
                     E2K_FAULT_OPCODE);
    assert_int_equal(encoded(one(5, (enum e2k_opcode)0x80000000, bundle_r(1), bundle_r(2), 3)),
                     E2K_FAULT_OPCODE);
}

static void operands_end_at_their_limits(void **state)
{
    const enum e2k_opcode add = E2K_ADDD;

    (void)state;
    assert_int_equal(encoded(one(0, add, bundle_r(63), bundle_r(63), 63)), 2);
    assert_int_equal(encoded(one(0, add, bundle_r(64), bundle_r(63), 63)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(0, add, bundle_r(63), bundle_r(64), 63)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(0, add, bundle_r(63), bundle_r(63), 64)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(0, add, bundle_c(31), bundle_r(63), 63)), 2);
    assert_int_equal(encoded(one(0, add, bundle_c(32), bundle_r(63), 63)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(0, add, bundle_c(-1), bundle_r(63), 63)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(2, E2K_STD, bundle_r(1), bundle_r(2), 63)), 2);
    assert_int_equal(encoded(one(2, E2K_STD, bundle_r(1), bundle_r(2), 64)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(0, E2K_CMPED, bundle_r(1), bundle_r(2), 31)), 2);
    assert_int_equal(encoded(one(0, E2K_CMPED, bundle_r(1), bundle_r(2), 32)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(0, E2K_MOVTD, bundle_c(0), bundle_r(2), 0)), E2K_FAULT_OPERAND);
    assert_int_equal(encoded(one(0, E2K_MOVTD, bundle_c(0), bundle_r(2), 3)), 2);
    assert_int_equal(encoded(one(0, E2K_MOVTD, bundle_c(0), bundle_r(2), 4)), E2K_FAULT_OPERAND);
}

static void sxt_takes_a_width_that_exists(void **state)
{
    (void)state;
    for (int width = -1; width < 40; width++) {
        bool exists = width >= 0 && width <= 6 && width != 3;

        assert_int_equal(encoded(one(0, E2K_SXT, bundle_c(width), bundle_r(2), 3)),
                         exists ? 2 : E2K_FAULT_OPERAND);
    }
    assert_int_equal(encoded(one(0, E2K_SXT, bundle_r(1), bundle_r(2), 3)), E2K_FAULT_OPERAND);
}

/* For each pair of channels that can do it. */
static void two_results_in_one_register_are_refused(void **state)
{
    (void)state;
    for (unsigned a = 0; a < E2K_CHANNELS; a++) {
        for (unsigned b = 0; b < a; b++) {
            struct e2k_bundle bundle = one(a, E2K_ADDD, bundle_r(1), bundle_r(2), 63);

            bundle.ops[b] = bundle_op(E2K_SUBS, bundle_r(1), bundle_r(2), 63);
            assert_int_equal(encoded(bundle), E2K_FAULT_RESULTS);
            bundle.ops[a].only_if = bundle_if(1); /* also if only one of them is executed */
            bundle.ops[b].only_if = bundle_unless(1);
            assert_int_equal(encoded(bundle), E2K_FAULT_RESULTS);
            bundle.ops[b].dst = 62;
            assert_in_range(encoded(bundle), 4, 4);
        }
    }
}

static void each_kind_of_result_is_counted_for_itself(void **state)
{
    struct e2k_bundle b = one(0, E2K_CMPED, bundle_r(1), bundle_r(2), 1);

    (void)state;
    b.ops[1] = bundle_op(E2K_CMPLD, bundle_r(1), bundle_r(2), 1);
    assert_int_equal(encoded(b), E2K_FAULT_RESULTS);
    b.ops[1] = bundle_op(E2K_MOVTD, bundle_c(0), bundle_r(2), 1);
    b.ops[2] = bundle_op(E2K_STD, bundle_r(1), bundle_r(2), 1);
    b.ops[5] = bundle_op(E2K_STD, bundle_r(1), bundle_r(2), 1);
    b.ops[4] = bundle_op(E2K_ADDD, bundle_r(1), bundle_r(2), 1);
    assert_int_equal(encoded(b), 6);
    b.ops[3] = bundle_op(E2K_MOVTD, bundle_c(0), bundle_r(3), 1);
    assert_int_equal(encoded(b), E2K_FAULT_RESULTS);
    b.ops[3] = bundle_op(E2K_MERGED, bundle_r(1), bundle_r(2), 1);
    b.ops[3].merge = bundle_if(0);
    assert_int_equal(encoded(b), E2K_FAULT_RESULTS);
    b = one(0, E2K_LDD, bundle_r(1), bundle_r(2), 1);
    b.ops[5] = bundle_op(E2K_LDB, bundle_r(1), bundle_r(2), 1);
    assert_int_equal(encoded(b), E2K_FAULT_RESULTS);
}

static void a_store_forbids_a_load_opposite(void **state)
{
    struct e2k_bundle b;

    (void)state;
    for (unsigned store = 2; store < E2K_CHANNELS; store += 3) {
        for (unsigned load = 0; load < E2K_CHANNELS; load++) {
            bool is_opposite = load == (store == 2 ? 3 : 0);

            if (load == store || !(e2k_channels(E2K_LDD) >> load & 1))
                continue;
            b = one(store, E2K_STB, bundle_r(1), bundle_r(2), 3);
            b.ops[load] = bundle_op(E2K_LDD, bundle_r(1), bundle_r(2), 3);
            assert_int_equal(encoded(b), is_opposite ? E2K_FAULT_CHANNEL : 4);
        }
    }
    /* std,2 with ldd,3; std,5 with ldd,0 */
    assert_refused(E2K_FAULT_CHANNEL, 0x30000012, 0x27818283, 0x67818283, 0);
    assert_refused(E2K_FAULT_CHANNEL, 0x84000012, 0x67818283, 0x27818283, 0);
}

static void a_branch_ends_at_its_limits(void **state)
{
    static const int64_t wrong[] = {1,  4,  -4,        INT64_C(1) << 30, -(INT64_C(1) << 30) - 8,
                                    -1, 12, INT64_MAX, INT64_MIN,        INT64_C(1) << 32};
    struct e2k_bundle b = {.transfer = E2K_IBRANCH};

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        b.displacement = wrong[i];
        assert_int_equal(encoded(b), E2K_FAULT_TRANSFER);
    }
    b.displacement = (INT64_C(1) << 30) - 8;
    assert_int_equal(encoded(b), 4);
    b.displacement = -(INT64_C(1) << 30);
    assert_int_equal(encoded(b), 4);
}

static void other_transfers_are_refused(void **state)
{
    struct e2k_bundle b = {.transfer = E2K_CT};

    (void)state;
    assert_int_equal(encoded(b), E2K_FAULT_TRANSFER);
    b.ctpr = 3;
    assert_int_equal(encoded(b), 2);
    b.ctpr = 4;
    assert_int_equal(encoded(b), E2K_FAULT_TRANSFER);
    b.transfer = (enum e2k_transfer)(E2K_CT + 1);
    b.ctpr = 1;
    assert_int_equal(encoded(b), E2K_FAULT_TRANSFER);
}

static void a_window_is_pairs_to_224(void **state)
{
    (void)state;
    for (unsigned window = 0; window < 256; window++) {
        struct e2k_bundle b = {.window = (uint8_t)window};
        bool is_known = window % 2 == 0 && window <= 224;

        assert_int_equal(encoded(b), !is_known ? E2K_FAULT_TRANSFER : window ? 4 : 2);
    }
}

static void every_fault_has_a_text(void **state)
{
    (void)state;
    for (int a = E2K_FAULT_RESULTS; a < 0; a++) {
        assert_true(strlen(e2k_fault_text(a)) > 10);
        assert_string_not_equal(e2k_fault_text(a), e2k_fault_text(0));
        assert_string_not_equal(e2k_fault_text(a), e2k_fault_text(-1000));
        for (int b = E2K_FAULT_RESULTS; b < a; b++)
            assert_string_not_equal(e2k_fault_text(a), e2k_fault_text(b));
    }
    assert_string_equal(e2k_fault_text(16), e2k_fault_text(0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_operation_outside_of_the_enumeration_is_refused),
        cmocka_unit_test(operands_end_at_their_limits),
        cmocka_unit_test(sxt_takes_a_width_that_exists),
        cmocka_unit_test(two_results_in_one_register_are_refused),
        cmocka_unit_test(each_kind_of_result_is_counted_for_itself),
        cmocka_unit_test(a_store_forbids_a_load_opposite),
        cmocka_unit_test(a_branch_ends_at_its_limits),
        cmocka_unit_test(other_transfers_are_refused),
        cmocka_unit_test(a_window_is_pairs_to_224),
        cmocka_unit_test(every_fault_has_a_text),
    };

    return cmocka_run_group_tests_name("bundle_faults", tests, NULL, NULL);
}
