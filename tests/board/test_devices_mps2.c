/* test_devices_mps2.c - the devices of an MPS2 board, driven by a host.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "property.h"
#include "symbol.h"

/* Interrupt lines. */
#define TIMER0_LINE    8
#define DUALTIMER_LINE 10
#define UNUSED_LINE    24

static struct qmpc *start(void)
{
    return emulator_attach(emulator_start(NULL));
}

static bool is_pending(struct qmpc *line, unsigned number)
{
    return property_uint(line, "nvic", "pending") >> number & 1;
}

static void the_users_leds_are_lit_one_by_one_and_together(void **state)
{
    struct qmpc *line = start();

    (void)state;
    assert_int_equal(property_uint(line, "fpgaio", "leds"), 0);
    property_set(line, "fpgaio", "led1", "true");
    assert_int_equal(property_uint(line, "fpgaio", "leds"), 2);
    property_set(line, "fpgaio", "led0", "true");
    assert_int_equal(property_uint(line, "fpgaio", "leds"), 3);
    property_set(line, "fpgaio", "led1", "false");
    assert_int_equal(property_uint(line, "fpgaio", "leds"), 1);
    property_set(line, "fpgaio", "leds", "2");
    assert_false(property_bool(line, "fpgaio", "led0"));
    assert_true(property_bool(line, "fpgaio", "led1"));
    property_refuses(line, "fpgaio", "leds", "4",
                     "Property mps2-fpgaio.leds doesn't take value 4 (minimum: 0, maximum: 3)");
    assert_int_equal(property_uint(line, "fpgaio", "leds"), 2);
}

static void the_counters_count_and_obey_the_prescaler(void **state)
{
    struct qmpc *line = start();
    uint64_t hundredths = property_uint(line, "fpgaio", "clk100hz"), fast, slow;

    (void)state;
    fast = property_uint(line, "fpgaio", "counter");
    pause_ms(100);
    fast = property_uint(line, "fpgaio", "counter") - fast;
    property_set(line, "fpgaio", "prescale", "24999");
    slow = property_uint(line, "fpgaio", "counter");
    pause_ms(100);
    slow = property_uint(line, "fpgaio", "counter") - slow;
    assert_true(slow >= 90);
    assert_true(fast >= 100 * slow);
    property_set(line, "fpgaio", "prescale", "4294967294");
    property_refuses(line, "fpgaio", "prescale", "4294967295",
                     "Property mps2-fpgaio.prescale doesn't take value 4294967295 "
                     "(minimum: 0, maximum: 4294967294)");
    (void)property_uint(line, "fpgaio", "counter");
    assert_true(property_uint(line, "fpgaio", "clk100hz") >= hundredths + 18);
}

static void the_scc_has_leds_and_tells_what_board_it_is(void **state)
{
    struct qmpc *line = start();

    (void)state;
    assert_int_equal(property_uint(line, "scc", "id") >> 4 & 0xfff, 0x385);
    property_set(line, "scc", "leds", "165");
    assert_int_equal(property_uint(line, "scc", "leds"), 165);
}

static void a_timer_runs_and_stops(void **state)
{
    struct qmpc *line = start();
    uint64_t first;

    (void)state;
    property_set(line, "timer1", "reload", "4000000000");
    assert_int_equal(property_uint(line, "timer1", "value"), 4000000000u);
    property_set(line, "timer1", "ctrl", "1");
    first = property_uint(line, "timer1", "value");
    assert_true(property_uint(line, "timer1", "value") < first);
    property_set(line, "timer1", "ctrl", "0");
    first = property_uint(line, "timer1", "value");
    assert_int_equal(property_uint(line, "timer1", "value"), first);
    assert_int_equal(property_uint(line, "timer0", "value"), 0);
}

static void a_timers_interrupt_waits_and_is_cleared(void **state)
{
    struct qmpc *line = start();

    (void)state;
    assert_int_equal(property_uint(line, "timer0", "intstatus"), 0);
    assert_false(is_pending(line, TIMER0_LINE));
    property_set(line, "timer0", "reload", "250000");
    property_set(line, "timer0", "ctrl", "9");
    property_wait_uint(line, "timer0", "intstatus", 1);
    property_set(line, "timer0", "ctrl", "0");
    assert_true(is_pending(line, TIMER0_LINE));
    property_set(line, "timer0", "intclear", "1");
    assert_int_equal(property_uint(line, "timer0", "intstatus"), 0);
    property_set_uint(line, "nvic", "clear-pending", TIMER0_LINE);
    assert_false(is_pending(line, TIMER0_LINE));
}

