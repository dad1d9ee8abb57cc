/* test_devices_stm32.c - the devices of an STM32F405, driven by a host.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "property.h"

/* Interrupt lines. */
#define TIM3_LINE   29
#define USART2_LINE 38

static void a_timer_counts_at_the_rate_of_its_prescaler(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint64_t count;

    (void)state;
    property_set(line, "tim3", "psc", "999"); /* of QEMU's nanoseconds */
    property_set(line, "tim3", "cr1", "1");
    property_set(line, "tim3", "update", "1");
    count = property_uint(line, "tim3", "cnt");
    pause_ms(100);
    count = property_uint(line, "tim3", "cnt") - count;
    assert_true(count >= 90 * 1000);
    assert_true(property_uint(line, "tim4", "cnt") > 100 * count);
    assert_int_equal(property_uint(line, "tim3", "sr"), 0);
}

static void the_pins_of_exti_are_chosen(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    property_set(line, "syscfg", "exticr2", "33");
    assert_int_equal(property_uint(line, "syscfg", "exticr2"), 33);
    assert_int_equal(property_uint(line, "syscfg", "exticr1"), 0);
    property_set(line, "exti", "rtsr", "5");
    assert_int_equal(property_uint(line, "exti", "rtsr"), 5);
    assert_int_equal(property_uint(line, "exti", "pr"), 0);
}

static void an_injected_interrupt_waits_unless_it_is_enabled(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint64_t enabled = property_uint(line, "nvic", "enabled");

    (void)state;
    assert_false(enabled >> TIM3_LINE & 1);
    property_set_uint(line, "nvic", "set-pending", TIM3_LINE);
    assert_true(property_uint(line, "nvic", "pending") >> TIM3_LINE & 1);
    property_set_uint(line, "nvic", "clear-pending", TIM3_LINE);
    assert_false(property_uint(line, "nvic", "pending") >> TIM3_LINE & 1);
    assert_true(enabled >> USART2_LINE & 1);
    property_set_uint(line, "nvic", "set-pending", USART2_LINE);
    assert_false(property_uint(line, "nvic", "pending") >> USART2_LINE & 1);
}

static void a_usart_counts_its_bytes(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint64_t received = property_uint(line, "usart1", "received");
    uint64_t sent = property_uint(line, "usart1", "transmitted");

    (void)state;
    qmpc_message_free(ask(line, "agent-memory-read", "{\"address\": 134217728, \"size\": 1000}"));
    assert_true(property_uint(line, "usart1", "transmitted") >= sent + 2000);
    assert_true(property_uint(line, "usart1", "received") >= received + 60);
    assert_true(property_uint(line, "usart1", "received") < received + 1000);
    assert_int_equal(property_uint(line, "usart2", "received"), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_timer_counts_at_the_rate_of_its_prescaler),
        board_test(the_pins_of_exti_are_chosen),
        board_test(an_injected_interrupt_waits_unless_it_is_enabled),
        board_test(a_usart_counts_its_bytes),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
