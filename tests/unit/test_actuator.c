/* test_actuator.c - simulated actuators and uplinks: what they do, and what they are told.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "agent/actuator.h"
#include "agent/uplink.h"
#include "property.h"

enum { NONE, STUCK, NO_ANSWER }; /* faults */

static struct actuator actuator;
static const struct object object = {
    .name = "actuator", .type = &actuator_type, .state = &actuator};

static int setup(void **state)
{
    (void)state;
    actuator = (struct actuator){.minimum = -2, .maximum = 100};
    return 0;
}

static void expect(int32_t state, int32_t actual, uint32_t commands)
{
    assert_int_equal((int32_t)property_get(&object, "state"), state);
    assert_int_equal((int32_t)property_get(&object, "actual"), actual);
    assert_int_equal(property_get(&object, "commands"), commands);
    assert_int_equal(actuator_state(&object), state);
    assert_int_equal(actuator_actual(&object), actual);
}

static void an_actuator_does_what_it_is_told(void **state)
{
    (void)state;
    expect(0, 0, 0);
    assert_int_equal(actuator_set(&object, 100), ACTUATOR_OK);
    expect(100, 100, 1);
    assert_int_equal(actuator_set(&object, -2), ACTUATOR_OK);
    expect(-2, -2, 2);
}

static void a_command_outside_the_range_is_refused(void **state)
{
    (void)state;
    assert_int_equal(actuator_set(&object, 101), ACTUATOR_OUT_OF_RANGE);
    assert_int_equal(actuator_set(&object, -3), ACTUATOR_OUT_OF_RANGE);
    expect(0, 0, 2);
    assert_string_equal(property_set(&object, "minimum", 101), "The minimum is above the maximum");
    assert_string_equal(property_set(&object, "maximum", (uint64_t)-3),
                        "The maximum is below the minimum");
    assert_null(property_set(&object, "maximum", 101));
    assert_int_equal(actuator_set(&object, 101), ACTUATOR_OK);
    expect(101, 101, 3);
}

static void a_stuck_one_takes_commands_and_follows_when_it_comes_loose(void **state)
{
    (void)state;
    assert_int_equal(actuator_set(&object, 1), ACTUATOR_OK);
    assert_null(property_set(&object, "fault", STUCK));
    assert_int_equal(actuator_set(&object, 5), ACTUATOR_OK);
    expect(5, 1, 2);
    assert_null(property_set(&object, "fault", STUCK));
    expect(5, 1, 2);
    assert_null(property_set(&object, "fault", NONE));
    expect(5, 5, 2);
}

static void one_that_does_not_answer_stays_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(actuator_set(&object, 1), ACTUATOR_OK);
    assert_null(property_set(&object, "fault", NO_ANSWER));
    assert_int_equal(actuator_set(&object, 5), ACTUATOR_NO_ANSWER);
    expect(1, 1, 2);
    assert_null(property_set(&object, "fault", NONE));
    expect(1, 1, 2);
}

static void a_new_actuator_can_be_in_state_0(void **state)
{
    (void)state;
    memcpy(&actuator, actuator_type.initial, sizeof actuator);
    assert_null(actuator_type.complete(&object));
    assert_null(property_set(&object, "minimum", 1));
    assert_non_null(actuator_type.complete(&object));
    assert_null(property_set(&object, "minimum", 0));
    assert_null(property_set(&object, "maximum", 0));
    assert_null(actuator_type.complete(&object));
    assert_null(property_set(&object, "minimum", (uint64_t)-2));
    assert_null(property_set(&object, "maximum", (uint64_t)-1));
    assert_non_null(actuator_type.complete(&object));
}

static void an_uplink_sends_while_its_cable_is_plugged(void **state)
{
    struct uplink uplink;
    const struct object link = {.name = "uplink", .type = &uplink_type, .state = &uplink};

    (void)state;
    memcpy(&uplink, uplink_type.initial, sizeof uplink);
    assert_true(uplink_send(&link, -7));
    assert_null(property_set(&link, "link", 0));
    assert_false(uplink_send(&link, 8));
    assert_false(uplink_send(&link, 9));
    assert_int_equal((int32_t)property_get(&link, "last"), -7);
    assert_null(property_set(&link, "link", 1));
    assert_true(uplink_send(&link, 10));
    assert_int_equal(property_get(&link, "last"), 10);
    assert_int_equal(property_get(&link, "sent"), 2);
    assert_int_equal(property_get(&link, "failed"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_actuator_does_what_it_is_told, setup),
        cmocka_unit_test_setup(a_command_outside_the_range_is_refused, setup),
        cmocka_unit_test_setup(a_stuck_one_takes_commands_and_follows_when_it_comes_loose, setup),
        cmocka_unit_test_setup(one_that_does_not_answer_stays_as_it_is, setup),
        cmocka_unit_test_setup(a_new_actuator_can_be_in_state_0, setup),
        cmocka_unit_test(an_uplink_sends_while_its_cable_is_plugged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
