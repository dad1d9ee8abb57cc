/* test_machine_code.c - code that changes, limits, pages, reset: what caching must not show.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#include <stdio.h>
#include <stdlib.h>

#define MUCH 600000 /* bundles */

/* The word of the bundle `addd 0, VALUE, %r10`, whose constant is small. */
static uint32_t set_word(unsigned value)
{
    struct e2k_bundle bundle = {0};
    uint32_t words[E2K_WORDS_MAX];

    bundle.ops[0] = bundle_op(E2K_ADDD, bundle_c(0), bundle_c(value), 10);
    assert_int_equal(e2k_encode(&bundle, words), 2);
    return words[1];
}

/* Bundles: %r12 = ADDRESS + 4, and the word that sets %r10 to VALUE in %r11. */
static void prepare_change(struct program *program, unsigned value)
{
    program_set(program, 11, (int32_t)set_word(value));
    program_set(program, 12, INT64_C(0x100000));
}

/* The address of the bundle that is changed, its second word. */
static void aim(struct program *program, size_t set, size_t bundle)
{
    program_assemble(program);
    program->bundles[set].ops[0].src2 = bundle_c((int64_t)(program->addresses[bundle] + 4));
}

static void a_store_changes_the_next_bundle(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;

    prepare_change(p, 7);
    program_op(p, E2K_STW, bundle_r(12), bundle_c(0), 11);
    program_set(p, 10, 1); /* changed before it is executed */
    program_set(p, 13, 1);
    aim(p, 2, p->count - 2);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 7);
    assert_int_equal(rig_register(rig, 13), 1);
    assert_int_equal(e2k_machine_bundles(rig->machine), p->count);
}

static void a_bundle_that_changes_itself_ends_as_it_was(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    struct e2k_bundle *b;
    size_t changed, back;

    prepare_change(p, 0);                             /* %r11 is another word, below */
    p->bundles[1].ops[0].src2 = bundle_c(0x11C0C78A); /* addd,0 0, 7, %r10 */
    back = p->count;
    changed = p->count;
    b = program_bundle(p);
    b->ops[0] = bundle_op(E2K_ADDD, bundle_c(0), bundle_c(1), 10);
    b->ops[2] = bundle_op(E2K_STW, bundle_r(12), bundle_c(0), 11);
    b->ops[3] = bundle_op(E2K_ADDD, bundle_r(13), bundle_r(10), 13);
    program_op(p, E2K_ADDD, bundle_r(14), bundle_c(1), 14);
    program_op(p, E2K_CMPED, bundle_r(14), bundle_c(2), 1);
    program_branch(p, back, bundle_unless(1));
    aim(p, 2, changed);
    rig_run_to_trap(rig);
    /* First 1 was set, and the old 0 added; then 7, and the 1 added. */
    assert_int_equal(rig_register(rig, 10), 7);
    assert_int_equal(rig_register(rig, 13), 1);
}

/* A loop whose first bundle is changed by its last store, each time round. */
static void a_loop_that_changes_is_decoded_again(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop;

    prepare_change(p, 1);
    loop = p->count;
    program_set(p, 10, 1);
    program_op(p, E2K_ADDD, bundle_r(13), bundle_r(10), 13);
    program_op(p, E2K_ADDD, bundle_r(11), bundle_c(1 << 8), 11); /* the constant + 1 */
    program_op(p, E2K_STW, bundle_r(12), bundle_c(0), 11);
    program_op(p, E2K_ADDD, bundle_r(14), bundle_c(1), 14);
    program_op(p, E2K_CMPED, bundle_r(14), bundle_c(10), 1);
    program_branch(p, loop, bundle_unless(1));
    aim(p, 2, loop);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 13), 55);
}

/* The first words of the second page, in the middle of a bundle, become another thing. */
static void a_change_reaches_what_was_decoded_from_the_page_before(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop;

    program_set(p, 11, -1);
    loop = p->count + 1;
    program_branch(p, loop, (struct e2k_condition){0}); /* so that a block begins there */
    do {                                                /* of 24 bytes each */
        struct e2k_bundle *b = program_bundle(p);

        b->ops[0] = bundle_op(E2K_ADDD, bundle_r(13), bundle_c(1), 13);
        b->ops[1] = bundle_op(E2K_ADDD, bundle_r(14), bundle_c(1), 14);
        b->ops[3] = bundle_op(E2K_ADDD, bundle_r(15), bundle_c(0x100000), 15);
        program_assemble(p);
    } while (p->addresses[p->count] <= PROGRAM_BASE + E2K_PAGE);
    assert_true(p->addresses[p->count - 1] < PROGRAM_BASE + E2K_PAGE);
    program_store(p, E2K_STD, PROGRAM_BASE + E2K_PAGE, 11);
    program_op(p, E2K_ADDD, bundle_r(16), bundle_c(1), 16);
    program_op(p, E2K_CMPED, bundle_r(16), bundle_c(3), 1);
    program_branch(p, loop, bundle_unless(1));
    program_power_off(p, 0);
    assert_int_equal(rig_run(rig), E2K_STOP_CHECK);
    rig_expect_message(rig, "no bundle at e2k");
    assert_int_equal(rig_register(rig, 16), 1);
}

