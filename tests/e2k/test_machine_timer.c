/* test_machine_timer.c - the timer; when a program idles, and when it does not.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#define MODE    UINT64_C(0xFEE00320)
#define INITIAL UINT64_C(0xFEE00380)
#define CURRENT UINT64_C(0xFEE00390)
#define DIVIDER UINT64_C(0xFEE003E0)

#define MASKED   0x10040
#define PERIODIC 0x30040

static void write_word(struct program *p, uint64_t address, int64_t value)
{
    program_set(p, 1, value);
    program_store(p, E2K_STW, address, 1);
}

static void set_up(struct rig *rig, int64_t divider, int64_t mode, int64_t initial)
{
    write_word(rig->program, DIVIDER, divider);
    write_word(rig->program, MODE, mode);
    write_word(rig->program, INITIAL, initial);
}

/* The clock stands still but for LATER ns between two runs. */
static uint64_t current_after(struct rig *rig, uint64_t later)
{
    rig->tick = 0;
    rig->time = 12345;
    program_load(rig->program, E2K_LDW, CURRENT, 10);
    program_trap(rig->program);
    rig_load(rig);
    assert_int_equal(e2k_machine_run(rig->machine, rig->program->count - 2), E2K_STOP_LIMIT);
    rig->time += later;
    assert_int_equal(e2k_machine_run(rig->machine, 2), E2K_STOP_TRAP);
    return rig_register(rig, 10);
}

static void it_counts_down_in_nanoseconds(void **state)
{
    set_up(*state, 0xB, PERIODIC, -1);
    assert_int_equal(current_after(*state, 1000), 0xFFFFFFFF - 1000);
}

static void it_wraps_when_periodic(void **state)
{
    set_up(*state, 0xB, PERIODIC, 999);
    assert_int_equal(current_after(*state, 3001), 998);
}

static void it_wraps_after_32_bits(void **state)
{
    set_up(*state, 0xB, PERIODIC, -1);
    assert_int_equal(current_after(*state, (UINT64_C(1) << 32) + 5), 0xFFFFFFFF - 5);
}

static void it_stops_at_zero_when_not_periodic(void **state)
{
    set_up(*state, 0xB, MASKED, 999);
    assert_int_equal(current_after(*state, 3000), 0);
}

static void it_divides(void **state)
{
    /* The divider's bits 3, 1, 0, and what they divide by. */
    static const unsigned dividers[][2] = {{0x0, 2},  {0x1, 4},  {0x2, 8},   {0x3, 16},
                                           {0x8, 32}, {0x9, 64}, {0xA, 128}, {0xB, 1}};

    for (size_t n = 0; n < COUNT(dividers); n++) {
        struct rig *rig = *state;

        program_start(rig->program);
        set_up(rig, dividers[n][0], PERIODIC, 1000000);
        assert_int_equal(current_after(rig, 128000), 1000000 - 128000 / dividers[n][1]);
        e2k_machine_reset(rig->machine);
    }
}

static void what_was_written_can_be_read(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDW, MODE, 13);
    set_up(rig, 0xFF, PERIODIC, 77);
    program_load(rig->program, E2K_LDW, DIVIDER, 10);
    program_load(rig->program, E2K_LDW, MODE, 11);
    program_load(rig->program, E2K_LDW, INITIAL, 12);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 0xB);
    assert_int_equal(rig_register(rig, 11), PERIODIC);
    assert_int_equal(rig_register(rig, 12), 77);
    assert_int_equal(rig_register(rig, 13), 0x10000);
}

static void its_interrupt_must_stay_masked(void **state)
{
    struct rig *rig = *state;

    write_word(rig->program, MODE, 0x20040);
    rig_run_to_check(rig, "store of 4 bytes to 0xfee00320: the timer's interrupt must be masked");
}

static void the_current_count_cannot_be_written(void **state)
{
    struct rig *rig = *state;

    write_word(rig->program, CURRENT, 1);
    rig_run_to_check(rig, "store of 4 bytes to 0xfee00390: the current count can only be read");
}

static void other_registers_are_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDW, UINT64_C(0xFEE00030), 10);
    rig_run_to_check(rig, "load of 4 bytes from 0xfee00030: an unknown register of the APIC");
}

