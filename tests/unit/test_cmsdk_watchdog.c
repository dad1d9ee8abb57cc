/* test_cmsdk_watchdog.c - what stands between a watchdog's interrupt and its reset.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <setjmp.h>

#include "core/services.h"
#include "drivers/cmsdk_watchdog.h"
#include "drivers/mmio.h"
#include "nvic.h"

#define BASE 0x40008000u
#define LINE 14

#define T 500000u /* microseconds */

/* The device: only what is written while it is unlocked counts. */
static struct {
    uint32_t load, control;
    bool locked, interrupts;
    unsigned clears; /* writes to INTCLR */
} device;

static void (*handler)(void *);
static unsigned pended, raised;
static bool reset;
static enum nmi_answer answer; /* to the last NMI */
static jmp_buf after_reset;

static void expire(void);

/* The NMI comes before so many accesses more; 0: it does not. */
static unsigned nmi_in;

static void before_access(void)
{
    if (nmi_in > 0 && --nmi_in == 0)
        expire();
}

uint32_t mmio_read32(uintptr_t address)
{
    before_access();
    switch (address - BASE) {
    case 0x14:
        return device.interrupts && (device.control & 1);
    case 0xc00:
        return device.locked;
    default:
        fail();
        return 0;
    }
}

static void write_unlocked(uintptr_t at, uint32_t value)
{
    switch (at) {
    case 0x00:
        device.load = value;
        break;
    case 0x08:
        device.control = value;
        break;
    default:
        assert_int_equal(at, 0x0c);
        device.interrupts = false;
        device.clears++;
    }
}

void mmio_write32(uintptr_t address, uint32_t value)
{
    before_access();
    if (address - BASE == 0xc00)
        device.locked = value != 0x1acce551;
    else if (!device.locked)
        write_unlocked(address - BASE, value);
}

void nvic_connect(unsigned line, void (*function)(void *), void *argument)
{
    assert_int_equal(line, LINE);
    assert_null(argument);
    handler = function;
}

void nvic_pend(unsigned line)
{
    assert_int_equal(line, LINE);
    pended++;
}

void services_notify(unsigned notices)
{
    raised |= notices;
}

unsigned services_raised(void)
{
    return raised;
}

_Noreturn void board_reset(void)
{
    reset = true;
    longjmp(after_reset, 1);
}

/* The time is over. */
static void expire(void)
{
    device.interrupts = true;
    if (setjmp(after_reset) == 0)
        assert_true((answer = nmi_service()) != NMI_FAULT);
}

static void run_line(void)
{
    pended = 0;
    handler(NULL);
}

static int set_up(void **state)
{
    (void)state;
    memset(&device, 0, sizeof device);
    raised = pended = 0;
    reset = false;
    nmi_in = 0;
    cmsdk_watchdog_init(LINE);
    cmsdk_watchdog.start(T);
    return 0;
}

static void a_started_watchdog_counts_resets_and_is_locked(void **state)
{
    (void)state;
    assert_int_equal(device.load, T * 25);
    assert_int_equal(device.control, 3);
    assert_true(device.locked);
    cmsdk_watchdog.start(0);
    assert_int_equal(device.load, 25000);
    cmsdk_watchdog.start(UINT32_MAX);
    assert_int_equal(device.load, UINT32_MAX / 25 * 25);
}

static void a_feed_counts_afresh_and_locks_again(void **state)
{
    unsigned before = device.clears;

    (void)state;
    cmsdk_watchdog.feed();
    assert_int_equal(device.clears, before + 1);
    assert_true(device.locked);
}

static void the_agent_is_told_and_has_all_of_the_time(void **state)
{
    unsigned before = device.clears;

    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        expire();
        assert_int_equal(answer, NMI_DONE);
        assert_false(device.interrupts);
        assert_int_equal(pended, 1);
        assert_int_equal(raised, 0);
        run_line();
        assert_int_equal(device.load, T * 25);
        assert_int_equal(raised, BOARD_NOTICE_WATCHDOG);
        raised = 0; /* the agent takes it */
    }
    assert_int_equal(device.clears, before + 10);
    assert_false(reset);
}

