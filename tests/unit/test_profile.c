/* test_profile.c - tables of points, and simulated sensors that follow them.
 *
 * SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "sensor_rig.h"

#include <signal.h>
#include <sys/time.h>

#include "agent/profile.h"
#include "property.h"

#define MILLISECOND 1000ull

static struct profile table;
static const struct object profile = {.name = "profile", .type = &profile_type, .state = &table};

static void begin(void)
{
    memcpy(&table, profile_type.initial, sizeof table);
    assert_null(profile_type.complete(&profile));
}

static int setup(void **state)
{
    rig_setup(state);
    begin();
    return 0;
}

static void put(const char *name, uint64_t value)
{
    assert_null(property_set(&profile, name, value));
}

static void put_points(const int32_t *points, unsigned length)
{
    int32_t all[PROFILE_POINTS] = {0};
    union object_value value = {.memory = all};

    memcpy(all, points, length * sizeof *points);
    assert_null(property_find(&profile, "points")->set(&profile, &value));
    put("length", length);
}

static const char *link_to(const struct object *object)
{
    const union object_value value = {.object = object};

    return property_find(&rig_object, "profile")->set(&rig_object, &value);
}

/* The values after so many milliseconds more each time. */
static void expect_values(const int32_t *values, size_t count, uint64_t apart)
{
    for (size_t i = 0; i < count; i++) {
        if (profile_value(&profile) != values[i])
            fail_msg("value %zu is %d and not %d", i, (int)profile_value(&profile), (int)values[i]);
        rig_now += apart * MILLISECOND;
    }
}

/* ----------------------------------------------------------------------- tables */

static void a_new_profile_begins_now_and_stands_at_zero(void **state)
{
    (void)state;
    assert_int_equal(property_get(&profile, "position"), 0);
    assert_int_equal(property_get(&profile, "length"), 1);
    assert_int_equal(property_get(&profile, "step"), 1000);
    assert_int_equal(property_get(&profile, "interpolate"), true);
    assert_int_equal(property_get(&profile, "repeat"), true);
    rig_now += 1234 * MILLISECOND + 999;
    assert_int_equal(property_get(&profile, "position"), 1234);
    assert_int_equal(profile_value(&profile), 0);
}

static void straight_lines_lead_from_point_to_point_and_round_again(void **state)
{
    static const int32_t points[] = {0, 100, -100};
    static const int32_t values[] = {0, 50, 100, 0, -100, -50, 0, 50, 100, 0, -100, -50, 0};

    (void)state;
    put_points(points, COUNT(points));
    expect_values(values, COUNT(values), 500);
}

static void a_line_is_rounded_towards_where_it_comes_from(void **state)
{
    static const int32_t points[] = {0, 2};
    static const int32_t values[] = {0, 0, 1, 1, 2, 2, 1, 1, 0};

    (void)state;
    put_points(points, COUNT(points));
    expect_values(values, COUNT(values), 250);
    assert_int_equal(profile_value(&profile), 0);
    put("restart", true);
    rig_now += 500 * MILLISECOND - 1;
    assert_int_equal(profile_value(&profile), 0);
    rig_now += 1;
    assert_int_equal(profile_value(&profile), 1);
}

static void without_lines_each_point_stands_for_its_step(void **state)
{
    static const int32_t points[] = {7, -8, 9};
    static const int32_t values[] = {7, 7, -8, -8, 9, 9, 7, 7, -8};

    (void)state;
    put_points(points, COUNT(points));
    put("interpolate", false);
    expect_values(values, COUNT(values), 500);
    put("restart", true);
    rig_now += SECOND - 1;
    assert_int_equal(profile_value(&profile), 7);
    rig_now += 1;
    assert_int_equal(profile_value(&profile), -8);
}

static void the_last_point_stays_when_it_does_not_repeat(void **state)
{
    static const int32_t points[] = {0, 100, 40};
    static const int32_t lines[] = {0, 50, 100, 70, 40, 40, 40}, steps[] = {0, 0, 100, 100, 40, 40};

    (void)state;
    put_points(points, COUNT(points));
    put("repeat", false);
    expect_values(lines, COUNT(lines), 500);
    rig_now += 1000000 * HOUR;
    assert_int_equal(profile_value(&profile), 40);
    put("restart", true);
    put("interpolate", false);
    expect_values(steps, COUNT(steps), 500);
}

