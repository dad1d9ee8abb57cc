/* test_machine_escc.c - the serial controller, as programs and hosts see it.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#include <string.h>

#define BUFFERED 4096u /* bytes that wait for the host */

/* ------------------------------------------------------------- programs */

/* Writes register NUMBER; from 8 on its number is the command "point high" with the rest. */
static void write_register(struct program *p, uint64_t control, unsigned number, unsigned value)
{
    program_store_byte(p, control, number);
    program_store_byte(p, control, value);
}

/* Reads register NUMBER to %rTO. */
static void read_register(struct program *p, uint64_t control, unsigned number, unsigned to)
{
    program_store_byte(p, control, number);
    program_load(p, E2K_LDB, control, to);
}

/* Polls RR0 COUNT times; %r20 counts how often a byte was there. */
static void poll_received(struct program *p, uint64_t control, int64_t count)
{
    size_t loop;

    program_set(p, 21, count);
    loop = p->count;
    program_load(p, E2K_LDB, control, 22);
    program_op(p, E2K_ANDD, bundle_r(22), bundle_c(1), 22);
    program_op(p, E2K_ADDD, bundle_r(20), bundle_r(22), 20);
    program_op(p, E2K_SUBD, bundle_r(21), bundle_c(1), 21);
    program_op(p, E2K_CMPED, bundle_r(21), bundle_c(0), 1);
    program_branch(p, loop, bundle_unless(1));
}

/* Waits for the bits MASK of RR0. */
static void await(struct program *p, uint64_t control, unsigned mask)
{
    size_t loop = p->count;

    program_load(p, E2K_LDB, control, 22);
    program_op(p, E2K_CMPANDED, bundle_r(22), bundle_c(mask), 1);
    program_branch(p, loop, bundle_if(1));
}

/* Sends COUNT bytes from %r24 on upwards, without asking for room. */
static void send_bytes(struct program *p, uint64_t data, int64_t count)
{
    size_t loop;

    program_set(p, 23, count);
    loop = p->count;
    program_store(p, E2K_STB, data, 24);
    program_op(p, E2K_ADDD, bundle_r(24), bundle_c(1), 24);
    program_op(p, E2K_SUBD, bundle_r(23), bundle_c(1), 23);
    program_op(p, E2K_CMPED, bundle_r(23), bundle_c(0), 1);
    program_branch(p, loop, bundle_unless(1));
}

/* ------------------------------------------------------------- receiving */

static void nothing_comes_before_data_is_read_after_enabling(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDB, DATA_A, 1); /* too early */
    write_register(rig->program, CONTROL_A, 3, 0xC1);
    rig_send(rig, E2K_CHANNEL_A, "x");
    poll_received(rig->program, CONTROL_A, 5000);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 20), 0);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].receives, 0);
}

static void a_byte_comes_after_the_dummy_read(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    rig_send(rig, E2K_CHANNEL_A, "x");
    await(rig->program, CONTROL_A, 1);
    program_load(rig->program, E2K_LDB, DATA_A, 10);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 'x');
}

static void the_channels_are_apart(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    rig_open_channel(rig, CONTROL_B);
    rig_send(rig, E2K_CHANNEL_B, "b");
    await(rig->program, CONTROL_B, 1);
    program_load(rig->program, E2K_LDB, CONTROL_A, 10);
    program_load(rig->program, E2K_LDB, DATA_B, 11);
    program_store_byte(rig->program, DATA_B, 'B');
    program_store_byte(rig->program, DATA_A, 'A');
    rig_run_to_trap(rig);
    e2k_machine_flush(rig->machine);
    assert_int_equal(rig_register(rig, 10) & 1, 0);
    assert_int_equal(rig_register(rig, 11), 'b');
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 1);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out[0], 'A');
    assert_int_equal(rig->channels[E2K_CHANNEL_B].out[0], 'B');
}

static void a_byte_waits_until_it_is_read(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    rig_send(rig, E2K_CHANNEL_A, "xyz");
    poll_received(rig->program, CONTROL_A, 5000);
    for (unsigned n = 0; n < 3; n++) {
        await(rig->program, CONTROL_A, 1);
        program_load(rig->program, E2K_LDB, DATA_A, 10 + n);
    }
    program_load(rig->program, E2K_LDB, CONTROL_A, 13);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 'x');
    assert_int_equal(rig_register(rig, 11), 'y');
    assert_int_equal(rig_register(rig, 12), 'z');
    assert_int_equal(rig_register(rig, 13) & 1, 0);
}

static void an_empty_receiver_reads_as_the_last_byte(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    rig_send(rig, E2K_CHANNEL_A, "x");
    await(rig->program, CONTROL_A, 1);
    program_load(rig->program, E2K_LDB, DATA_A, 10);
    program_load(rig->program, E2K_LDB, DATA_A, 11);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 11), 'x');
}

