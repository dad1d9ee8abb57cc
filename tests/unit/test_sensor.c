/* test_sensor.c - simulated sensors: values and ranges, noise, faults.
 *
 * SPDX-License-Identifier: MIT */
#include "sensor_rig.h"

#include "property.h"

static void set_fault(const char *name)
{
    const struct object_property *property = property_find(&rig_object, "fault");
    unsigned i = 0;

    while (strcmp(property->choices[i], name) != 0)
        assert_true(++i < property->count);
    assert_null(rig_put("fault", i));
}

/* ---------------------------------------------------------------------- values */

static void a_value_is_read_as_it_is_set(void **state)
{
    static const int32_t values[] = {0, 1, -1, 2600, SENSOR_LIMIT, -SENSOR_LIMIT};

    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        assert_null(rig_put("value", values[i]));
        rig_now += HOUR;
        assert_int_equal(rig_get("value"), values[i]);
        assert_int_equal(rig_read(), values[i]);
        assert_int_equal(rig_get("reading"), values[i]);
        assert_int_equal(rig_get("reads"), i + 1);
    }
}

static void a_value_outside_the_range_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    assert_null(rig_put("minimum", -10));
    assert_null(rig_put("maximum", 10));
    assert_null(rig_put("value", 10));
    assert_null(rig_put("value", -10));
    assert_string_equal(rig_put("value", 11), "The value is outside the sensor's range");
    assert_string_equal(rig_put("value", -11), "The value is outside the sensor's range");
    assert_string_equal(rig_put("ramp-to", 11), "The ramp leads out of the sensor's range");
    assert_string_equal(rig_put("ramp-to", -11), "The ramp leads out of the sensor's range");
    assert_string_equal(rig_put("minimum", 11), "The minimum is above the maximum");
    assert_string_equal(rig_put("maximum", -11), "The maximum is below the minimum");
    assert_int_equal(rig_get("value"), -10);
    assert_int_equal(rig_get("ramp-to"), -10);
    assert_int_equal(rig_get("minimum"), -10);
    assert_int_equal(rig_get("maximum"), 10);
    assert_null(rig_put("minimum", 10));
    assert_null(rig_put("maximum", 10));
}

static void what_lies_beyond_a_range_reads_as_its_end(void **state)
{
    (void)state;
    assert_null(rig_put("value", 500));
    assert_null(rig_put("maximum", 100));
    assert_int_equal(rig_read(), 100);
    assert_int_equal(rig_get("value"), 500);
    assert_null(rig_put("value", -5));
    assert_null(rig_put("minimum", 50));
    assert_int_equal(rig_read(), 50);
    assert_true(sensor_covers(&rig_object, 50));
    assert_true(sensor_covers(&rig_object, 100));
    assert_false(sensor_covers(&rig_object, 49));
    assert_false(sensor_covers(&rig_object, 101));
}

static void a_new_sensor_must_be_within_its_range_whatever_comes_first(void **state)
{
    (void)state;
    assert_null(sensor_type.complete(&rig_object));
    assert_null(rig_put("minimum", 10));
    assert_string_equal(sensor_type.complete(&rig_object),
                        "The value is outside the sensor's range");
    assert_null(rig_put("value", 15));
    assert_null(sensor_type.complete(&rig_object));
    assert_null(rig_put("ramp-to", 30));
    assert_null(rig_put("maximum", 20));
    assert_string_equal(sensor_type.complete(&rig_object),
                        "The ramp leads out of the sensor's range");
}

/* ----------------------------------------------------------------------- noise */

static void the_same_seed_gives_the_same_noise(void **state)
{
    int32_t first[200];
    bool differs = false;

    (void)state;
    assert_null(rig_put("noise", 50));
    assert_null(rig_put("seed", 7));
    for (size_t i = 0; i < COUNT(first); i++)
        first[i] = rig_read();
    assert_null(rig_put("seed", 7));
    rig_now += HOUR;
    for (size_t i = 0; i < COUNT(first); i++)
        assert_int_equal(rig_read(), first[i]);
    assert_null(rig_put("seed", 8));
    for (size_t i = 0; i < COUNT(first); i++)
        differs |= rig_read() != first[i];
    assert_true(differs);
}

