/* test_cfi_flash.c - the driver of NOR flash against two devices of the test's.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "drivers/cfi_flash.h"
#include "nor.h"
#include "property.h"

static struct cfi_flash flash;
static const struct object object = {.name = "flash", .type = &cfi_flash_type, .state = &flash};

static void start(void)
{
    flash = (struct cfi_flash){.base = NOR_BASE};
    cfi_flash_init(&flash);
}

static void start_fresh(void)
{
    nor_start();
    start();
}

static void expect_status(const char *status)
{
    assert_string_equal(property_choice(&object, "status"), status);
}

/* ------------------------------------------------------------- identification */

static void the_devices_are_asked_what_they_are(void **state)
{
    (void)state;
    start_fresh();
    assert_int_equal(property_get(&object, "address"), NOR_BASE);
    assert_int_equal(property_get(&object, "num-blocks"), NOR_BLOCKS);
    assert_int_equal(property_get(&object, "sector-length"), NOR_BLOCK_WORDS * 4);
    assert_int_equal(property_get(&object, "width"), 4);
    assert_int_equal(property_get(&object, "device-width"), 2);
    assert_int_equal(property_get(&object, "id0"), 0x89);
    assert_int_equal(property_get(&object, "id1"), 0x18);
    expect_status("ready");
    assert_int_equal(nor.mode, NOR_ARRAY);
    assert_int_equal(nor.operations, 0);
}

static void what_a_reset_left_in_another_mode_is_found_too(void **state)
{
    (void)state;
    nor_start();
    nor.mode = NOR_STATUS;
    start();
    expect_status("ready");
}

static void expect_absent(void)
{
    start();
    expect_status("absent");
    assert_int_equal(nor.mode, NOR_ARRAY);
    assert_string_equal(property_set(&object, "erase-block", 0), "There is no flash");
    assert_string_equal(property_set(&object, "write-word", 0), "There is no flash");
    assert_int_equal(nor.operations, 0);
}

static void what_the_driver_does_not_know_is_left_alone(void **state)
{
    (void)state;
    nor_start();
    nor.signature = "QRX";
    expect_absent();
    nor_start();
    nor.command_set = 2; /* AMD's */
    expect_absent();
    nor_start();
    nor.regions = 2;
    expect_absent();
    nor_start();
    nor.odd_lane = true;
    expect_absent();
}

/* ------------------------------------------------------------------ operations */

static void a_block_is_erased_and_no_other(void **state)
{
    (void)state;
    start_fresh();
    assert_null(property_set(&object, "erase-block", 2));
    expect_status("ready");
    assert_int_equal(nor.mode, NOR_ARRAY);
    for (size_t i = 0; i < COUNT(nor.words); i++)
        assert_int_equal(nor.words[i],
                         i / NOR_BLOCK_WORDS == 2 ? UINT32_MAX : 0x01010101u * (i & 0xff));
}

static void words_are_programmed_one_after_the_other(void **state)
{
    (void)state;
    start_fresh();
    assert_null(property_set(&object, "erase-block", 1));
    assert_null(property_set(&object, "write-offset", NOR_BLOCK_WORDS * 4));
    assert_null(property_set(&object, "write-word", 0x12345678));
    assert_null(property_set(&object, "write-word", 0x9abcdef0));
    assert_int_equal(nor.words[NOR_BLOCK_WORDS], 0x12345678);
    assert_int_equal(nor.words[NOR_BLOCK_WORDS + 1], 0x9abcdef0);
    assert_int_equal(nor.words[NOR_BLOCK_WORDS + 2], UINT32_MAX);
    assert_int_equal(property_get(&object, "write-offset"), NOR_BLOCK_WORDS * 4 + 8);
    assert_int_equal(nor.mode, NOR_ARRAY);
}

static void bits_that_are_clear_are_never_asked_to_be_set(void **state)
{
    (void)state;
    start_fresh();
    assert_null(property_set(&object, "write-offset", 0x0f * 4));
    assert_null(property_set(&object, "write-word", 0xff00ff03));
    assert_int_equal(nor.programmed, 0x0f000f03);
}

