/* test_input_queue.c - the application's input queue, and keys that are held for a time.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "input_queue.h"

static struct input_queue queue;

static int begin_afresh(void **state)
{
    (void)state;
    memset(&queue, 0, sizeof queue);
    return 0;
}

static struct input_event key(void *context, uint32_t i)
{
    return (struct input_event){.code = (uint8_t)(*(const uint8_t *)context + i)};
}

static void type(uint8_t first, uint32_t count, uint32_t hold)
{
    input_type(&queue, count, hold, key, &first);
}

/* The next event is this key's; or there is none. */
static void expect_key(uint8_t code, bool down)
{
    struct input_event event;

    assert_true(input_get(&queue, &event));
    assert_int_equal(event.code, code);
    assert_int_equal(event.down, down);
}

static void expect_nothing(void)
{
    struct input_event event;

    assert_false(input_get(&queue, &event));
}

static void events_come_out_in_order_until_there_are_none(void **state)
{
    (void)state;
    queue.head = queue.tail = UINT32_MAX - 2;
    for (uint8_t i = 0; i < AGENT_INPUT_EVENTS; i++) {
        assert_int_equal(input_room(&queue), AGENT_INPUT_EVENTS - i);
        input_put(&queue, &(struct input_event){.code = i, .down = true});
    }
    assert_int_equal(input_room(&queue), 0);
    for (uint8_t i = 0; i < AGENT_INPUT_EVENTS; i++)
        expect_key(i, true);
    expect_nothing();
}

/* As QEMU does: the time passes after each key, not once for all. */
static void keys_are_pressed_one_by_one_and_released_in_the_opposite_order(void **state)
{
    uint64_t now = 5000;

    (void)state;
    type(10, 3, 20);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(input_tick(&queue, now, true), i < 5 ? now + 20000 : UINT64_MAX);
        expect_key((uint8_t)(i < 3 ? 10 + i : 15 - i), i < 3);
        assert_int_equal(input_tick(&queue, now + 19999, true), i < 5 ? now + 20000 : UINT64_MAX);
        expect_nothing();
        now += 20000;
    }
}

static void further_keys_wait_until_those_before_have_had_their_time(void **state)
{
    (void)state;
    type(1, 1, 10);
    type(2, 1, 30);
    assert_int_equal(input_tick(&queue, 0, true), 10000);
    assert_int_equal(input_tick(&queue, 10000, true), 20000);
    expect_key(1, true);
    expect_key(1, false);
    assert_int_equal(input_tick(&queue, 20000, true), 50000);
    expect_key(2, true);
    assert_int_equal(input_tick(&queue, 50000, true), UINT64_MAX);
    expect_key(2, false);
    type(3, 1, 10);
    assert_int_equal(input_tick(&queue, 60000, true), 80000); /* 30 ms after key 2 went up */
    expect_nothing();
}

static void time_does_not_pass_while_the_application_is_stopped(void **state)
{
    (void)state;
    type(1, 1, 100);
    assert_int_equal(input_tick(&queue, 0, true), 100000);
    assert_int_equal(input_tick(&queue, 40000, false), UINT64_MAX);
    assert_int_equal(input_tick(&queue, 900000, false), UINT64_MAX);
    expect_key(1, true);
    expect_nothing();
    assert_int_equal(input_tick(&queue, 1000000, true), 1060000);
    expect_nothing();
    assert_int_equal(input_tick(&queue, 1060000, true), UINT64_MAX);
    expect_key(1, false);
}

static void what_is_typed_while_stopped_waits_for_the_application(void **state)
{
    (void)state;
    type(1, 1, 10);
    assert_int_equal(input_tick(&queue, 1000, false), UINT64_MAX);
    expect_nothing();
    assert_int_equal(input_tick(&queue, 2000, true), 12000);
    expect_key(1, true);
}

static void a_full_queue_holds_keys_back_and_loses_none(void **state)
{
    (void)state;
    for (int i = 0; i < AGENT_INPUT_EVENTS; i++)
        input_put(&queue, &(struct input_event){.code = 99});
    type(1, 1, 10);
    assert_int_equal(input_tick(&queue, 0, true), UINT64_MAX);
    assert_true(queue.waiting);
    expect_key(99, false);
    assert_int_equal(input_tick(&queue, 50, true), 10050);
    assert_false(queue.waiting);
    for (int i = 1; i < AGENT_INPUT_EVENTS; i++)
        expect_key(99, false);
    expect_key(1, true);
    expect_nothing();
}

static void so_many_keys_wait_and_no_more(void **state)
{
    (void)state;
    queue.first = queue.end = UINT32_MAX - 4;
    assert_int_equal(input_key_room(&queue), AGENT_SEND_KEYS);
    type(0, AGENT_SEND_KEYS - 1, 1);
    assert_int_equal(input_key_room(&queue), 1);
    type(AGENT_SEND_KEYS - 1, 1, 1);
    assert_int_equal(input_key_room(&queue), 0);
    (void)input_tick(&queue, 0, true);
    assert_int_equal(input_key_room(&queue), 0); /* half a key */
    (void)input_tick(&queue, 1000, true);
    assert_int_equal(input_key_room(&queue), 1);
    expect_key(0, true);
    expect_key(1, true);
}

static void a_queue_that_is_cleared_knows_of_nothing(void **state)
{
    (void)state;
    type(1, 2, 4294967295u);
    assert_int_equal(input_tick(&queue, 0, true), 4294967295000u);
    input_clear(&queue);
    assert_int_equal(input_tick(&queue, 1, true), UINT64_MAX);
    expect_nothing();
    type(5, 1, 1);
    assert_int_equal(input_tick(&queue, 2, true), 1002);
    expect_key(5, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(events_come_out_in_order_until_there_are_none, begin_afresh),
        cmocka_unit_test_setup(keys_are_pressed_one_by_one_and_released_in_the_opposite_order,
                               begin_afresh),
        cmocka_unit_test_setup(further_keys_wait_until_those_before_have_had_their_time,
                               begin_afresh),
        cmocka_unit_test_setup(time_does_not_pass_while_the_application_is_stopped, begin_afresh),
        cmocka_unit_test_setup(what_is_typed_while_stopped_waits_for_the_application, begin_afresh),
        cmocka_unit_test_setup(a_full_queue_holds_keys_back_and_loses_none, begin_afresh),
        cmocka_unit_test_setup(so_many_keys_wait_and_no_more, begin_afresh),
        cmocka_unit_test_setup(a_queue_that_is_cleared_knows_of_nothing, begin_afresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