/* The branch behind a compare, which may be one step with it, is changed by the compare's
 * own bundle: to a bundle that goes on. */
static void a_compare_and_a_store_can_change_the_branch_behind(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    struct e2k_bundle *b;
    size_t branch, store;

    program_load(p, E2K_LDD, PROGRAM_BASE, 11); /* aimed below: a bundle of 8 bytes */
    store = p->count;
    b = program_bundle(p);
    b->ops[2] = bundle_op(E2K_STD, bundle_c(0), bundle_c((int64_t)PROGRAM_BASE), 11);
    b->ops[0] = bundle_op(E2K_CMPED, bundle_c(0), bundle_c(0), 1);
    branch = p->count;
    program_branch(p, branch + 3, bundle_if(1)); /* 16 bytes */
    program_set(p, 20, 1);
    program_trap(p);
    program_set(p, 21, 1);
    program_op(p, E2K_ADDD, bundle_c(0), bundle_c(5), 22); /* 8 bytes */
    program_assemble(p);
    p->bundles[1].ops[0].src2 = bundle_c((int64_t)p->addresses[p->count - 1]);
    p->bundles[store].ops[2].src2 = bundle_c((int64_t)p->addresses[branch]);
    assert_int_equal(rig_run(rig), E2K_STOP_CHECK);
    /* What was the branch sets %r22 now; what follows it is its rest, which is no bundle. */
    assert_int_equal(rig_register(rig, 22), 5);
    assert_int_equal(rig_register(rig, 21), 0);
}

static void a_bundle_that_was_destroyed_is_not_executed(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    char text[80];

    program_store(p, E2K_STD, PROGRAM_BASE, 0);
    program_op(p, E2K_ADDD, bundle_r(10), bundle_c(1), 10);
    program_op(p, E2K_ADDD, bundle_r(11), bundle_c(1), 11);
    program_assemble(p);
    for (unsigned n = 0; n < E2K_CHANNELS; n++)
        p->bundles[1].ops[n].src2 = bundle_c((int64_t)p->addresses[2]);
    rig_run_to_check(rig, "zeroed memory; bundle 3; reached from e2k 0x100010");
    snprintf(text, sizeof text, "no bundle at e2k 0x%llx:", (unsigned long long)p->addresses[2]);
    rig_expect_message(rig, text);
    assert_int_equal(rig_register(rig, 10), 0);
    assert_int_equal(rig_register(rig, 11), 0);
}

/* More bundles than are kept decoded: a loop writes them, then they are executed. */
static void very_much_code_can_be_executed(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    struct e2k_bundle add = {0}, trap = {.transfer = E2K_CT, .ctpr = 3};
    uint32_t words[2][E2K_WORDS_MAX];
    size_t loop;

    add.ops[0] = bundle_op(E2K_ADDD, bundle_r(13), bundle_c(1), 13);
    assert_int_equal(e2k_encode(&add, words[0]), 2);
    assert_int_equal(e2k_encode(&trap, words[1]), 2);
    for (unsigned n = 0; n < 2; n++)
        program_set(p, 11 + n, (int64_t)((uint64_t)words[n][1] << 32 | words[n][0]));
    program_set(p, 14, INT64_C(0x200000));
    program_op(p, E2K_MOVTD, bundle_c(0), bundle_r(14), 1);
    loop = p->count;
    program_op(p, E2K_STD, bundle_r(14), bundle_c(0), 11);
    program_op(p, E2K_ADDD, bundle_r(14), bundle_c(8), 14);
    program_op(p, E2K_CMPED, bundle_r(14), bundle_c(0x200000 + 8 * MUCH), 1);
    program_branch(p, loop, bundle_unless(1));
    program_op(p, E2K_STD, bundle_r(14), bundle_c(0), 12);
    program_bundle(p)->transfer = E2K_CT;
    p->bundles[p->count - 1].ctpr = 1;
    rig_load(rig);
    assert_int_equal(e2k_machine_run(rig->machine, 10 * MUCH), E2K_STOP_TRAP);
    assert_int_equal(rig_register(rig, 13), MUCH);
}

static void data_between_code_can_be_written(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t branch, loop;

    loop = p->count;
    branch = p->count;
    program_branch(p, branch + 2, (struct e2k_condition){0});
    program_set(p, 20, INT64_C(0x1234567812345678)); /* the data: never executed */
    program_op(p, E2K_ADDD, bundle_r(13), bundle_c(1), 13);
    program_store(p, E2K_STD, PROGRAM_BASE, 13); /* the constant is set below */
    program_op(p, E2K_CMPED, bundle_r(13), bundle_c(5), 1);
    program_branch(p, loop, bundle_unless(1));
    program_assemble(p);
    p->bundles[loop + 3].ops[2].src2 = bundle_c((int64_t)p->addresses[branch + 1]);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 13), 5);
    assert_int_equal(rig_register(rig, 20), 0);
}

