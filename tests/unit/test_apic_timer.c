/* test_apic_timer.c - the clock that a counter of 32 bits makes.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "board/board.h"
#include "core/deadlines.h"
#include "drivers/apic_timer.h"
#include "drivers/mmio.h"
#include "property.h"

extern const struct object apic_timer_object;

static unsigned looks_at_deadlines;
static uint64_t ticks; /* of 128 ns, since the counter was set */
static uint32_t divide, lvt, initial;

void deadlines_service(void)
{
    looks_at_deadlines++;
}

uint32_t mmio_read32(uintptr_t address)
{
    assert_int_equal(address, 0xfee00390u);
    return initial - (uint32_t)ticks;
}

void mmio_write32(uintptr_t address, uint32_t value)
{
    switch (address) {
    case 0xfee003e0u:
        divide = value;
        break;
    case 0xfee00320u:
        lvt = value;
        break;
    default:
        assert_int_equal(address, 0xfee00380u);
        initial = value;
        ticks = 0;
    }
}

static void the_timer_is_periodic_masked_and_divides_by_128(void **state)
{
    (void)state;
    apic_timer_init();
    assert_int_equal(divide, 0xa);
    assert_int_equal(lvt & 0x30000, 0x30000);
    assert_true((lvt & 0xff) >= 16);
    assert_int_equal(initial, UINT32_MAX);
    assert_int_equal(board_clock(), 0);
}

static void the_clock_counts_microseconds(void **state)
{
    (void)state;
    apic_timer_init();
    ticks = 125;
    assert_int_equal(board_clock(), 16);
    assert_int_equal(board_clock(), 16);
    ticks = 7812500;
    assert_int_equal(board_clock(), 1000000);
}

static void the_clock_goes_on_when_the_counter_has_gone_round(void **state)
{
    uint64_t before = 0;

    (void)state;
    apic_timer_init();
    for (int i = 0; i < 100; i++) {
        ticks += UINT32_MAX / 3;
        assert_int_equal(board_clock(), ticks * 16 / 125);
        assert_true(board_clock() > before);
        before = board_clock();
    }
}

static void a_reset_begins_at_zero(void **state)
{
    (void)state;
    apic_timer_init();
    ticks = 1000000;
    assert_true(board_clock() > 0);
    apic_timer_init();
    assert_int_equal(board_clock(), 0);
}

static void the_clock_jumps_ahead_and_the_counter_does_not(void **state)
{
    unsigned looks = looks_at_deadlines;

    (void)state;
    apic_timer_init();
    ticks = 125;
    assert_null(property_set(&apic_timer_object, "advance", 3600000000u));
    assert_int_equal(looks_at_deadlines, looks + 1);
    assert_int_equal(property_get(&apic_timer_object, "clock"), 3600000016u);
    assert_int_equal(ticks, 125);
    ticks = 250;
    assert_int_equal(board_clock(), 3600000032u);
    apic_timer_init();
    assert_int_equal(board_clock(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_timer_is_periodic_masked_and_divides_by_128),
        cmocka_unit_test(the_clock_counts_microseconds),
        cmocka_unit_test(the_clock_goes_on_when_the_counter_has_gone_round),
        cmocka_unit_test(a_reset_begins_at_zero),
        cmocka_unit_test(the_clock_jumps_ahead_and_the_counter_does_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
