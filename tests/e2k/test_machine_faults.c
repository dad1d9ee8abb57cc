/* test_machine_faults.c - everything that the board does not know ends it, with a message
 * that says what and where.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct e2k_condition always;

/* The program's last bundle is the one that the message names. */
static void expect_place(const struct rig *rig)
{
    size_t last = rig->program->count - 1;
    char text[64];

    snprintf(text, sizeof text, "; bundle %zu at e2k 0x%" PRIx64, last + 1,
             rig->program->addresses[last]);
    rig_expect_message(rig, text);
    assert_int_equal(e2k_machine_bundles(rig->machine), last + 1);
}

static void check(struct rig *rig, const char *text)
{
    rig_run_to_check(rig, text);
    expect_place(rig);
}

/* ------------------------------------------------------------- memory */

static void a_load_behind_memory_is_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDB, RIG_RAM - 1, 11);
    program_load(rig->program, E2K_LDB, RIG_RAM, 10);
    check(rig, "machine check: load of 1 byte from 0x800000: nothing is there");
    rig_expect_message(rig, ": { ldb,0 [0 + 0x800000], %r10 }");
}

static void a_store_behind_memory_is_refused(void **state)
{
    struct rig *rig = *state;

    program_store(rig->program, E2K_STD, RIG_RAM - 8, 10);
    program_store(rig->program, E2K_STD, RIG_RAM, 10);
    check(rig, "machine check: store of 8 bytes to 0x800000: nothing is there");
}

static void an_address_that_wraps_is_refused(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, -8);
    program_op(rig->program, E2K_LDD, bundle_r(10), bundle_c(0), 11);
    check(rig, "load of 8 bytes from 0xfffffffffffffff8: nothing is there");
}

static void misaligned_accesses_of_all_widths_are_refused(void **state)
{
    static const struct {
        enum e2k_opcode opcode;
        uint64_t address;
        const char *text;
    } cases[] = {
        {E2K_LDH, 0x8001, "load of 2 bytes from 0x8001: misaligned"},
        {E2K_LDW, 0x8002, "load of 4 bytes from 0x8002: misaligned"},
        {E2K_LDD, 0x8004, "load of 8 bytes from 0x8004: misaligned"},
        {E2K_STH, 0x8001, "store of 2 bytes to 0x8001: misaligned"},
        {E2K_STW, 0x8002, "store of 4 bytes to 0x8002: misaligned"},
        {E2K_STD, 0x8004, "store of 8 bytes to 0x8004: misaligned"},
        {E2K_LDW, 0x80001001, "load of 4 bytes from 0x80001001: misaligned"},
    };
    struct rig *rig = *state;

    for (size_t n = 0; n < COUNT(cases); n++) {
        program_start(rig->program);
        program_load(rig->program, cases[n].opcode, cases[n].address, 10);
        check(rig, cases[n].text);
        e2k_machine_destroy(rig->machine);
        rig->machine = e2k_machine_create(RIG_RAM, &(struct e2k_host){0});
    }
}

static void a_condition_that_is_false_spares_the_check(void **state)
{
    struct rig *rig = *state;

    program_op(rig->program, E2K_LDW, bundle_c(0), bundle_c(3), 10)->only_if = bundle_if(0);
    rig_run_to_trap(rig);
}

/* ------------------------------------------------------------- operations */

static void division_by_zero_is_refused(void **state)
{
    struct rig *rig = *state;

    program_op(rig->program, E2K_UDIVD, bundle_c(1), bundle_r(10), 11);
    check(rig, "machine check: division by zero");
}

static void division_of_words_looks_at_the_low_half_only(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, INT64_C(1) << 32);
    program_op(rig->program, E2K_SDIVS, bundle_c(1), bundle_r(10), 11);
    check(rig, "machine check: division by zero");
}

static void a_quotient_that_does_not_fit_is_refused(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, INT64_MIN);
    program_op(rig->program, E2K_UDIVD, bundle_r(10), bundle_c(-1), 11);
    program_op(rig->program, E2K_SDIVD, bundle_r(10), bundle_c(-1), 11);
    check(rig, "machine check: a quotient that does not fit");
}

static void a_word_quotient_that_does_not_fit_is_refused(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, INT64_C(0x80000000));
    program_op(rig->program, E2K_SDIVD, bundle_r(10), bundle_c(-1), 11);
    program_op(rig->program, E2K_SDIVS, bundle_r(10), bundle_c(-1), 11);
    check(rig, "machine check: a quotient that does not fit");
}

