/* test_machine_processor.c - what bundles do: operands are read before results are written.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

static void registers_are_swapped_in_one_bundle(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_set(rig->program, 10, 1);
    program_set(rig->program, 11, 2);
    b = program_bundle(rig->program);
    b->ops[0] = bundle_op(E2K_ADDD, bundle_r(11), bundle_c(0), 10);
    b->ops[1] = bundle_op(E2K_ADDD, bundle_r(10), bundle_c(0), 11);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 2);
    assert_int_equal(rig_register(rig, 11), 1);
}

static void six_registers_go_round_in_one_bundle(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    for (unsigned n = 0; n < 6; n++)
        program_set(rig->program, 10 + n, n);
    b = program_bundle(rig->program);
    for (unsigned n = 0; n < 6; n++)
        b->ops[n] = bundle_op(E2K_ADDD, bundle_r(10 + (n + 1) % 6), bundle_c(0), 10 + n);
    rig_run_to_trap(rig);
    for (unsigned n = 0; n < 6; n++)
        assert_int_equal(rig_register(rig, 10 + n), (n + 1) % 6);
}

static void a_store_takes_the_value_from_before_the_bundle(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_set(rig->program, 10, 0x1111);
    b = program_bundle(rig->program);
    b->ops[0] = bundle_op(E2K_ADDD, bundle_c(0), bundle_c(5), 10);
    b->ops[2] = bundle_op(E2K_STD, bundle_c(0), bundle_c(0x8000), 10);
    program_load(rig->program, E2K_LDD, 0x8000, 12);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 5);
    assert_int_equal(rig_register(rig, 12), 0x1111);
}

static void memory_operations_keep_the_order_of_their_channels(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_set(rig->program, 10, 0x77);
    program_set(rig->program, 12, 0x8000);
    b = program_bundle(rig->program);
    /* The load is in the way of the store's address, the store in that of the last load. */
    b->ops[0] = bundle_op(E2K_LDD, bundle_c(0), bundle_c(0x8000), 12);
    b->ops[2] = bundle_op(E2K_STD, bundle_r(12), bundle_c(0), 10);
    b->ops[5] = bundle_op(E2K_LDD, bundle_c(0), bundle_c(0x8000), 10);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 12), 0);
    assert_int_equal(rig_register(rig, 10), 0x77);
}

static void later_stores_of_a_bundle_win(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_set(rig->program, 10, 1);
    program_set(rig->program, 11, 2);
    b = program_bundle(rig->program);
    b->ops[2] = bundle_op(E2K_STD, bundle_c(0), bundle_c(0x8000), 10);
    b->ops[5] = bundle_op(E2K_STD, bundle_c(0), bundle_c(0x8000), 11);
    program_load(rig->program, E2K_LDD, 0x8000, 12);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 12), 2);
}

static void predicates_are_read_before_they_are_written(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_op(rig->program, E2K_CMPED, bundle_c(0), bundle_c(0), 4); /* true */
    b = program_bundle(rig->program);
    b->ops[0] = bundle_op(E2K_CMPED, bundle_c(0), bundle_c(1), 4); /* false */
    b->ops[0].only_if = bundle_if(4);
    b->ops[1] = bundle_op(E2K_ADDD, bundle_c(0), bundle_c(7), 10);
    b->ops[1].only_if = bundle_if(4);
    b->ops[2] = bundle_op(E2K_MERGED, bundle_c(1), bundle_c(2), 11);
    b->ops[2].merge = bundle_if(4);
    program_op(rig->program, E2K_ADDD, bundle_c(0), bundle_c(8), 12)->only_if = bundle_if(4);
    program_op(rig->program, E2K_ADDD, bundle_c(0), bundle_c(9), 13)->only_if = bundle_unless(4);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 7);
    assert_int_equal(rig_register(rig, 11), 2);
    assert_int_equal(rig_register(rig, 12), 0);
    assert_int_equal(rig_register(rig, 13), 9);
}