static void a_receiver_that_was_off_has_to_ask_again(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    write_register(rig->program, CONTROL_A, 3, 0xC0);
    write_register(rig->program, CONTROL_A, 3, 0xC1);
    rig_send(rig, E2K_CHANNEL_A, "x");
    poll_received(rig->program, CONTROL_A, 5000);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 20), 0);
}

static void the_host_is_not_asked_at_every_poll(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    poll_received(rig->program, CONTROL_A, 10000); /* of 6 bundles */
    rig_run_to_trap(rig);
    assert_in_range(rig->channels[E2K_CHANNEL_A].receives, 20, 60);
}

/* ------------------------------------------------------------- sending */

static void what_is_sent_with_the_transmitter_off_is_lost(void **state)
{
    struct rig *rig = *state;

    program_store_byte(rig->program, DATA_A, 'x');
    rig_run_to_trap(rig);
    assert_true(e2k_machine_flush(rig->machine));
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 0);
}

static void there_is_room_until_the_host_does_not_read(void **state)
{
    struct rig *rig = *state;

    rig->channels[E2K_CHANNEL_A].room = 0;
    rig_open_channel(rig, CONTROL_A);
    send_bytes(rig->program, DATA_A, BUFFERED - 1);
    program_load(rig->program, E2K_LDB, CONTROL_A, 10);
    send_bytes(rig->program, DATA_A, 1);
    program_load(rig->program, E2K_LDB, CONTROL_A, 11);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10) & 4, 4);
    assert_int_equal(rig_register(rig, 11) & 4, 0);
}

static void room_comes_back_when_the_host_reads(void **state)
{
    struct rig *rig = *state;

    rig->channels[E2K_CHANNEL_A].room = 100;
    rig_open_channel(rig, CONTROL_A);
    send_bytes(rig->program, DATA_A, BUFFERED + 100);
    program_store_byte(rig->program, 0x8000, 1); /* full */
    await(rig->program, CONTROL_A, 4);
    send_bytes(rig->program, DATA_A, 1);
    program_trap(rig->program);
    assert_int_equal(rig_run(rig), E2K_STOP_LIMIT);
    rig->channels[E2K_CHANNEL_A].room = SIZE_MAX;
    assert_int_equal(e2k_machine_run(rig->machine, RIG_LIMIT), E2K_STOP_TRAP);
    assert_true(e2k_machine_flush(rig->machine));
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, BUFFERED + 101);
    for (unsigned n = 0; n <= BUFFERED + 100; n++)
        assert_int_equal(rig->channels[E2K_CHANNEL_A].out[n], n & 0xFF);
}

static void sending_without_room_is_a_machine_check(void **state)
{
    struct rig *rig = *state;

    rig->channels[E2K_CHANNEL_A].room = 0;
    rig_open_channel(rig, CONTROL_A);
    send_bytes(rig->program, DATA_A, BUFFERED + 1);
    rig_run_to_check(rig, "store of 1 byte to 0x80001003: the host does not read");
}

static void an_answer_is_with_the_host_when_the_program_waits_again(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    program_store_byte(rig->program, DATA_A, 'x');
    poll_received(rig->program, CONTROL_A, 10);
    rig_run_to_trap(rig);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 1);
}

static void bytes_in_a_row_are_handed_over_together(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    for (unsigned n = 0; n < 50; n++) {
        await(rig->program, CONTROL_A, 4);
        program_store_byte(rig->program, DATA_A, n);
    }
    poll_received(rig->program, CONTROL_A, 10);
    rig_run_to_trap(rig);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 50);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].sends, 1);
}

static void a_program_that_computes_on_still_gets_its_bytes_out(void **state)
{
    struct rig *rig = *state;
    size_t loop;

    rig_open_channel(rig, CONTROL_A);
    program_store_byte(rig->program, DATA_A, 'x');
    loop = rig->program->count;
    program_branch(rig->program, loop, (struct e2k_condition){0});
    rig_load(rig);
    assert_int_equal(e2k_machine_run(rig->machine, 40000), E2K_STOP_LIMIT);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 1);
}

/* ------------------------------------------------------------- registers */

static void status_is_as_in_the_model(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDB, CONTROL_A, 10);
    read_register(rig->program, CONTROL_A, 1, 11);
    for (unsigned n = 4; n < 16; n++)
        read_register(rig->program, CONTROL_A, n, 12 + n);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 0x44);
    assert_int_equal(rig_register(rig, 11), 0x07);
    for (unsigned n = 4; n < 16; n++)
        assert_int_equal(rig_register(rig, 12 + n), 0);
}

static void all_is_sent_when_nothing_waits(void **state)
{
    struct rig *rig = *state;

    rig->channels[E2K_CHANNEL_A].room = 0;
    rig_open_channel(rig, CONTROL_A);
    program_store_byte(rig->program, DATA_A, 'x');
    read_register(rig->program, CONTROL_A, 1, 10);
    program_trap(rig->program);
    rig_run(rig);
    assert_int_equal(rig_register(rig, 10), 0x06);
}