static void an_injected_interrupt_waits_unless_it_is_enabled(void **state)
{
    struct qmpc *line = start();
    uint64_t enabled = property_uint(line, "nvic", "enabled");

    (void)state;
    assert_false(enabled >> UNUSED_LINE & 1);
    property_set_uint(line, "nvic", "set-pending", UNUSED_LINE);
    assert_true(is_pending(line, UNUSED_LINE));
    property_set_uint(line, "nvic", "clear-pending", UNUSED_LINE);
    assert_false(is_pending(line, UNUSED_LINE));
    assert_true(enabled >> DUALTIMER_LINE & 1);
    property_set_uint(line, "nvic", "set-pending", DUALTIMER_LINE);
    assert_false(is_pending(line, DUALTIMER_LINE));
    property_refuses(line, "nvic", "set-pending", "32",
                     "Property armv7m_nvic.set-pending doesn't take value 32 (minimum: 0, "
                     "maximum: 31)");
}

static void a_uart_counts_its_bytes(void **state)
{
    struct qmpc *line = start();
    uint64_t received = property_uint(line, "uart0", "received");
    uint64_t sent = property_uint(line, "uart0", "transmitted");

    (void)state;
    qmpc_message_free(ask(line, "agent-memory-read", "{\"address\": 0, \"size\": 1000}"));
    assert_true(property_uint(line, "uart0", "transmitted") >= sent + 2000);
    assert_true(property_uint(line, "uart0", "received") >= received + 60);
    assert_true(property_uint(line, "uart0", "received") < received + 1000);
    assert_int_equal(property_uint(line, "uart0", "overruns"), 0);
    assert_int_equal(property_uint(line, "uart1", "received"), 0);
}

/* The watchdog's time, and how often it is fed, each time after a quarter of it. */
#define WATCHDOG_US 2000000
#define FEEDS       6

/* False: a busy machine kept it from being fed in time. */
static bool feed_in_time(struct qmpc *line)
{
    bool in_time = true;

    for (unsigned i = 0; i < FEEDS; i++) {
        int64_t since = ask_int(line, "agent-info", "return.uptime");

        pause_ms(WATCHDOG_US / 4000);
        property_set(line, "wdog", "feed", "1");
        in_time &= ask_int(line, "agent-info", "return.uptime") - since < WATCHDOG_US;
    }
    return in_time;
}

static void a_watchdog_that_is_fed_does_not_expire(void **state)
{
    struct qmpc *line = start();
    uint64_t feeds, expirations;
    int64_t until = soon();
    bool in_time;

    (void)state;
    do {
        assert_false(is_past(until));
        feeds = property_uint(line, "wdog", "feeds");
        expirations = property_uint(line, "wdog", "expirations");
        property_set_uint(line, "wdog", "start", WATCHDOG_US);
        assert_int_equal(property_uint(line, "wdog", "timeout"), WATCHDOG_US);
        in_time = feed_in_time(line);
        assert_int_equal(property_uint(line, "wdog", "feeds"), feeds + FEEDS);
        property_set(line, "wdog", "stop", "1");
    } while (!in_time);
    assert_int_equal(property_uint(line, "wdog", "expirations"), expirations);
    assert_int_equal(property_uint(line, "wdog", "timeout"), 0);
}

static void a_watchdog_that_expires_is_answered_by_the_agent(void **state)
{
    struct qmpc *line = start();
    int64_t deadline = soon();

    (void)state;
    property_set_uint(line, "wdog", "start", WATCHDOG_US / 4);
    while (property_uint(line, "wdog", "expirations") < 3) {
        assert_false(is_past(deadline));
        pause_ms(50);
    }
    property_set(line, "wdog", "stop", "1");
}

/* Of an application that masks interrupts: test_masked_hang.c. */
static void a_watchdog_resets_a_board_whose_interrupt_hangs(void **state)
{
    static const uint8_t code[] = {0xfe, 0xe7}; /* b . */
    struct qmpc *line = start();
    uint64_t service;

    (void)state;
    hub_wait_beats(line, 1);
    assert_int_equal(symbol_address(board_image, "cmsdk_dualtimer_service", &service), 0);
    property_set_uint(line, "wdog", "start", WATCHDOG_US / 4);
    memory_write(line, service & ~UINT64_C(1), code, sizeof code, "hex");
    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_attach(line, soon()));
    assert_int_equal(property_uint(line, "wdog", "timeout"), 0);
    assert_int_equal(property_uint(line, "wdog", "expirations"), 0);
    hub_wait_beats(line, 5);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_users_leds_are_lit_one_by_one_and_together),
        board_test(the_counters_count_and_obey_the_prescaler),
        board_test(the_scc_has_leds_and_tells_what_board_it_is),
        board_test(a_timer_runs_and_stops),
        board_test(a_timers_interrupt_waits_and_is_cleared),
        board_test(an_injected_interrupt_waits_unless_it_is_enabled),
        board_test(a_uart_counts_its_bytes),
        board_test(a_watchdog_that_is_fed_does_not_expire),
        board_test(a_watchdog_that_expires_is_answered_by_the_agent),
        board_test(a_watchdog_resets_a_board_whose_interrupt_hangs),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