static void a_limit_is_kept_exactly(void **state)
{
    struct rig *rig = *state;
    uint64_t done = 0;

    for (unsigned n = 0; n < 100; n++)
        program_op(rig->program, E2K_ADDD, bundle_r(10), bundle_c(1), 10);
    program_trap(rig->program);
    rig_load(rig);
    for (unsigned step = 1; done + step < 101; step++) {
        assert_int_equal(e2k_machine_run(rig->machine, step), E2K_STOP_LIMIT);
        done += step;
        assert_int_equal(e2k_machine_bundles(rig->machine), done);
        assert_int_equal(rig_register(rig, 10), done - 1);
    }
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
    assert_int_equal(e2k_machine_bundles(rig->machine), 102);
    assert_int_equal(rig_register(rig, 10), 100);
}

static void no_bundle_is_executed_with_a_limit_of_none(void **state)
{
    struct rig *rig = *state;

    program_trap(rig->program);
    rig_load(rig);
    assert_int_equal(e2k_machine_run(rig->machine, 0), E2K_STOP_LIMIT);
    assert_int_equal(e2k_machine_bundles(rig->machine), 0);
}

static void the_host_ends_a_loop_without_end(void **state)
{
    struct rig *rig = *state;

    program_branch(rig->program, 1, (struct e2k_condition){0});
    rig->services_max = 3;
    rig_load(rig);
    assert_int_equal(e2k_machine_run(rig->machine, UINT64_MAX), E2K_STOP_HOST);
    assert_int_equal(rig->services, 3);
    assert_true(e2k_machine_bundles(rig->machine) <= 3 * 16384);
}

static void a_smaller_window_forgets_code_that_used_the_larger(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop = p->count;

    program_op(p, E2K_ADDD, bundle_r(40), bundle_c(1), 40);
    program_bundle(p)->window = 32;
    program_branch(p, loop, (struct e2k_condition){0});
    rig_run_to_check(rig, "a register outside the window");
    assert_int_equal(rig_register(rig, 40), 1);
}

static void reset_starts_again_with_memory_as_it_is(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;

    program_load(p, E2K_LDD, 0x8000, 10);
    program_op(p, E2K_ADDD, bundle_r(10), bundle_c(1), 10);
    program_store(p, E2K_STD, 0x8000, 10);
    program_set(p, 40, 1);
    program_op(p, E2K_MOVTD, bundle_c(0), bundle_c(0), 3);
    program_trap(p);
    rig_load(rig);
    for (unsigned n = 1; n <= 3; n++) {
        assert_int_equal(e2k_machine_run(rig->machine, p->count), E2K_STOP_LIMIT);
        assert_int_equal(rig_register(rig, 10), n);
        e2k_machine_reset(rig->machine);
        assert_int_equal(rig_register(rig, 40), 0);
        assert_int_equal(e2k_machine_load(rig->machine, rig->image->bytes, rig->image->size), 0);
    }
}

static void a_poke_is_seen_by_code_that_was_decoded(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop = p->count;

    program_set(p, 10, 1);
    program_branch(p, loop, (struct e2k_condition){0});
    rig_load(rig);
    assert_int_equal(e2k_machine_run(rig->machine, 20), E2K_STOP_LIMIT);
    assert_int_equal(e2k_machine_poke(rig->machine, p->addresses[loop] + 4, set_word(3)), 0);
    assert_int_equal(e2k_machine_run(rig->machine, 20), E2K_STOP_LIMIT);
    assert_int_equal(rig_register(rig, 10), 3);
}

static void pokes_outside_of_memory_are_refused(void **state)
{
    struct rig *rig = *state;

    assert_int_equal(e2k_machine_poke(rig->machine, RIG_RAM - 4, 1), 0);
    assert_int_equal(e2k_machine_poke(rig->machine, RIG_RAM, 1), -1);
    assert_int_equal(e2k_machine_poke(rig->machine, 2, 1), -1);
    assert_int_equal(e2k_machine_poke(rig->machine, UINT64_MAX - 3, 1), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_store_changes_the_next_bundle),
        rig_test(a_bundle_that_changes_itself_ends_as_it_was),
        rig_test(a_loop_that_changes_is_decoded_again),
        rig_test(a_change_reaches_what_was_decoded_from_the_page_before),
        rig_test(a_compare_and_a_store_can_change_the_branch_behind),
        rig_test(a_bundle_that_was_destroyed_is_not_executed),
        rig_test(very_much_code_can_be_executed),
        rig_test(data_between_code_can_be_written),
        rig_test(a_limit_is_kept_exactly),
        rig_test(no_bundle_is_executed_with_a_limit_of_none),
        rig_test(the_host_ends_a_loop_without_end),
        rig_test(a_smaller_window_forgets_code_that_used_the_larger),
        rig_test(reset_starts_again_with_memory_as_it_is),
        rig_test(a_poke_is_seen_by_code_that_was_decoded),
        rig_test(pokes_outside_of_memory_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