static void a_shift_by_the_width_is_refused(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, 63);
    program_op(rig->program, E2K_SHLD, bundle_c(1), bundle_r(10), 11);
    program_set(rig->program, 10, 64);
    program_op(rig->program, E2K_SARD, bundle_c(1), bundle_r(10), 11);
    check(rig, "machine check: a shift by the operand's width or more");
}

static void a_word_shift_by_32_is_refused(void **state)
{
    struct rig *rig = *state;

    program_op(rig->program, E2K_SHRS, bundle_c(1), bundle_c(31), 11);
    program_op(rig->program, E2K_SHRS, bundle_c(1), bundle_c(32), 11);
    check(rig, "machine check: a shift by the operand's width or more");
}

/* ------------------------------------------------------------- fetching */

static void executing_zeroed_memory_is_refused(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, 1);
    rig_run_to_check(rig, "machine check: no bundle at e2k 0x100018: zeroed memory; bundle 3; "
                          "reached from e2k 0x100010");
}

static void a_branch_out_of_memory_is_refused(void **state)
{
    struct rig *rig = *state;

    program_branch(rig->program, 0, always);
    rig->program->targets[1] = SIZE_MAX;
    rig->program->bundles[1].displacement = INT64_C(0x10000000);
    rig_run_to_check(rig, "no bundle at e2k 0x10100010: not in memory; bundle 3; reached from "
                          "e2k 0x100010");
}

static void ct_out_of_memory_is_refused(void **state)
{
    struct rig *rig = *state;

    program_op(rig->program, E2K_MOVTD, bundle_c(0), bundle_c(-8), 3);
    program_trap(rig->program);
    rig_run_to_check(rig, "no bundle at e2k 0xfffffffffffffff8: not in memory");
}

static void ct_to_a_misaligned_place_is_refused(void **state)
{
    struct rig *rig = *state;

    program_op(rig->program, E2K_MOVTD, bundle_c(0), bundle_c(PROGRAM_BASE + 4), 3);
    program_trap(rig->program);
    rig_run_to_check(rig, "no bundle at e2k 0x100004: misaligned");
}

static void unknown_words_are_shown(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 10, 1);
    rig_load(rig);
    assert_int_equal(e2k_machine_poke(rig->machine, PROGRAM_BASE + 16, 0x04000001), 0);
    assert_int_equal(e2k_machine_poke(rig->machine, PROGRAM_BASE + 20, 0x7F808080), 0);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_CHECK);
    rig_expect_message(rig, "no bundle at e2k 0x100010: unknown operation; bundle 2: words "
                            "04000001 7f808080; reached from e2k 0x100000");
}

static void a_bundle_cut_off_by_the_end_of_memory_is_refused(void **state)
{
    struct rig *rig = *state;

    program_op(rig->program, E2K_MOVTD, bundle_c(0), bundle_c(RIG_RAM - 8), 3);
    program_trap(rig->program);
    rig_load(rig);
    assert_int_equal(e2k_machine_poke(rig->machine, RIG_RAM - 8, 0x04000011), 0);
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_CHECK);
    rig_expect_message(rig, "no bundle at e2k 0x7ffff8: bundle is cut off");
}

static void the_window_has_16_registers_at_first(void **state)
{
    struct rig *rig = *state;

    rig->program->count = 0;
    program_op(rig->program, E2K_ADDD, bundle_r(15), bundle_c(1), 15);
    program_op(rig->program, E2K_ADDD, bundle_c(0), bundle_c(1), 16);
    rig_run_to_check(rig, "a register outside the window");
    assert_int_equal(rig_register(rig, 15), 1);
}

static void a_window_of_more_than_we_have_is_refused(void **state)
{
    struct rig *rig = *state;

    program_bundle(rig->program)->window = 66;
    rig_run_to_check(rig, "a window of less than 8 or more than 64 registers");
}

static void movtd_and_ct_of_one_register_are_refused_together(void **state)
{
    struct rig *rig = *state;
    struct e2k_bundle *b;

    program_op(rig->program, E2K_MOVTD, bundle_c(0), bundle_c(PROGRAM_BASE), 3);
    b = program_bundle(rig->program);
    b->ops[0] = bundle_op(E2K_MOVTD, bundle_c(0), bundle_c(PROGRAM_BASE), 3);
    b->transfer = E2K_CT;
    b->ctpr = 3;
    rig_run_to_check(rig, "movtd and ct of the same %ctpr in one bundle");
}

