/* test_sensor_ramp.c - how a simulated sensor's value moves, and who moves it.
 *
 * SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "sensor_rig.h"

#include <signal.h>
#include <sys/time.h>

static void begin_ramp(int64_t from, int64_t to, int64_t rate)
{
    assert_null(rig_put("value", from));
    assert_null(rig_put("ramp-to", to));
    assert_null(rig_put("ramp-rate", rate));
}

static void a_ramp_is_followed_though_nobody_reads(void **state)
{
    (void)state;
    begin_ramp(2000, 2600, 100);
    assert_int_equal(rig_get("value"), 2000);
    rig_now += 9999;
    assert_int_equal(rig_get("value"), 2000);
    rig_now += 1;
    assert_int_equal(rig_get("value"), 2001);
    rig_now += 3 * SECOND;
    assert_int_equal(rig_get("value"), 2301);
    assert_int_equal(rig_read(), 2301);
    rig_now += 100 * HOUR;
    assert_int_equal(rig_get("value"), 2600);
    assert_int_equal(rig_get("reads"), 1);
}

static void a_ramp_leads_down_as_well(void **state)
{
    (void)state;
    begin_ramp(10, -10, 2);
    rig_now += 4 * SECOND + 499999;
    assert_int_equal(rig_get("value"), 2);
    rig_now += 1;
    assert_int_equal(rig_get("value"), 1);
    rig_now += 5 * SECOND + SECOND / 2;
    assert_int_equal(rig_get("value"), -10);
    rig_now += SECOND;
    assert_int_equal(rig_get("value"), -10);
}

/* Against 128-bit arithmetic: any way, rate and time, and the edges of all. */
static void ramps_are_exact_for_hours_and_for_ages(void **state)
{
    static const uint64_t times[] = {0,          1,          999999,     SECOND,
                                     SECOND + 1, HOUR - 1,   10 * HOUR,  0xffffffff,
                                     1ull << 32, 1ull << 40, 1ull << 52, 1ull << 62};
    static const uint32_t rates[] = {1,     2,      3,      7,        100,
                                     65537, 999999, SECOND, 99999999, SENSOR_LIMIT};
    uint32_t seed = 20261121;

    (void)state;
    for (int i = 0; i < 60000; i++) {
        int32_t from = (int32_t)(unit_random(&seed) % (2u * SENSOR_LIMIT + 1)) - SENSOR_LIMIT;
        int32_t to = (int32_t)(unit_random(&seed) % (2u * SENSOR_LIMIT + 1)) - SENSOR_LIMIT;
        uint32_t rate = i % 3 ? rates[unit_random(&seed) % COUNT(rates)]
                              : 1 + unit_random(&seed) % SENSOR_LIMIT;
        uint64_t time = i % 2 ? times[unit_random(&seed) % COUNT(times)]
                              : (uint64_t)unit_random(&seed) << unit_random(&seed) % 12;
        __extension__ unsigned __int128 way = (unsigned __int128)rate * time / SECOND;
        int64_t distance = (int64_t)to - from, left;

        if (i % 5 == 0)
            from = i % 2 ? SENSOR_LIMIT : -SENSOR_LIMIT, to = -from, distance = (int64_t)to - from;
        left = distance < 0 ? -distance : distance;
        if (way < (unsigned __int128)left)
            left = (int64_t)way;
        rig_setup(NULL);
        begin_ramp(from, to, rate);
        rig_now += time;
        assert_int_equal(rig_get("value"), from + (distance < 0 ? -left : left));
    }
}

static void a_ramp_is_the_same_in_whatever_order_it_is_set(void **state)
{
    static const char *const names[] = {"value", "ramp-to", "ramp-rate"};
    static const int64_t values[] = {100, 500, 10};
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    (void)state;
    for (size_t i = 0; i < COUNT(orders); i++) {
        rig_setup(NULL);
        for (int n = 0; n < 3; n++)
            assert_null(rig_put(names[orders[i][n]], values[orders[i][n]]));
        assert_int_equal(rig_get("value"), 100);
        rig_now += SECOND;
        assert_int_equal(rig_get("value"), 110);
    }
}

static void a_rate_alone_moves_nothing_and_none_stops_where_it_is(void **state)
{
    (void)state;
    assert_null(rig_put("value", 7));
    assert_null(rig_put("ramp-rate", 1000));
    rig_now += HOUR;
    assert_int_equal(rig_get("value"), 7);
    assert_int_equal(rig_get("ramp-to"), 7);
    assert_null(rig_put("ramp-to", 5007));
    rig_now += 2 * SECOND;
    assert_null(rig_put("ramp-rate", 0));
    rig_now += HOUR;
    assert_int_equal(rig_get("value"), 2007);
    assert_null(rig_put("value", 0)); /* goes on from there */
    assert_null(rig_put("ramp-rate", 1));
    rig_now += SECOND;
    assert_int_equal(rig_get("value"), 1);
    assert_int_equal(rig_get("ramp-to"), 5007);
}

