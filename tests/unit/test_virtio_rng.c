/* test_virtio_rng.c - each random byte is handed out once, and the buffer kept filled.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "drivers/virtio_rng.h"
#include "virtio.h"

#define RNG 4

static struct virtio_rng rng;
static uint8_t next; /* the device's bytes count up */

static int begin(void **state)
{
    (void)state;
    memset(&rng, 0, sizeof rng);
    next = 1;
    virtio_device_begin(RNG);
    assert_true(virtio_rng_init(&rng, VIRTIO_DEVICE_BASE));
    return 0;
}

/* The driver has asked for a whole buffer; the device answers with SIZE bytes. */
static void answer(uint32_t size)
{
    uint32_t length;
    uint8_t *bytes = virtio_device_pop(0, &length);

    assert_non_null(bytes);
    assert_int_equal(virtio_device.notified, 1);
    virtio_device.notified = 0;
    assert_int_equal(length, VIRTIO_RNG_BYTES);
    for (uint32_t i = 0; i < size && i < length; i++)
        bytes[i] = next++;
    virtio_device_push(0, size);
    virtio_rng_service(&rng);
    assert_int_equal(virtio_device.interrupt, 0);
}

static void expect_bytes(uint8_t first, size_t size)
{
    uint8_t bytes[VIRTIO_RNG_BYTES];

    assert_true(virtio_rng_take(&rng, bytes, size));
    for (size_t i = 0; i < size; i++)
        assert_int_equal(bytes[i], (uint8_t)(first + i));
}

static void expect_too_few(size_t size)
{
    uint8_t bytes[VIRTIO_RNG_BYTES] = {0}, zeros[VIRTIO_RNG_BYTES] = {0};

    assert_false(virtio_rng_take(&rng, bytes, size));
    assert_memory_equal(bytes, zeros, sizeof bytes);
}

static void bytes_are_handed_out_once_and_in_order(void **state)
{
    (void)state;
    expect_too_few(1);
    answer(VIRTIO_RNG_BYTES);
    expect_bytes(1, 8);
    expect_bytes(9, 1);
    expect_bytes(10, VIRTIO_RNG_BYTES - 10);
    assert_int_equal(virtio_device.notified, 0);
    assert_int_equal(rng.available, 1);
}

static void an_empty_buffer_is_filled_again(void **state)
{
    (void)state;
    answer(VIRTIO_RNG_BYTES);
    expect_bytes(1, VIRTIO_RNG_BYTES);
    answer(VIRTIO_RNG_BYTES);
    expect_bytes(1, 1); /* the count has gone round */
    assert_int_equal(rng.received, 2 * VIRTIO_RNG_BYTES);
}

static void asking_for_more_than_is_left_fetches_more(void **state)
{
    (void)state;
    answer(10);
    expect_bytes(1, 8);
    expect_too_few(3);
    assert_int_equal(rng.available, 0);
    answer(VIRTIO_RNG_BYTES);
    expect_bytes(11, 3);
}

static void the_device_is_not_asked_twice(void **state)
{
    uint32_t length;

    (void)state;
    for (int i = 0; i < 5; i++)
        expect_too_few(1);
    answer(VIRTIO_RNG_BYTES);
    assert_null(virtio_device_pop(0, &length));
}

static void a_device_that_gives_nothing_is_asked_again(void **state)
{
    (void)state;
    answer(0);
    answer(8);
    expect_bytes(1, 8);
}

static void a_device_that_claims_too_much_is_not_believed(void **state)
{
    (void)state;
    answer(VIRTIO_RNG_BYTES + 1000);
    assert_int_equal(rng.available, VIRTIO_RNG_BYTES);
    expect_bytes(1, VIRTIO_RNG_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(bytes_are_handed_out_once_and_in_order, begin),
        cmocka_unit_test_setup(an_empty_buffer_is_filled_again, begin),
        cmocka_unit_test_setup(asking_for_more_than_is_left_fetches_more, begin),
        cmocka_unit_test_setup(the_device_is_not_asked_twice, begin),
        cmocka_unit_test_setup(a_device_that_gives_nothing_is_asked_again, begin),
        cmocka_unit_test_setup(a_device_that_claims_too_much_is_not_believed, begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