static void one_point_is_a_constant_and_sixteen_all_count(void **state)
{
    int32_t points[PROFILE_POINTS];

    (void)state;
    for (int i = 0; i < PROFILE_POINTS; i++)
        points[i] = 100 - i;
    put_points(points, 1);
    rig_now += HOUR + 1;
    assert_int_equal(profile_value(&profile), 100);
    put_points(points, PROFILE_POINTS);
    put("restart", true);
    expect_values(points, COUNT(points), 1000);
    assert_int_equal(profile_value(&profile), 100);
}

static void restart_begins_it_now_and_false_does_nothing(void **state)
{
    (void)state;
    rig_now += 5 * SECOND;
    put("restart", false);
    assert_int_equal(property_get(&profile, "position"), 5000);
    put("restart", true);
    assert_int_equal(property_get(&profile, "position"), 0);
}

static void the_position_ends_at_32_bits_and_the_value_goes_on(void **state)
{
    static const int32_t points[] = {0, 10};

    (void)state;
    put_points(points, COUNT(points));
    rig_now += 0xffffffffull * MILLISECOND;
    assert_int_equal(property_get(&profile, "position"), 0xffffffff);
    rig_now += 5 * MILLISECOND; /* 2^32 + 4 milliseconds: 1300 of a period of 2000 */
    assert_int_equal(property_get(&profile, "position"), 0xffffffff);
    assert_int_equal(profile_value(&profile), 7);
}

static int32_t random_value(uint32_t *seed)
{
    return (int32_t)(unit_random(seed) % (2u * PROFILE_LIMIT + 1)) - PROFILE_LIMIT;
}

/* What it should be, in 128 bits. */
__extension__ static int32_t model(uint64_t elapsed)
{
    uint64_t step = table.step * MILLISECOND, at = elapsed / step, next;
    __int128 way;

    if (!table.repeat && at + 1 >= table.length)
        return table.points[table.length - 1];
    at %= table.length;
    next = (at + 1) % table.length;
    way = ((__int128)table.points[next] - table.points[at]) * (__int128)(elapsed % step);
    return table.interpolate ? table.points[at] + (int32_t)(way / (__int128)step)
                             : table.points[at];
}

/* Against 128-bit arithmetic: any table, and times up to the end of the clock. */
static void values_are_exact_for_ages(void **state)
{
    static const uint32_t steps[] = {1, 2, 3, 7, 999, 1000, 65536, 3599999, PROFILE_STEP_MAX};
    uint32_t seed = 20261121;

    (void)state;
    for (int i = 0; i < 60000; i++) {
        int32_t points[PROFILE_POINTS];
        unsigned length = 1 + unit_random(&seed) % PROFILE_POINTS;
        uint64_t time =
            ((uint64_t)unit_random(&seed) << 32 | unit_random(&seed)) >> unit_random(&seed) % 64;

        for (unsigned n = 0; n < PROFILE_POINTS; n++)
            points[n] = i % 7 ? random_value(&seed) : n % 2 ? PROFILE_LIMIT : -PROFILE_LIMIT;
        rig_now = 0;
        begin();
        put_points(points, length);
        put("step", i % 2 ? steps[unit_random(&seed) % COUNT(steps)]
                          : 1 + unit_random(&seed) % PROFILE_STEP_MAX);
        put("repeat", unit_random(&seed) % 4 != 0);
        put("interpolate", unit_random(&seed) % 4 != 0);
        if (i % 3 == 0) /* at a point, or just before */
            time -= time % (table.step * MILLISECOND) + (time > HOUR ? i & 1 : 0);
        rig_now = time;
        if (profile_value(&profile) != model(time))
            fail_msg("%d: %d and not %d", i, (int)profile_value(&profile), (int)model(time));
    }
}

/* ---------------------------------------------------------------------- sensors */