static void what_is_outside_the_flash_is_refused(void **state)
{
    (void)state;
    start_fresh();
    assert_string_equal(property_set(&object, "erase-block", NOR_BLOCKS),
                        "The flash has no such block");
    assert_string_equal(property_set(&object, "erase-block", UINT32_MAX),
                        "The flash has no such block");
    assert_null(property_set(&object, "write-offset", sizeof nor.words));
    assert_string_equal(property_set(&object, "write-word", 1),
                        "write-offset is past the end of the flash");
    for (unsigned offset = 1; offset < 4; offset++) {
        assert_null(property_set(&object, "write-offset", offset));
        assert_string_equal(property_set(&object, "write-word", 1),
                            "write-offset is not a multiple of 4");
    }
    assert_int_equal(nor.operations, 0);
    assert_null(property_set(&object, "write-offset", sizeof nor.words - 4));
    assert_null(property_set(&object, "write-word", 1));
    assert_int_equal(nor.operations, 1);
}

static void a_slow_operation_is_not_waited_for(void **state)
{
    (void)state;
    start_fresh();
    nor.slow = 1000;
    assert_null(property_set(&object, "erase-block", 0));
    assert_in_range(nor.busy[0], 900, 999);
    expect_status("busy");
    assert_string_equal(property_set(&object, "erase-block", 1), "The flash is busy");
    assert_string_equal(property_set(&object, "write-word", 1), "The flash is busy");
    assert_int_equal(nor.operations, 1);
    for (int i = 0; i < 1000; i++)
        (void)property_choice(&object, "status");
    expect_status("ready");
    assert_int_equal(nor.mode, NOR_ARRAY);
    nor.slow = 0;
    assert_null(property_set(&object, "erase-block", 1));
    assert_int_equal(nor.operations, 2);
}

static void both_devices_have_to_be_ready(void **state)
{
    (void)state;
    start_fresh();
    nor.slow_lane = 100;
    assert_null(property_set(&object, "erase-block", 0));
    expect_status("busy");
    assert_int_equal(nor.mode, NOR_STATUS);
}

static void an_error_is_told_and_the_next_operation_begins_without_it(void **state)
{
    static const uint8_t errors[] = {0x02, 0x08, 0x10, 0x20};

    (void)state;
    for (size_t i = 0; i < COUNT(errors); i++) {
        start_fresh();
        nor.fails = errors[i];
        assert_string_equal(property_set(&object, "write-word", 0),
                            "The flash reports an error, see status-register");
        expect_status("failed");
        assert_int_equal(property_get(&object, "status-register"), 0x80 | errors[i]);
        assert_int_equal(property_get(&object, "write-offset"), 0);
        assert_int_equal(nor.mode, NOR_ARRAY);
        nor.fails = 0;
        assert_null(property_set(&object, "write-word", 0));
        expect_status("ready");
        assert_int_equal(property_get(&object, "status-register"), 0x80);
    }
}

static void an_error_of_a_slow_operation_is_told_when_it_is_over(void **state)
{
    (void)state;
    start_fresh();
    nor.slow = 100;
    nor.fails = 0x20;
    assert_null(property_set(&object, "erase-block", 0));
    for (int i = 0; i < 100; i++)
        (void)property_choice(&object, "status");
    expect_status("failed");
    assert_int_equal(nor.mode, NOR_ARRAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_devices_are_asked_what_they_are),
        cmocka_unit_test(what_a_reset_left_in_another_mode_is_found_too),
        cmocka_unit_test(what_the_driver_does_not_know_is_left_alone),
        cmocka_unit_test(a_block_is_erased_and_no_other),
        cmocka_unit_test(words_are_programmed_one_after_the_other),
        cmocka_unit_test(bits_that_are_clear_are_never_asked_to_be_set),
        cmocka_unit_test(what_is_outside_the_flash_is_refused),
        cmocka_unit_test(a_slow_operation_is_not_waited_for),
        cmocka_unit_test(both_devices_have_to_be_ready),
        cmocka_unit_test(an_error_is_told_and_the_next_operation_begins_without_it),
        cmocka_unit_test(an_error_of_a_slow_operation_is_told_when_it_is_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
