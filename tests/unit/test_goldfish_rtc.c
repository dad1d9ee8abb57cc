/* test_goldfish_rtc.c - a clock that is set, and goes on while it is.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "core/services.h"
#include "drivers/goldfish_rtc.h"
#include "drivers/mmio.h"
#include "property.h"

#define BASE   0x101000u
#define SECOND 1000000000ull

/* The device: each access takes it a while. */
static uint64_t now, alarm_at;
static uint32_t latched, per_access;
static unsigned notices;

static struct goldfish_rtc rtc;
static const struct object object = {.name = "rtc", .type = &goldfish_rtc_type, .state = &rtc};

uint32_t mmio_read32(uintptr_t address)
{
    now += per_access;
    switch (address - BASE) {
    case 0x0:
        latched = (uint32_t)(now >> 32);
        return (uint32_t)now;
    case 0x4:
        return latched;
    case 0x8:
        return (uint32_t)alarm_at;
    case 0xc:
        return (uint32_t)(alarm_at >> 32);
    case 0x10:
        return 0;
    default:
        assert_int_equal(address - BASE, 0x18);
        return 1;
    }
}

void mmio_write32(uintptr_t address, uint32_t value)
{
    now += per_access;
    if (address == BASE)
        now = now >> 32 << 32 | value;
    else if (address == BASE + 4)
        now = (uint64_t)value << 32 | (uint32_t)now;
    else
        fail_msg("a write to 0x%lx", (unsigned long)address);
}

void services_notify(unsigned raised)
{
    notices |= raised;
}

static void start(uint64_t time)
{
    now = time;
    per_access = 0;
    notices = 0;
    rtc = (struct goldfish_rtc){.base = BASE};
}

static void the_time_is_read_whole(void **state)
{
    (void)state;
    start(0x17ffffffffull);
    per_access = 1; /* the low word runs over between the two reads */
    assert_int_equal(goldfish_rtc_read(&rtc), 0x1800000000ull);
    start(0x17fffffff0ull);
    per_access = 15;
    assert_int_equal(goldfish_rtc_read(&rtc), 0x17ffffffffull);
    assert_int_equal(notices, 0);
}

static void the_time_that_is_set_is_the_time(void **state)
{
    static const uint64_t times[] = {0, 1, 0xffffffff, 0x100000000, 0x6ffffffff, INT64_MAX};

    (void)state;
    for (size_t i = 0; i < COUNT(times); i++) {
        start(1795000000 * SECOND);
        assert_null(property_set(&object, "time", times[i]));
        assert_int_equal(property_get(&object, "time"), times[i]);
        assert_int_equal(notices, BOARD_NOTICE_RTC);
    }
}

/* The low word that was there would run over, and carry into the high word just written. */
static void a_clock_about_to_run_over_is_set_right(void **state)
{
    (void)state;
    for (uint64_t before = 0; before < 20; before++) {
        start(0x7ffffffffull - before);
        per_access = 3;
        assert_null(property_set(&object, "time", 0x1234500000000ull));
        assert_int_equal(now, 0x1234500000000ull);
    }
}

static void the_offset_is_what_was_set_in_all(void **state)
{
    (void)state;
    start(1795000000 * SECOND);
    assert_int_equal(goldfish_rtc_offset(&rtc), 0);
    assert_null(property_set(&object, "time", now + 3600 * SECOND));
    assert_int_equal(goldfish_rtc_offset(&rtc), 3600);
    now += 5 * SECOND;
    assert_int_equal(goldfish_rtc_offset(&rtc), 3600);
    assert_null(property_set(&object, "time", now - 3700 * SECOND));
    assert_int_equal(goldfish_rtc_offset(&rtc), -100);
    assert_null(property_set(&object, "time", 0));
    assert_int_equal(goldfish_rtc_offset(&rtc), -1795000005);
}

static void the_offset_is_rounded_to_the_nearest_second(void **state)
{
    static const struct {
        int64_t ns, seconds;
    } cases[] = {
        {499999999, 0},   {500000000, 1},        {-499999999, 0},
        {-500000000, -1}, {3599999000000, 3600}, {-3600001000000, -3600},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        start(1795000000 * SECOND);
        assert_null(property_set(&object, "time", now + (uint64_t)cases[i].ns));
        assert_int_equal(goldfish_rtc_offset(&rtc), cases[i].seconds);
    }
}

static void the_alarm_is_told_whole(void **state)
{
    (void)state;
    start(0);
    alarm_at = 0x123456789abcdefull;
    assert_int_equal(property_get(&object, "alarm"), alarm_at);
    assert_int_equal(property_get(&object, "alarm-status"), 1);
    assert_int_equal(property_get(&object, "irq-enabled"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_time_is_read_whole),
        cmocka_unit_test(the_time_that_is_set_is_the_time),
        cmocka_unit_test(a_clock_about_to_run_over_is_set_right),
        cmocka_unit_test(the_offset_is_what_was_set_in_all),
        cmocka_unit_test(the_offset_is_rounded_to_the_nearest_second),
        cmocka_unit_test(the_alarm_is_told_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