static void follow_a_slope(void)
{
    static const int32_t points[] = {1000, 2000};

    put_points(points, COUNT(points));
    put("repeat", false);
    assert_null(link_to(&profile));
}

static void a_sensor_follows_its_profile(void **state)
{
    (void)state;
    assert_null(rig_put("value", 5));
    follow_a_slope();
    rig_now += SECOND / 10;
    assert_int_equal(rig_get("value"), 1100);
    assert_int_equal(rig_read(), 1100);
    assert_true(rig_get("driven"));
    assert_null(rig_put("maximum", 1500));
    rig_now += HOUR;
    assert_int_equal(rig_get("value"), 2000);
    assert_int_equal(rig_read(), 1500);
}

static void a_cleared_profile_leaves_the_value_where_it_was(void **state)
{
    (void)state;
    assert_null(rig_put("ramp-rate", 10));
    assert_null(rig_put("ramp-to", 500));
    follow_a_slope();
    rig_now += SECOND / 4;
    assert_null(link_to(&profile)); /* again: no change */
    assert_int_equal(rig_read(), 1250);
    assert_null(link_to(NULL));
    rig_now += HOUR;
    assert_int_equal(rig_read(), 1250);
    assert_int_equal(rig_get("ramp-rate"), 0);
    assert_null(rig_put("value", 3));
    assert_int_equal(rig_read(), 3);
}

static void no_profile_in_place_of_none_changes_nothing(void **state)
{
    (void)state;
    assert_null(rig_put("driven", false));
    sensor_simulate(&rig_object, 77);
    assert_null(link_to(NULL));
    assert_false(rig_get("driven"));
    sensor_simulate(&rig_object, 78);
    assert_int_equal(rig_read(), 78);
}

static void nothing_else_moves_a_sensor_that_follows_a_profile(void **state)
{
    static const char *const names[] = {"value", "ramp-to", "ramp-rate", "driven"};

    (void)state;
    follow_a_slope();
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_string_equal(rig_put(names[i], 0),
                            "The sensor follows a profile: clear that link first");
        assert_int_equal(rig_read(), 1000);
    }
    assert_true(rig_get("driven"));
    assert_null(link_to(NULL));
    for (size_t i = 0; i < COUNT(names); i++)
        assert_null(rig_put(names[i], 0));
}

static void a_new_sensor_takes_a_profile_or_a_motion_in_either_order(void **state)
{
    (void)state;
    assert_null(rig_put("minimum", 500)); /* more than the value it began with */
    follow_a_slope();
    assert_null(sensor_type.complete(&rig_object));
    rig_setup(NULL);
    assert_null(rig_put("value", 5));
    assert_null(link_to(&profile));
    assert_string_equal(sensor_type.complete(&rig_object),
                        "The sensor follows a profile: clear that link first");
}

/* ---------------------------------------------------------------- interruptions */

/* As object-del, and the creation of something else in its place. */
static void leave_ones(void)
{
    assert_null(link_to(NULL));
    memset(&table, 0xff, sizeof table);
}

static void leave_zeros(void)
{
    assert_null(link_to(NULL));
    memset(&table, 0, sizeof table);
    table.repeat = 1;
}

/* As many milliseconds are 0 microseconds, in 32 bits. */
static void leave_a_step_that_wraps(void)
{
    leave_zeros();
    table.step = 1u << 29;
}

static void a_profile_may_be_deleted_during_a_read(void **state)
{
    static void (*const hosts[])(void) = {leave_ones, leave_zeros, leave_a_step_that_wraps};

    for (size_t i = 0; i < COUNT(hosts); i++) {
        setup(state);
        follow_a_slope();
        rig_now += SECOND / 2;
        rig_interrupt = hosts[i];
        assert_int_equal(rig_read(), 1500);
        assert_null(rig_put("value", 4));
        assert_int_equal(rig_read(), 4);
    }
}