static void the_application_s_world_counts_until_a_host_drives(void **state)
{
    (void)state;
    assert_null(rig_put("driven", false));
    sensor_simulate(&rig_object, 2100);
    assert_int_equal(rig_read(), 2100);
    assert_int_equal(rig_get("value"), 2100);
    /* A ramp begins at what the world has come to. */
    assert_null(rig_put("ramp-rate", 10));
    assert_true(rig_get("driven"));
    assert_null(rig_put("ramp-to", 2200));
    sensor_simulate(&rig_object, 4000);
    rig_now += SECOND;
    assert_int_equal(rig_read(), 2110);
    assert_null(rig_put("driven", false));
    assert_int_equal(rig_read(), 4000);
    assert_int_equal(rig_get("ramp-rate"), 0);
    assert_null(rig_put("driven", true)); /* stays where it is */
    sensor_simulate(&rig_object, 1);
    rig_now += SECOND;
    assert_int_equal(rig_read(), 4000);
    sensor_simulate(&rig_object, INT32_MAX);
    assert_null(rig_put("driven", false));
    assert_int_equal(rig_get("value"), SENSOR_LIMIT);
    sensor_simulate(&rig_object, INT32_MIN);
    assert_int_equal(rig_get("value"), -SENSOR_LIMIT);
}

static void set_another_ramp(void)
{
    rig_now += 5;
    begin_ramp(-100, -200, 1000);
}

static void what_a_host_sets_during_a_read_counts_from_the_next(void **state)
{
    (void)state;
    begin_ramp(0, 1000, 100);
    rig_now += SECOND;
    rig_interrupt = set_another_ramp;
    assert_int_equal(rig_read(), 100);
    assert_int_equal(rig_read(), -100);
    rig_now += SECOND;
    assert_int_equal(rig_read(), -200);
}

/* By turns a ramp, from 0 at 1000 a second, that has gone on for a second, and -1 for ever. */
static void come_in(int signal)
{
    static bool ramp;

    (void)signal;
    ramp = !ramp;
    rig_now += (ramp ? 10 : 4) * SECOND;
    (void)rig_put("value", ramp ? 0 : -1);
    (void)rig_put("ramp-to", ramp ? SENSOR_LIMIT : -1);
    rig_now += (ramp ? 1 : 2) * SECOND;
}

/* A ramp is read after a second, or, where signals come in once it is known and before the clock
 * is looked at, after 6, 6 + 11, 6 + 11 + 6 ... more.  With the beginning of the value before it,
 * it would be after 12 more. */
static bool is_whole(int32_t reading)
{
    return reading == -1 || reading % 17000 == 1000 || reading % 17000 == 7000;
}

/* A signal comes in where an agent would: between any two instructions. */
static void what_a_host_sets_is_read_as_a_whole(void **state)
{
    const struct itimerval often = {{0, 20}, {0, 20}}, never = {{0, 0}, {0, 0}};
    const struct sigaction action = {.sa_handler = come_in, .sa_flags = SA_RESTART};
    int32_t reading = -1, before;
    unsigned changes = 0;

    (void)state;
    begin_ramp(-1, -1, 1000);
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
    while (is_whole(reading) && changes < 8000) {
        before = reading;
        reading = rig_read();
        changes += reading != before;
    }
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    if (!is_whole(reading))
        fail_msg("%d was read", (int)reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_ramp_is_followed_though_nobody_reads, rig_setup),
        cmocka_unit_test_setup(a_ramp_leads_down_as_well, rig_setup),
        cmocka_unit_test_setup(ramps_are_exact_for_hours_and_for_ages, rig_setup),
        cmocka_unit_test_setup(a_ramp_is_the_same_in_whatever_order_it_is_set, rig_setup),
        cmocka_unit_test_setup(a_rate_alone_moves_nothing_and_none_stops_where_it_is, rig_setup),
        cmocka_unit_test_setup(the_application_s_world_counts_until_a_host_drives, rig_setup),
        cmocka_unit_test_setup(what_a_host_sets_is_read_as_a_whole, rig_setup),
        cmocka_unit_test_setup(what_a_host_sets_during_a_read_counts_from_the_next, rig_setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
