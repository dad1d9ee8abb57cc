/* test_rng.c - random numbers from the emulator.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "property.h"

#define RNG "/machine/peripheral/rng0"

/* The device's buffer, and some of which the content is known. */
#define BUFFER 256
#define SOURCE E2KMON_ROOT "/LICENSE"

#define DRAWS 200

/* A number drawn; a board whose buffer is just being filled is asked again. */
static uint64_t draw(struct qmpc *line)
{
    int64_t deadline = soon();

    while (property_uint(line, RNG, "available") < sizeof(uint64_t))
        assert_false(is_past(deadline));
    property_set(line, RNG, "draw", "true");
    return property_uint(line, RNG, "value");
}

static struct qmpc *start(void)
{
    return emulator_attach(emulator_start(
        &(struct emulator_options){.arguments = {"--", "-device", "virtio-rng-device"}}));
}

static void without_the_device_the_object_says_so_and_nothing_is_drawn(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    assert_false(property_bool(line, RNG, "present"));
    assert_int_equal(property_uint(line, RNG, "available"), 0);
    property_refuses(line, RNG, "draw", "true", "No source of random numbers is attached");
    assert_int_equal(property_uint(line, RNG, "value"), 0);
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void numbers_differ_however_many_are_drawn(void **state)
{
    struct qmpc *line = start();
    uint64_t numbers[DRAWS];

    (void)state;
    assert_true(property_bool(line, RNG, "present"));
    for (size_t i = 0; i < DRAWS; i++)
        numbers[i] = draw(line);
    assert_true(property_uint(line, RNG, "received") >= sizeof numbers);
    qsort(numbers, DRAWS, sizeof *numbers, compare);
    for (size_t i = 1; i < DRAWS; i++)
        assert_true(numbers[i] != numbers[i - 1]);
}

static void reading_draws_nothing(void **state)
{
    struct qmpc *line = start();
    uint64_t value, available;

    (void)state;
    property_wait_uint(line, RNG, "available", BUFFER);
    value = draw(line);
    available = property_uint(line, RNG, "available");
    assert_int_equal(available, BUFFER - sizeof value);
    for (int i = 0; i < 5; i++)
        assert_int_equal(property_uint(line, RNG, "value"), value);
    property_set(line, RNG, "draw", "false");
    assert_int_equal(property_uint(line, RNG, "value"), value);
    assert_int_equal(property_uint(line, RNG, "available"), available);
}

static void the_numbers_are_the_devices(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(&(struct emulator_options){
        .arguments = {"--", "-object", "rng-random,id=known,filename=" SOURCE, "-device",
                      "virtio-rng-device,rng=known"}}));
    uint64_t numbers[BUFFER / sizeof(uint64_t)];
    FILE *source = fopen(SOURCE, "rb");

    (void)state;
    assert_non_null(source);
    assert_int_equal(fread(numbers, sizeof *numbers, COUNT(numbers), source), COUNT(numbers));
    fclose(source);
    for (size_t i = 0; i < COUNT(numbers); i++)
        assert_int_equal(draw(line), numbers[i]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(without_the_device_the_object_says_so_and_nothing_is_drawn),
        board_test(numbers_differ_however_many_are_drawn),
        board_test(reading_draws_nothing),
        board_test(the_numbers_are_the_devices),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