static void noise_reaches_its_amplitude_on_both_sides_and_no_further(void **state)
{
    static const int32_t amplitudes[] = {0, 1, 3, 20};
    unsigned counts[41];

    (void)state;
    for (size_t i = 0; i < COUNT(amplitudes); i++) {
        int32_t amplitude = amplitudes[i];
        unsigned fair = 20000 / (2u * (unsigned)amplitude + 1);

        memset(counts, 0, sizeof counts);
        assert_null(rig_put("noise", amplitude));
        assert_null(rig_put("seed", 0));
        for (int n = 0; n < 20000; n++) {
            int32_t reading = rig_read();

            assert_in_range(reading + amplitude, 0, 2 * amplitude);
            counts[reading + amplitude]++;
        }
        for (int32_t n = 0; n <= 2 * amplitude; n++)
            assert_in_range(counts[n], fair - fair / 4, fair + fair / 4);
    }
}

static void the_loudest_noise_stays_within_the_range(void **state)
{
    (void)state;
    assert_null(rig_put("noise", SENSOR_LIMIT));
    assert_null(rig_put("value", SENSOR_LIMIT));
    for (int i = 0; i < 1000; i++)
        assert_true(sensor_covers(&rig_object, rig_read()));
    assert_null(rig_put("value", -SENSOR_LIMIT));
    for (int i = 0; i < 1000; i++)
        assert_true(sensor_covers(&rig_object, rig_read()));
}

/* ---------------------------------------------------------------------- faults */

static void a_sensor_that_does_not_answer_leaves_the_reading_alone(void **state)
{
    int32_t reading = 77;

    (void)state;
    assert_null(rig_put("value", 5));
    assert_int_equal(rig_read(), 5);
    set_fault("no-answer");
    assert_null(rig_put("value", 6));
    assert_int_equal(sensor_read(&rig_object, &reading), SENSOR_NO_ANSWER);
    assert_int_equal(reading, 77);
    assert_int_equal(rig_get("reading"), 5);
    assert_int_equal(rig_get("reads"), 2);
    set_fault("none");
    assert_int_equal(rig_read(), 6);
}

static void a_sensor_out_of_range_reads_more_than_its_maximum(void **state)
{
    (void)state;
    set_fault("out-of-range");
    assert_int_equal(rig_read(), SENSOR_LIMIT + 1);
    assert_null(rig_put("maximum", 100));
    assert_int_equal(rig_read(), 101);
    assert_false(sensor_covers(&rig_object, 101));
    assert_int_equal(rig_get("value"), 0);
}

static void a_stuck_sensor_repeats_its_last_reading(void **state)
{
    (void)state;
    set_fault("stuck");
    assert_null(rig_put("noise", 3));
    assert_null(rig_put("value", 40));
    assert_in_range(rig_read(), 37, 43); /* there was none yet */
    assert_null(rig_put("value", 50));
    assert_in_range(rig_read(), 37, 43);
    set_fault("none");
    assert_null(rig_put("noise", 0));
    assert_int_equal(rig_read(), 50);
    set_fault("stuck");
    assert_null(rig_put("value", 60));
    assert_int_equal(rig_read(), 50);
    assert_int_equal(rig_get("value"), 60);
}

/* Every read takes its number from the sequence, whatever comes of it. */
static void faults_do_not_shift_the_noise(void **state)
{
    int32_t first[10], reading;

    (void)state;
    assert_null(rig_put("noise", 1000));
    assert_null(rig_put("seed", 1));
    for (size_t i = 0; i < COUNT(first); i++)
        first[i] = rig_read();
    assert_null(rig_put("seed", 1));
    set_fault("no-answer");
    for (int i = 0; i < 9; i++)
        assert_int_equal(sensor_read(&rig_object, &reading), SENSOR_NO_ANSWER);
    set_fault("none");
    assert_int_equal(rig_read(), first[9]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_value_is_read_as_it_is_set, rig_setup),
        cmocka_unit_test_setup(a_value_outside_the_range_is_refused_and_changes_nothing, rig_setup),
        cmocka_unit_test_setup(what_lies_beyond_a_range_reads_as_its_end, rig_setup),
        cmocka_unit_test_setup(a_new_sensor_must_be_within_its_range_whatever_comes_first,
                               rig_setup),
        cmocka_unit_test_setup(the_same_seed_gives_the_same_noise, rig_setup),
        cmocka_unit_test_setup(noise_reaches_its_amplitude_on_both_sides_and_no_further, rig_setup),
        cmocka_unit_test_setup(the_loudest_noise_stays_within_the_range, rig_setup),
        cmocka_unit_test_setup(a_sensor_that_does_not_answer_leaves_the_reading_alone, rig_setup),
        cmocka_unit_test_setup(a_sensor_out_of_range_reads_more_than_its_maximum, rig_setup),
        cmocka_unit_test_setup(a_stuck_sensor_repeats_its_last_reading, rig_setup),
        cmocka_unit_test_setup(faults_do_not_shift_the_noise, rig_setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