static void an_application_that_masks_all_is_to_let_the_agent_in(void **state)
{
    (void)state;
    expire();
    assert_int_equal(device.load, 200000 * 25); /* a critical section may be longer than none */
    expire();
    assert_int_equal(answer, NMI_LET_AGENT_IN);
    assert_int_equal(device.load, (T - 200000) * 25);
    assert_int_equal(raised, 0);
    run_line();
    assert_int_equal(raised, BOARD_NOTICE_WATCHDOG);
    assert_int_equal(device.load, T * 25);
    raised = 0;
    expire(); /* as if it were the first */
    assert_int_equal(answer, NMI_DONE);
    assert_false(reset);
}

static void a_short_time_has_a_short_grace(void **state)
{
    (void)state;
    cmsdk_watchdog.start(1000);
    expire();
    assert_int_equal(device.load, 500 * 25);
    expire();
    assert_int_equal(answer, NMI_LET_AGENT_IN);
    assert_int_equal(device.load, 500 * 25);
}

static void a_started_watchdog_knows_nothing_of_the_one_before(void **state)
{
    (void)state;
    expire();
    expire();
    cmsdk_watchdog.start(T);
    expire();
    assert_int_equal(answer, NMI_DONE);
    assert_false(reset);
}

static void the_board_is_reset_when_the_line_was_held_back(void **state)
{
    (void)state;
    expire();
    expire();
    assert_false(reset);
    expire();
    assert_true(reset);
}

static void the_board_is_reset_when_the_agent_did_not_take_the_notice(void **state)
{
    (void)state;
    expire();
    run_line();
    expire();
    assert_int_equal(answer, NMI_LET_AGENT_IN); /* it may be the application that masks it */
    assert_int_equal(device.load, 200000 * 25);
    assert_false(reset);
    expire();
    assert_true(reset);
}

static void an_agent_that_was_let_in_has_all_of_the_time_again(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        expire();
        run_line();
        expire();
        raised = 0; /* the agent takes it */
    }
    expire();
    assert_int_equal(answer, NMI_DONE);
    assert_false(reset);
}

static void an_nmi_of_another_cause_is_left_to_others(void **state)
{
    (void)state;
    assert_int_equal(nmi_service(), NMI_FAULT);
    assert_int_equal(pended, 0);
    run_line(); /* pended by somebody else */
    assert_int_equal(raised, 0);
}

static void a_stopped_watchdog_tells_nobody_and_does_not_reset(void **state)
{
    (void)state;
    cmsdk_watchdog.stop();
    assert_int_equal(device.load, UINT32_MAX);
    assert_false(device.control & 2);
    for (unsigned i = 0; i < 3; i++) {
        expire();
        assert_false(device.interrupts);
    }
    assert_int_equal(pended, 0);
    assert_false(reset);
}

static void a_start_is_whole_whenever_the_nmi_comes(void **state)
{
    (void)state;
    for (unsigned access = 1;; access++) {
        set_up(NULL);
        nmi_in = access;
        cmsdk_watchdog.start(2 * T);
        if (nmi_in > 0) {
            assert_true(access > 6); /* so many it has, and perhaps one for the lock */
            return;
        }
        assert_int_equal(device.load, 2 * T * 25);
        assert_int_equal(device.control, 3);
        assert_true(device.locked);
        assert_false(device.interrupts);
        assert_false(reset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_started_watchdog_counts_resets_and_is_locked, set_up),
        cmocka_unit_test_setup(a_feed_counts_afresh_and_locks_again, set_up),
        cmocka_unit_test_setup(the_agent_is_told_and_has_all_of_the_time, set_up),
        cmocka_unit_test_setup(an_application_that_masks_all_is_to_let_the_agent_in, set_up),
        cmocka_unit_test_setup(a_short_time_has_a_short_grace, set_up),
        cmocka_unit_test_setup(a_started_watchdog_knows_nothing_of_the_one_before, set_up),
        cmocka_unit_test_setup(the_board_is_reset_when_the_line_was_held_back, set_up),
        cmocka_unit_test_setup(the_board_is_reset_when_the_agent_did_not_take_the_notice, set_up),
        cmocka_unit_test_setup(an_agent_that_was_let_in_has_all_of_the_time_again, set_up),
        cmocka_unit_test_setup(an_nmi_of_another_cause_is_left_to_others, set_up),
        cmocka_unit_test_setup(a_stopped_watchdog_tells_nobody_and_does_not_reset, set_up),
        cmocka_unit_test(a_start_is_whole_whenever_the_nmi_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