/* ------------------------------------------------------------- traps */

static void add_trap(struct rig *rig, enum e2k_trap_kind kind, int64_t value, int64_t pc)
{
    program_set(rig->program, E2K_REG_TRAP_KIND, kind);
    program_set(rig->program, E2K_REG_TRAP_VALUE, value);
    program_set(rig->program, E2K_REG_TRAP_PC, pc);
    program_trap(rig->program);
}

static void a_bare_trap_names_its_ctpr(void **state)
{
    struct rig *rig = *state;

    rig_run_to_trap(rig);
    rig_expect_message(rig, "trap: ct through %ctpr3, which nobody has prepared");
    expect_place(rig);
    rig_expect_message(rig, ": { ct %ctpr3 }");
}

static void an_ebreak_names_its_riscv_address(void **state)
{
    struct rig *rig = *state;

    add_trap(rig, E2K_TRAP_EBREAK, 0, 0x2001230);
    assert_int_equal(rig_run(rig), E2K_STOP_TRAP);
    rig_expect_message(rig, "trap: ebreak, at riscv 0x2001230");
    expect_place(rig);
}

static void a_wild_jump_names_its_target(void **state)
{
    struct rig *rig = *state;

    add_trap(rig, E2K_TRAP_JUMP, 0x1234, 0x2001230);
    assert_int_equal(rig_run(rig), E2K_STOP_TRAP);
    rig_expect_message(rig, "trap: indirect jump to 0x1234, which is no known target, at riscv "
                            "0x2001230");
}

static void power_off_needs_an_ebreak(void **state)
{
    struct rig *rig = *state;

    program_set(rig->program, 11, (int64_t)E2K_POWER_OFF_MAGIC);
    add_trap(rig, E2K_TRAP_JUMP, 0, 0);
    assert_int_equal(rig_run(rig), E2K_STOP_TRAP);
}

/* In a loop that was executed often, and not in its first bundle. */
static void the_bundles_before_a_check_have_been_executed_and_no_others(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop;

    program_set(p, 10, INT64_C(0x7FFF00));
    loop = p->count;
    program_op(p, E2K_ADDD, bundle_r(11), bundle_c(1), 11);
    program_op(p, E2K_STD, bundle_r(10), bundle_c(0), 11);
    program_op(p, E2K_ADDD, bundle_r(10), bundle_c(8), 10);
    program_branch(p, loop, always);
    rig_run_to_check(rig, "store of 8 bytes to 0x800000");
    assert_int_equal(rig_register(rig, 11), 33);
    assert_int_equal(rig_register(rig, 10), 0x800000);
    assert_int_equal(e2k_machine_bundles(rig->machine), 2 + 32 * 4 + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(a_load_behind_memory_is_refused),
        rig_test(a_store_behind_memory_is_refused),
        rig_test(an_address_that_wraps_is_refused),
        rig_test(misaligned_accesses_of_all_widths_are_refused),
        rig_test(a_condition_that_is_false_spares_the_check),
        rig_test(division_by_zero_is_refused),
        rig_test(division_of_words_looks_at_the_low_half_only),
        rig_test(a_quotient_that_does_not_fit_is_refused),
        rig_test(a_word_quotient_that_does_not_fit_is_refused),
        rig_test(a_shift_by_the_width_is_refused),
        rig_test(a_word_shift_by_32_is_refused),
        rig_test(executing_zeroed_memory_is_refused),
        rig_test(a_branch_out_of_memory_is_refused),
        rig_test(ct_out_of_memory_is_refused),
        rig_test(ct_to_a_misaligned_place_is_refused),
        rig_test(unknown_words_are_shown),
        rig_test(a_bundle_cut_off_by_the_end_of_memory_is_refused),
        rig_test(the_window_has_16_registers_at_first),
        rig_test(a_window_of_more_than_we_have_is_refused),
        rig_test(movtd_and_ct_of_one_register_are_refused_together),
        rig_test(a_bare_trap_names_its_ctpr),
        rig_test(an_ebreak_names_its_riscv_address),
        rig_test(a_wild_jump_names_its_target),
        rig_test(power_off_needs_an_ebreak),
        rig_test(the_bundles_before_a_check_have_been_executed_and_no_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