static void predicates_are_swapped_by_conditions(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_op(rig->program, E2K_CMPED, bundle_c(0), bundle_c(0), 4); /* true; 5 is false */
    b = program_bundle(rig->program);
    b->ops[0] = bundle_op(E2K_CMPED, bundle_c(0), bundle_c(0), 5);
    b->ops[0].only_if = bundle_if(4);
    b->ops[1] = bundle_op(E2K_CMPED, bundle_c(0), bundle_c(1), 4);
    b->ops[1].only_if = bundle_unless(5);
    program_op(rig->program, E2K_ADDD, bundle_c(0), bundle_c(1), 10)->only_if = bundle_if(4);
    program_op(rig->program, E2K_ADDD, bundle_c(0), bundle_c(1), 11)->only_if = bundle_if(5);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 0);
    assert_int_equal(rig_register(rig, 11), 1);
}

static void a_branch_looks_at_its_predicate_before_the_bundle(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;
    size_t branch;

    program_op(rig->program, E2K_CMPED, bundle_c(0), bundle_c(0), 4); /* true */
    branch = rig->program->count;
    b = program_branch(rig->program, branch + 2, bundle_if(4));
    b->ops[0] = bundle_op(E2K_CMPED, bundle_c(0), bundle_c(1), 4);
    program_set(rig->program, 10, 1); /* jumped over */
    program_op(rig->program, E2K_ADDD, bundle_c(0), bundle_c(1), 11)->only_if = bundle_if(4);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 0);
    assert_int_equal(rig_register(rig, 11), 0);
}

/* Operations that exclude the branch of their own bundle, with what they read and write
 * entangled with others. */
static void operations_beside_a_branch_follow_their_own_conditions(void **state)
{
    for (int truth = 0; truth < 2; truth++) {
        struct rig *rig = *state;
        struct e2k_bundle *b;

        program_start(rig->program);
        program_set(rig->program, 10, 1);
        program_set(rig->program, 11, 2);
        program_set(rig->program, 12, 3);
        program_op(rig->program, E2K_CMPED, bundle_c(1), bundle_c(truth), 4);
        b = program_branch(rig->program, rig->program->count + 2, bundle_unless(4));
        b->ops[0] = bundle_op(E2K_ADDD, bundle_r(11), bundle_c(10), 10);
        b->ops[0].only_if = bundle_if(4);
        b->ops[1] = bundle_op(E2K_ADDD, bundle_r(10), bundle_c(20), 11);
        b->ops[3] = bundle_op(E2K_ADDD, bundle_r(11), bundle_c(30), 12);
        b->ops[3].only_if = bundle_if(4);
        b->ops[4] = bundle_op(E2K_ADDD, bundle_r(12), bundle_c(0), 13);
        b->ops[4].only_if = bundle_unless(4);
        program_set(rig->program, 14, 1); /* if the branch is not taken */
        rig_run_to_trap(rig);
        assert_int_equal(rig_register(rig, 10), truth ? 12 : 1);
        assert_int_equal(rig_register(rig, 11), 21);
        assert_int_equal(rig_register(rig, 12), truth ? 32 : 3);
        assert_int_equal(rig_register(rig, 13), truth ? 0 : 3);
        assert_int_equal(rig_register(rig, 14), truth);
        e2k_machine_reset(rig->machine);
    }
}

/* A store beside a branch, on its opposite condition, and a load that comes after it. */
static void memory_beside_a_branch_keeps_the_order_of_the_channels(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_set(rig->program, 10, 7);
    b = program_branch(rig->program, rig->program->count + 2, bundle_if(4));
    b->ops[2] = bundle_op(E2K_STD, bundle_c(0), bundle_c(0x8000), 10);
    b->ops[2].only_if = bundle_unless(4);
    b->ops[5] = bundle_op(E2K_LDD, bundle_c(0), bundle_c(0x8000), 11);
    program_set(rig->program, 12, 1);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 11), 7);
    assert_int_equal(rig_register(rig, 12), 1);
}

/* Twice, so that both targets are known the second time. */
static void each_ctpr_has_its_own_target(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop;

    for (unsigned n = 1; n <= 3; n++)
        program_op(p, E2K_MOVTD, bundle_c(0), bundle_c((int64_t)PROGRAM_BASE), n);
    loop = p->count;
    for (unsigned n = 1; n <= 3; n++) {
        struct e2k_bundle *b = program_bundle(p);

        b->transfer = E2K_CT;
        b->ctpr = (uint8_t)n;
        program_set(p, 20, 1); /* jumped over */
        program_op(p, E2K_ADDD, bundle_r(10 + n), bundle_c(1), 10 + n);
    }
    program_op(p, E2K_CMPED, bundle_r(11), bundle_c(2), 1);
    program_branch(p, loop, bundle_unless(1));
    program_assemble(p);
    for (unsigned n = 0; n < 3; n++)
        p->bundles[1 + n].ops[0].src2 = bundle_c((int64_t)p->addresses[loop + 3 * n + 2]);
    rig_load(rig);
    assert_int_equal(e2k_machine_run(rig->machine, 4 + 2 * 8), E2K_STOP_LIMIT);
    for (unsigned n = 1; n <= 3; n++)
        assert_int_equal(rig_register(rig, 10 + n), 2);
    assert_int_equal(rig_register(rig, 20), 0);
}