static void a_register_is_pointed_at_for_one_access(void **state)
{
    struct rig *rig = *state;

    write_register(rig->program, CONTROL_A, 12, 0x5A);
    read_register(rig->program, CONTROL_A, 12, 10);
    program_load(rig->program, E2K_LDB, CONTROL_A, 11); /* RR0 again */
    program_store_byte(rig->program, CONTROL_A, 12);
    program_load(rig->program, E2K_LDB, CONTROL_A, 12);
    program_store_byte(rig->program, CONTROL_A, 13); /* a pointer, and no value for WR12 */
    program_load(rig->program, E2K_LDB, CONTROL_A, 13);
    read_register(rig->program, CONTROL_B, 12, 14);
    rig_run_to_trap(rig);
    assert_int_equal(rig_register(rig, 10), 0x5A);
    assert_int_equal(rig_register(rig, 11), 0x44);
    assert_int_equal(rig_register(rig, 12), 0x5A);
    assert_int_equal(rig_register(rig, 13), 0);
    assert_int_equal(rig_register(rig, 14), 0);
}

static void other_commands_point_at_no_high_register(void **state)
{
    struct rig *rig = *state;

    write_register(rig->program, CONTROL_A, 0x30 | 5, 0x68); /* error reset, WR5 */
    program_store_byte(rig->program, DATA_A, 'x');
    rig_run_to_trap(rig);
    e2k_machine_flush(rig->machine);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 1);
}

static void the_reset_command_is_for_the_channel_that_it_names(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    rig_open_channel(rig, CONTROL_B);
    write_register(rig->program, CONTROL_A, 9, 0x80);
    program_store_byte(rig->program, DATA_A, 'a'); /* lost: the transmitter is off */
    program_store_byte(rig->program, DATA_B, 'b');
    rig_run_to_trap(rig);
    e2k_machine_flush(rig->machine);
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 0);
    assert_int_equal(rig->channels[E2K_CHANNEL_B].out_count, 1);
}

static void a_reset_leaves_bytes_on_the_line(void **state)
{
    struct rig *rig = *state;

    rig_open_channel(rig, CONTROL_A);
    rig_send(rig, E2K_CHANNEL_A, "xy");
    await(rig->program, CONTROL_A, 1);
    program_load(rig->program, E2K_LDB, DATA_A, 10);
    program_store_byte(rig->program, DATA_A, 's');
    write_register(rig->program, CONTROL_A, 9, 0xC0);
    rig_open_channel(rig, CONTROL_A);
    await(rig->program, CONTROL_A, 1);
    program_load(rig->program, E2K_LDB, DATA_A, 11);
    rig_run_to_trap(rig);
    e2k_machine_flush(rig->machine);
    assert_int_equal(rig_register(rig, 10), 'x');
    assert_int_equal(rig_register(rig, 11), 'y');
    assert_int_equal(rig->channels[E2K_CHANNEL_A].out_count, 1);
}

static void there_are_no_interrupts_to_ask_about(void **state)
{
    struct rig *rig = *state;

    read_register(rig->program, CONTROL_A, 3, 10);
    rig_run_to_check(rig, "load of 1 byte from 0x80001002: there are no interrupts");
}

static void words_are_refused(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDW, CONTROL_B, 10);
    rig_run_to_check(rig, "load of 4 bytes from 0x80001000: the serial controller takes single");
}

static void there_is_nothing_behind_the_four_registers(void **state)
{
    struct rig *rig = *state;

    program_load(rig->program, E2K_LDB, DATA_A + 1, 10);
    rig_run_to_check(rig, "load of 1 byte from 0x80001004: nothing is there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        rig_test(nothing_comes_before_data_is_read_after_enabling),
        rig_test(a_byte_comes_after_the_dummy_read),
        rig_test(the_channels_are_apart),
        rig_test(a_byte_waits_until_it_is_read),
        rig_test(an_empty_receiver_reads_as_the_last_byte),
        rig_test(a_receiver_that_was_off_has_to_ask_again),
        rig_test(the_host_is_not_asked_at_every_poll),
        rig_test(what_is_sent_with_the_transmitter_off_is_lost),
        rig_test(there_is_room_until_the_host_does_not_read),
        rig_test(room_comes_back_when_the_host_reads),
        rig_test(sending_without_room_is_a_machine_check),
        rig_test(an_answer_is_with_the_host_when_the_program_waits_again),
        rig_test(bytes_in_a_row_are_handed_over_together),
        rig_test(a_program_that_computes_on_still_gets_its_bytes_out),
        rig_test(status_is_as_in_the_model),
        rig_test(all_is_sent_when_nothing_waits),
        rig_test(a_register_is_pointed_at_for_one_access),
        rig_test(other_commands_point_at_no_high_register),
        rig_test(the_reset_command_is_for_the_channel_that_it_names),
        rig_test(a_reset_leaves_bytes_on_the_line),
        rig_test(there_are_no_interrupts_to_ask_about),
        rig_test(words_are_refused),
        rig_test(there_is_nothing_behind_the_four_registers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