/* By that a reader knows to read again. */
static void whatever_a_host_sets_counts_as_a_change(void **state)
{
    static const char *const names[] = {"length", "step", "interpolate", "repeat", "restart"};
    const struct sensor *sensor = rig_object.state;
    union object_value points = {.memory = table.points};
    uint32_t before;

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        before = table.changes;
        put(names[i], 1);
        assert_int_not_equal(table.changes, before);
    }
    before = table.changes;
    assert_null(property_find(&profile, "points")->set(&profile, &points));
    assert_int_not_equal(table.changes, before);
    before = sensor->changes;
    assert_null(link_to(&profile));
    assert_int_not_equal(sensor->changes, before);
    before = sensor->changes;
    assert_null(link_to(NULL));
    assert_int_not_equal(sensor->changes, before);
}

/* By turns two profiles that begin again: one from 1 on, one from 1000001 on. */
static void come_in(int signal)
{
    static bool high;
    static const int32_t low_points[] = {1, 2, 1, 2}, high_points[] = {1000001, 1000003};

    (void)signal;
    high = !high;
    rig_now += 12345;
    put_points(high ? high_points : low_points, high ? 2 : 4);
    put("step", high ? PROFILE_STEP_MAX : 100000);
    put("restart", true);
}

/* By turns a profile that stands at 5, and -1. */
static void come_in_and_link(int signal)
{
    static bool linked;

    (void)signal;
    linked = !linked;
    (void)link_to(linked ? &profile : NULL);
    if (!linked)
        (void)rig_put("value", -1);
}

/* Reads while signals come in where an agent would: between any two instructions.  Every
 * reading is one of two. */
static void expect_either(void (*host)(int), int32_t one, int32_t other)
{
    const struct itimerval often = {{0, 20}, {0, 20}}, never = {{0, 0}, {0, 0}};
    const struct sigaction action = {.sa_handler = host, .sa_flags = SA_RESTART};
    int32_t reading = one, before;
    unsigned changes = 0;

    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    while ((reading == one || reading == other) && changes < 8000) {
        before = reading;
        reading = rig_read();
        changes += reading != before;
    }
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    if (reading != one && reading != other)
        fail_msg("%d was read", (int)reading);
}

/* The points of the one with what else is the other's would make a line between them. */
static void a_profile_is_read_as_a_whole(void **state)
{
    (void)state;
    come_in(0);
    assert_null(link_to(&profile));
    expect_either(come_in, 1, 1000001);
}

static void a_sensor_is_read_with_its_profile_or_without(void **state)
{
    static const int32_t five = 5;

    (void)state;
    put_points(&five, 1);
    assert_null(rig_put("value", -1));
    expect_either(come_in_and_link, -1, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_new_profile_begins_now_and_stands_at_zero, setup),
        cmocka_unit_test_setup(straight_lines_lead_from_point_to_point_and_round_again, setup),
        cmocka_unit_test_setup(a_line_is_rounded_towards_where_it_comes_from, setup),
        cmocka_unit_test_setup(without_lines_each_point_stands_for_its_step, setup),
        cmocka_unit_test_setup(the_last_point_stays_when_it_does_not_repeat, setup),
        cmocka_unit_test_setup(one_point_is_a_constant_and_sixteen_all_count, setup),
        cmocka_unit_test_setup(restart_begins_it_now_and_false_does_nothing, setup),
        cmocka_unit_test_setup(the_position_ends_at_32_bits_and_the_value_goes_on, setup),
        cmocka_unit_test_setup(values_are_exact_for_ages, setup),
        cmocka_unit_test_setup(a_sensor_follows_its_profile, setup),
        cmocka_unit_test_setup(a_cleared_profile_leaves_the_value_where_it_was, setup),
        cmocka_unit_test_setup(no_profile_in_place_of_none_changes_nothing, setup),
        cmocka_unit_test_setup(nothing_else_moves_a_sensor_that_follows_a_profile, setup),
        cmocka_unit_test_setup(a_new_sensor_takes_a_profile_or_a_motion_in_either_order, setup),
        cmocka_unit_test_setup(a_profile_may_be_deleted_during_a_read, setup),
        cmocka_unit_test_setup(whatever_a_host_sets_counts_as_a_change, setup),
        cmocka_unit_test_setup(a_profile_is_read_as_a_whole, setup),
        cmocka_unit_test_setup(a_sensor_is_read_with_its_profile_or_without, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
