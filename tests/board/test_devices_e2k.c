/* test_devices_e2k.c - e2k's serial channels and its clock, driven by a host.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "property.h"

#define SERIAL "/machine/unattached/escc-a"
#define APIC   "/machine/unattached/apic"
#define HOUR   3600000000ull /* microseconds */

static struct qmpc *start(void)
{
    return emulator_attach(emulator_start(NULL));
}

static void an_injected_overrun_is_counted_where_sessions_are(void **state)
{
    struct qmpc *line = start();

    (void)state;
    assert_int_equal(property_uint(line, SERIAL, "overruns"), 0);
    property_set(line, SERIAL, "inject", "\"overrun\"");
    assert_int_equal(property_uint(line, SERIAL, "overruns"), 1);
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.overruns"), 1);
    property_set(line, SERIAL, "overruns", "0");
    assert_int_equal(property_uint(line, SERIAL, "overruns"), 0);
}

static void an_injected_break_begins_the_session_again(void **state)
{
    struct qmpc *line = start();

    (void)state;
    property_set(line, SERIAL, "inject", "\"break\"");
    qmpc_message_free(expect_message(line, QMPC_GREETING));
    do_command(line, "qmp_capabilities");
    assert_int_equal(property_uint(line, SERIAL, "breaks"), 1);
}

static void the_clock_jumps_ahead_and_the_application_goes_on(void **state)
{
    struct qmpc *line = start();
    uint64_t clock = property_uint(line, APIC, "clock");
    struct hub before;

    (void)state;
    hub_wait_beats(line, 3);
    before = hub_read(line);
    property_set_uint(line, APIC, "advance", HOUR);
    assert_in_range(property_uint(line, APIC, "clock") - clock, HOUR, HOUR + HOUR / 12);
    hub_wait_beats(line, before.beats + 10);
    assert_true(hub_read(line).late > before.late);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(an_injected_overrun_is_counted_where_sessions_are),
        board_test(an_injected_break_begins_the_session_again),
        board_test(the_clock_jumps_ahead_and_the_application_goes_on),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