static void bytes_are_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDB, CURRENT, 10);
    rig_run_to_check(rig, "load of 1 byte from 0xfee00390: the timer takes words of 4 bytes");
}

static void doublewords_are_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDD, INITIAL, 10);
    rig_run_to_check(rig, "load of 8 bytes from 0xfee00380: the timer takes words of 4 bytes");
}

/* ------------------------------------------------------------- idling */

/* A loop without end that loads from ADDRESS, and then counts to WORK. */
static void poll_forever(struct rig *rig, uint64_t address, enum e2k_opcode load, int64_t work)
{
    struct program *p = rig->program;
    size_t outer = p->count, inner;

    program_load(p, load, address, 22);
    program_set(p, 21, work);
    inner = p->count;
    program_op(p, E2K_SUBD, bundle_r(21), bundle_c(1), 21);
    program_op(p, E2K_CMPED, bundle_r(21), bundle_c(0), 1);
    program_branch(p, inner, bundle_unless(1));
    program_branch(p, outer, (struct e2k_condition){0});
    rig->tick = 10000; /* each look at the clock is 10 us later */
    assert_int_equal(rig_run(rig), E2K_STOP_LIMIT);
}

static void a_program_that_only_polls_sleeps(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    poll_forever(rig, CONTROL_A, E2K_LDB, 1);
    /* Nearly all of the time, a millisecond at a time once it has idled for long. */
    assert_true(rig->waited > (uint64_t)rig->waits * 990000);
    assert_true(rig->waits > 10000);
}

static void a_program_that_waits_for_the_timer_sleeps(void **state)
{
    struct rig *rig = *state;

    poll_forever(rig, CURRENT, E2K_LDW, 1);
    assert_true(rig->waits > 10000);
}

static void a_program_that_works_and_polls_never_sleeps(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    poll_forever(rig, CONTROL_A, E2K_LDB, 700);
    assert_int_equal(rig->waits, 0);
}

static void sleep_is_a_small_part_of_the_time_waited_so_far(void **state)
{
    struct rig *rig = *state;
    struct program *p = rig->program;
    size_t loop;

    /* Polls until 2 ms are over, and then says how much it is. */
    set_up(rig, 0xB, PERIODIC, -1);
    program_set(p, 11, INT64_C(0xFFFFFFFF));
    loop = p->count;
    program_load(p, E2K_LDW, CURRENT, 10);
    program_op(p, E2K_SUBD, bundle_r(11), bundle_r(10), 12);
    program_op(p, E2K_CMPLD, bundle_r(12), bundle_c(2000000), 1);
    program_branch(p, loop, bundle_if(1));
    rig->tick = 100;
    rig_run_to_trap(rig);
    assert_true(rig->waits > 0);
    assert_in_range(rig_register(rig, 12), 2000000, 2300000);
}

static void what_is_waited_for_is_told(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_B);
    poll_forever(rig, CONTROL_B, E2K_LDB, 1);
    assert_int_equal(rig->wanted, E2K_WANT_INPUT(E2K_CHANNEL_B));
}

static void a_sleeper_asks_the_host_at_once_when_it_wakes(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    poll_forever(rig, CONTROL_A, E2K_LDB, 1);
    assert_true(rig->channels[E2K_CHANNEL_A].receives >= rig->waits);
    assert_true(rig->services >= rig->waits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(it_counts_down_in_nanoseconds),
        rig_test(it_wraps_when_periodic),
        rig_test(it_wraps_after_32_bits),
        rig_test(it_stops_at_zero_when_not_periodic),
        rig_test(it_divides),
        rig_test(what_was_written_can_be_read),
        rig_test(its_interrupt_must_stay_masked),
        rig_test(the_current_count_cannot_be_written),
        rig_test(other_registers_are_refused),
        rig_test(bytes_are_refused),
        rig_test(doublewords_are_refused),
        rig_test(a_program_that_only_polls_sleeps),
        rig_test(a_program_that_waits_for_the_timer_sleeps),
        rig_test(a_program_that_works_and_polls_never_sleeps),
        rig_test(sleep_is_a_small_part_of_the_time_waited_so_far),
        rig_test(what_is_waited_for_is_told),
        rig_test(a_sleeper_asks_the_host_at_once_when_it_wakes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
