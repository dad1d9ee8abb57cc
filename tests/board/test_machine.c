/* test_machine.c - what a host sees and does of the port, the interrupts and the end of QEMU's
 * "virt" machine.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "property.h"

#define UART     "/machine/unattached/uart0"
#define PLIC     "/machine/unattached/plic"
#define UART_IRQ PLIC "/source10"
#define RTC_IRQ  PLIC "/source11"
#define PCIE     "/machine/unattached/pcie"

static struct qmpc *start(void)
{
    return emulator_attach(emulator_start(NULL));
}

/* ------------------------------------------------------------------------- port */

static void the_port_counts_what_goes_through_it(void **state)
{
    static const char request[] =
        "{\"execute\": \"agent-memory-read\", \"arguments\": {\"address\": 2155905024, "
        "\"size\": 10000}}";
    struct qmpc *line = start();
    uint64_t received = property_uint(line, UART, "received");
    uint64_t sent = property_uint(line, UART, "transmitted");

    (void)state;
    send_text(line, request);
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    received = property_uint(line, UART, "received") - received;
    sent = property_uint(line, UART, "transmitted") - sent;
    /* And the two that ask for the counters, and their replies. */
    assert_in_range(received, sizeof request - 1, sizeof request + 300);
    assert_in_range(sent, 20000, 20500);
}

static void errors_are_counted_until_a_host_sets_the_counter(void **state)
{
    static const struct {
        const char *fault, *counter;
    } faults[] = {{"\"overrun\"", "overruns"},
                  {"\"parity\"", "parity-errors"},
                  {"\"framing\"", "framing-errors"}};
    struct qmpc *line = start();

    (void)state;
    for (size_t i = 0; i < COUNT(faults); i++) {
        assert_int_equal(property_uint(line, UART, faults[i].counter), 0);
        property_set(line, UART, "inject", faults[i].fault);
        property_set(line, UART, "inject", faults[i].fault);
        assert_int_equal(property_uint(line, UART, faults[i].counter), 2);
        property_set_uint(line, UART, faults[i].counter, 0);
        assert_int_equal(property_uint(line, UART, faults[i].counter), 0);
    }
    assert_int_equal(ask_int(line, "agent-info", "return.sessions.0.overruns"), 2);
}

static void an_injected_break_begins_the_session_again(void **state)
{
    struct qmpc *line = start();

    (void)state;
    property_set(line, UART, "inject", "\"break\"");
    qmpc_message_free(expect_message(line, QMPC_GREETING));
    expect_refusal(line, "query-status", NULL, "CommandNotFound",
                   "Expecting capabilities negotiation with 'qmp_capabilities'");
    do_command(line, "qmp_capabilities");
    assert_int_equal(property_uint(line, UART, "breaks"), 1);
}

/* ------------------------------------------------------------------- interrupts */

static void interrupts_are_counted_where_there_are_any(void **state)
{
    struct qmpc *line = start();
    uint64_t before = property_uint(line, UART_IRQ, "claims"), after;

    (void)state;
    after = property_uint(line, UART_IRQ, "claims");
    assert_int_equal(after > before, board->interrupts);
    assert_int_equal(property_bool(line, UART_IRQ, "enabled"), board->interrupts);
    assert_int_equal(property_uint(line, UART_IRQ, "priority"), board->interrupts);
    assert_int_equal(property_uint(line, PLIC, "enabled") >> 10 & 1, board->interrupts);
    assert_int_equal(property_uint(line, RTC_IRQ, "claims"), 0);
    assert_false(property_bool(line, RTC_IRQ, "enabled"));
}

static void a_spurious_interrupt_does_no_harm(void **state)
{
    static const char nothing[] = "Nothing is connected to the source";
    struct qmpc *line = start();

    (void)state;
    property_refuses(line, RTC_IRQ, "spurious", "true", nothing);
    if (!board->interrupts)
        property_refuses(line, UART_IRQ, "spurious", "true", nothing);
    for (int i = 0; i < 20 && board->interrupts; i++)
        property_set(line, UART_IRQ, "spurious", "true");
    expect_status(line, "running");
}

/* --------------------------------------------------------------------- the rest */

static void the_host_bridge_says_what_it_is(void **state)
{
    struct qmpc *line = start();

    (void)state;
    assert_int_equal(property_uint(line, PCIE, "vendor-id"), 0x1b36);
    assert_int_equal(property_uint(line, PCIE, "device-id"), 0x0008);
    assert_int_equal(property_uint(line, PCIE, "class-revision") >> 8, 0x060000);
}

static void the_emulator_ends_with_the_status_that_was_set(void **state)
{
    static const uint8_t codes[] = {1, 42, 255, 0};

    (void)state;
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct emulator *emulator = emulator_start(NULL);
        struct qmpc *line = emulator_attach(emulator);

        property_set_uint(line, "finisher", "exit-code", codes[i]);
        assert_int_equal(property_uint(line, "finisher", "exit-code"), codes[i]);
        do_command(line, "quit");
        assert_int_equal(emulator_wait(emulator), codes[i]);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_port_counts_what_goes_through_it),
        board_test(errors_are_counted_until_a_host_sets_the_counter),
        board_test(an_injected_break_begins_the_session_again),
        board_test(interrupts_are_counted_where_there_are_any),
        board_test(a_spurious_interrupt_does_no_harm),
        board_test(the_host_bridge_says_what_it_is),
        board_test(the_emulator_ends_with_the_status_that_was_set),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
