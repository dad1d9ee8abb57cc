/* test_ns16550.c - what the 16550's driver counts, and the errors it acts out.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "drivers/mmio.h"
#include "drivers/ns16550.h"
#include "property.h"

#define BASE 0x10000000u

/* The device: what waits in its FIFO, each byte with the bits it brings into LSR. */
static struct {
    uint8_t byte, errors;
} fifo[16];
static size_t fifo_count;
static uint8_t scratch, line_control;
static unsigned reads_of_lsr, room; /* of the transmitter, which is empty when LSR is read */

static struct ring received;
static struct ns16550 uart;
static const struct object object = {.name = "uart0", .type = &ns16550_type, .state = &uart};

void board_request_agent(void)
{
}

uint64_t board_clock(void)
{
    static uint64_t clock;

    return clock += 1000;
}

uint8_t mmio_read8(uintptr_t address)
{
    uint8_t byte = fifo[0].byte, errors = fifo[0].errors;

    switch (address - BASE) {
    case 0:
        fifo_count -= fifo_count > 0;
        memmove(fifo, fifo + 1, sizeof fifo - sizeof *fifo);
        return byte;
    case 5:
        reads_of_lsr++;
        room = 16;
        fifo[0].errors = 0;
        return fifo_count > 0 ? 0x61 | errors : 0x60;
    case 7:
        return scratch;
    default:
        return (uint8_t)(0xa0 + address - BASE);
    }
}

void mmio_write8(uintptr_t address, uint8_t value)
{
    if (address == BASE + 7)
        scratch = value;
    if (address == BASE && (line_control & 0x80) == 0)
        assert_int_not_equal(room--, 0);
    if (address == BASE + 3)
        line_control = value;
}

static void arrive(uint8_t byte, uint8_t errors)
{
    fifo[fifo_count].byte = byte;
    fifo[fifo_count++].errors = errors;
    ns16550_service(&uart);
}

static struct board_port *start(void)
{
    memset(fifo, 0, sizeof fifo);
    fifo_count = 0;
    received = (struct ring){.head = 0};
    uart = (struct ns16550){
        .port = {.ops = &ns16550_ops}, .base = BASE, .divisor = 3, .received = &received};
    ns16550_init(&uart);
    reads_of_lsr = 0;
    return &uart.port;
}

/* ------------------------------------------------------------------ counting */

static void bytes_are_counted_in_both_directions(void **state)
{
    struct board_port *port = start();
    char buffer[600] = "";

    (void)state;
    for (int i = 0; i < 20; i++) {
        arrive('x', 0);
        (void)port->ops->read(port, buffer, 1);
    }
    assert_int_equal(property_get(&object, "received"), 20);
    assert_int_equal(port->ops->write(port, buffer, 5), 5);
    assert_int_equal(property_get(&object, "transmitted"), 5);
    assert_int_equal(port->ops->write(port, buffer, sizeof buffer), 256);
    assert_int_equal(property_get(&object, "transmitted"), 261);
}

static void each_error_has_a_counter(void **state)
{
    struct board_port *port = start();

    (void)state;
    arrive('a', 0x02);
    arrive('b', 0x04);
    arrive('c', 0x04);
    arrive('d', 0x08);
    arrive('e', 0x0e);
    assert_int_equal(property_get(&object, "overruns"), 2);
    assert_int_equal(property_get(&object, "parity-errors"), 3);
    assert_int_equal(property_get(&object, "framing-errors"), 2);
    assert_int_equal(property_get(&object, "breaks"), 0);
    assert_int_equal(port->ops->events(port), BOARD_PORT_OVERRUN);
    assert_int_equal(property_get(&object, "received"), 5);
}

static void a_break_is_no_framing_error_and_its_nul_no_byte(void **state)
{
    struct board_port *port = start();

    (void)state;
    arrive('a', 0);
    arrive(0, 0x18);
    arrive('b', 0);
    assert_int_equal(property_get(&object, "breaks"), 1);
    assert_int_equal(property_get(&object, "framing-errors"), 0);
    assert_int_equal(property_get(&object, "received"), 2);
    assert_int_equal(port->ops->events(port), BOARD_PORT_BREAK);
}

static void a_counter_of_errors_can_be_set(void **state)
{
    static const char *const names[] = {"overruns", "parity-errors", "framing-errors", "breaks"};

    (void)state;
    start();
    arrive('a', 0x0e);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_null(property_set(&object, names[i], 7));
        assert_int_equal(property_get(&object, names[i]), 7);
        assert_null(property_set(&object, names[i], 0));
    }
    arrive('a', 0x04);
    assert_int_equal(property_get(&object, "parity-errors"), 1);
    assert_int_equal(property_get(&object, "overruns"), 0);
}

/* ------------------------------------------------------------------ properties */

static void registers_are_read_and_none_that_reading_changes(void **state)
{
    (void)state;
    start();
    assert_int_equal(property_get(&object, "ier"), 0xa1);
    assert_int_equal(property_get(&object, "lcr"), 0xa3);
    assert_int_equal(property_get(&object, "mcr"), 0xa4);
    assert_int_equal(property_get(&object, "divisor"), 3);
    assert_null(property_set(&object, "scr", 0x5a));
    assert_int_equal(scratch, 0x5a);
    assert_int_equal(property_get(&object, "scr"), 0x5a);
    assert_int_equal(reads_of_lsr, 0);
}

static void an_injected_error_is_as_good_as_one_of_the_line(void **state)
{
    struct board_port *port = start();
    char byte;

    (void)state;
    for (unsigned choice = 0; choice < property_find(&object, "inject")->count; choice++)
        assert_null(property_set(&object, "inject", choice));
    assert_int_equal(property_get(&object, "overruns"), 1);
    assert_int_equal(property_get(&object, "parity-errors"), 1);
    assert_int_equal(property_get(&object, "framing-errors"), 1);
    assert_int_equal(property_get(&object, "breaks"), 1);
    assert_int_equal(port->ops->events(port), BOARD_PORT_OVERRUN | BOARD_PORT_BREAK);
    arrive(0, 0); /* data, not the NUL of a BREAK */
    assert_int_equal(port->ops->read(port, &byte, 1), 1);
}

static void what_came_before_an_injected_break_is_dropped(void **state)
{
    struct board_port *port = start();
    char byte = 0;

    (void)state;
    arrive('a', 0);
    assert_null(property_set(&object, "inject", 3));
    arrive('b', 0);
    assert_int_equal(port->ops->read(port, &byte, 1), 0);
    assert_int_equal(port->ops->events(port), BOARD_PORT_BREAK);
    assert_int_equal(port->ops->read(port, &byte, 1), 1);
    assert_int_equal(byte, 'b');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_counted_in_both_directions),
        cmocka_unit_test(each_error_has_a_counter),
        cmocka_unit_test(a_break_is_no_framing_error_and_its_nul_no_byte),
        cmocka_unit_test(a_counter_of_errors_can_be_set),
        cmocka_unit_test(registers_are_read_and_none_that_reading_changes),
        cmocka_unit_test(an_injected_error_is_as_good_as_one_of_the_line),
        cmocka_unit_test(what_came_before_an_injected_break_is_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