static void a_prepared_branch_goes_where_it_was_prepared_for(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_op(rig->program, E2K_MOVTD, bundle_c(0), bundle_c((int64_t)PROGRAM_BASE), 2);
    b = program_bundle(rig->program);
    b->transfer = E2K_CT;
    b->ctpr = 2;
    b->ops[1] = bundle_op(E2K_ADDD, bundle_c(0), bundle_c(1), 11);
    program_set(rig->program, 10, 1); /* jumped over */
    program_set(rig->program, 12, 1);
    program_assemble(rig->program);
    rig->program->bundles[1].ops[0].src2 = bundle_c((int64_t)rig->program->addresses[4]);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 0);
    assert_int_equal(rig_register(rig, 11), 1);
    assert_int_equal(rig_register(rig, 12), 1);
}

static void a_branch_is_prepared_with_a_register(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    struct e2k_bundle *b;

    program_set(p, 12, (int64_t)PROGRAM_BASE);
    program_op(p, E2K_MOVTD, bundle_c(0), bundle_r(12), 1);
    b = program_bundle(p);
    b->transfer = E2K_CT;
    b->ctpr = 1;
    program_set(p, 10, 1); /* jumped over */
    program_set(p, 11, 1);
    program_assemble(p);
    p->bundles[1].ops[0].src2 = bundle_c((int64_t)p->addresses[5]);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 0);
    assert_int_equal(rig_register(rig, 11), 1);
}

static void a_conditional_ct_is_no_trap_unless_taken(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b = program_bundle(rig->program);

    b->transfer = E2K_CT;
    b->ctpr = 1;
    b->taken_if = bundle_if(0);
    program_set(rig->program, 10, 1);
    b = program_bundle(rig->program);
    b->transfer = E2K_CT;
    b->ctpr = 1;
    b->taken_if = bundle_unless(0);
    assert_int_equal(rig_run(rig), E2K_STOP_TRAP);
    assert_int_equal(rig_register(rig, 10), 1);
    rig_expect_message(rig, "ct through %ctpr1, which nobody has prepared");
}

static void all_starts_at_zero(void **state)
{
    struct rig *rig = *state;

    rig_run_to_trap(rig);
    for (unsigned n = 0; n < E2K_REGISTERS; n++)
        assert_int_equal(rig_register(rig, n), 0);
    assert_int_equal(e2k_machine_bundles(rig->machine), 2);
}

static void an_ebreak_with_the_magic_number_powers_off(void **state)
{
    struct rig *rig = *state;

    program_power_off(rig->program, 42);
    assert_int_equal(rig_run(rig), E2K_STOP_POWER_OFF);
    assert_int_equal(e2k_machine_status(rig->machine), 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(registers_are_swapped_in_one_bundle),
        rig_test(six_registers_go_round_in_one_bundle),
        rig_test(a_store_takes_the_value_from_before_the_bundle),
        rig_test(memory_operations_keep_the_order_of_their_channels),
        rig_test(later_stores_of_a_bundle_win),
        rig_test(predicates_are_read_before_they_are_written),
        rig_test(predicates_are_swapped_by_conditions),
        rig_test(a_branch_looks_at_its_predicate_before_the_bundle),
        rig_test(operations_beside_a_branch_follow_their_own_conditions),
        rig_test(memory_beside_a_branch_keeps_the_order_of_the_channels),
        rig_test(each_ctpr_has_its_own_target),
        rig_test(a_prepared_branch_goes_where_it_was_prepared_for),
        rig_test(a_branch_is_prepared_with_a_register),
        rig_test(a_conditional_ct_is_no_trap_unless_taken),
        rig_test(all_starts_at_zero),
        rig_test(an_ebreak_with_the_magic_number_powers_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
