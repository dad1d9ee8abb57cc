/* test_escc.c - the ESCC's driver against the chip, and against what QEMU makes of it.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "drivers/escc.h"
#include "scc.h"

static struct ring received, to_send;
static struct escc escc;
static unsigned agent_requests;

void board_request_agent(void)
{
    agent_requests++;
}

static struct board_port *start(bool like_qemu)
{
    scc_start(like_qemu);
    received = to_send = (struct ring){.head = 0};
    escc = (struct escc){.port = {.ops = &escc_ops},
                         .control = SCC_CONTROL,
                         .reset = ESCC_RESET_A,
                         .time_constant = 0x1234,
                         .received = &received,
                         .to_send = &to_send};
    escc_init(&escc);
    agent_requests = 0;
    return &escc.port;
}

/* Delivers TEXT as fast as the driver's poll takes it. */
static void deliver(const char *text)
{
    for (; *text; text++) {
        while (!scc_receive((uint8_t)*text))
            escc_service(&escc);
        escc_service(&escc);
    }
}

static void expect_read(struct board_port *port, const char *text)
{
    char buffer[64];
    size_t count = port->ops->read(port, buffer, sizeof buffer);

    assert_int_equal(count, strlen(text));
    assert_memory_equal(buffer, text, count);
}

/* ------------------------------------------------------------------- set-up */

static void the_line_is_8n1_without_interrupts_whatever_was_pointed_at(void **state)
{
    (void)state;
    for (uint8_t pointer = 0; pointer < 16; pointer++) {
        start(false);
        memset(scc.wr, 0xff, sizeof scc.wr);
        scc.pointer = pointer;
        escc_init(&escc);
        assert_int_equal(scc.wr[6], 0); /* the reset did that */
        assert_int_equal(scc.wr[1], 0);
        assert_int_equal(scc.wr[3], 0xc1);
        assert_int_equal(scc.wr[4], 0x44);
        assert_int_equal(scc.wr[5], 0xea);
        assert_int_equal(scc.wr[11], 0x50);
        assert_int_equal(scc.wr[12], 0x34);
        assert_int_equal(scc.wr[13], 0x12);
        assert_int_equal(scc.wr[14], 0x01);
        assert_int_equal(scc.wr[15], 0);
        assert_int_equal(scc.pointer, 0);
    }
}

static void nothing_is_received_of_an_empty_receiver(void **state)
{
    (void)state;
    for (int like_qemu = 0; like_qemu < 2; like_qemu++) {
        struct board_port *port = start(like_qemu);

        escc_service(&escc);
        expect_read(port, "");
        assert_int_equal(agent_requests, 0);
    }
}

/* ------------------------------------------------------------------ receive */

static void a_byte_that_comes_while_the_line_is_set_up_is_kept(void **state)
{
    struct board_port *port = start(true);

    (void)state;
    scc_start(true);
    scc.impatient = '{';
    escc_init(&escc);
    escc_service(&escc);
    expect_read(port, "{");
    deliver("}");
    expect_read(port, "}");
}

static void what_comes_is_read_in_order(void **state)
{
    (void)state;
    for (int like_qemu = 0; like_qemu < 2; like_qemu++) {
        struct board_port *port = start(like_qemu);

        deliver("hello, agent");
        assert_true(agent_requests > 0);
        expect_read(port, "hello, agent");
        expect_read(port, "");
        assert_int_equal(port->ops->events(port), 0);
    }
}

static void a_full_ring_holds_the_sender_back_and_loses_nothing(void **state)
{
    struct board_port *port = start(true);
    unsigned sent = 0, taken = 0;
    uint8_t byte;

    (void)state;
    while (sent < 3 * BOARD_RX_RING) {
        if (scc_receive((uint8_t)(sent % 251))) {
            sent++;
        } else if (port->ops->read(port, &byte, 1) == 1) {
            assert_int_equal(byte, taken++ % 251);
        }
        escc_service(&escc);
    }
    assert_int_equal(port->ops->events(port), 0);
    while (taken < sent) {
        assert_int_equal(port->ops->read(port, &byte, 1), 1);
        assert_int_equal(byte, taken++ % 251);
        escc_service(&escc);
    }
}

static void an_overrun_is_told_once(void **state)
{
    struct board_port *port = start(false);

    (void)state;
    for (const char *text = "12345"; *text; text++)
        scc_receive((uint8_t)*text);
    escc_service(&escc);
    expect_read(port, "125");
    assert_int_equal(port->ops->events(port), BOARD_PORT_OVERRUN);
    deliver("678");
    expect_read(port, "678");
    assert_int_equal(port->ops->events(port), 0);
}

/* --------------------------------------------------------------------- send */

static void a_transmitter_that_is_full_is_left_alone(void **state)
{
    struct board_port *port = start(false);

    (void)state;
    scc.stuffed = true;
    assert_int_equal(port->ops->write(port, "abc", 3), 3);
    assert_int_equal(scc.sent_count, 1);
    for (int i = 0; i < 3; i++) {
        assert_false(port->ops->drained(port));
        escc_service(&escc);
        scc_sent();
        escc_service(&escc);
    }
    scc_sent();
    assert_true(port->ops->drained(port));
    assert_int_equal(scc.sent_count, 3);
    assert_memory_equal(scc.sent, "abc", 3);
}

static void a_write_cut_short_is_asked_for_again_when_there_is_room(void **state)
{
    static const char text[2 * BOARD_RX_RING] = "x";
    struct board_port *port = start(false);
    size_t count;

    (void)state;
    scc.stuffed = true;
    (void)port->ops->write(port, text, 1); /* fills the transmitter */
    count = port->ops->write(port, text, sizeof text);
    assert_in_range(count, 1, sizeof text - 1);
    assert_int_equal(port->ops->write(port, text, 1), 0);
    agent_requests = 0;
    escc_service(&escc);
    assert_int_equal(agent_requests, 0);
    scc_sent();
    escc_service(&escc);
    assert_int_equal(agent_requests, 1);
    assert_int_equal(port->ops->write(port, text, 1), 1);
}

/* -------------------------------------------------------------------- BREAK */

static void a_break_drops_what_came_before_and_its_own_nul(void **state)
{
    struct board_port *port = start(false);

    (void)state;
    deliver("old");
    scc_receive('!');
    scc_break_begins();
    escc_service(&escc);
    escc_service(&escc);
    expect_read(port, "");
    assert_int_equal(port->ops->events(port), BOARD_PORT_BREAK);
    expect_read(port, "");
    scc_break_ends();
    escc_service(&escc);
    deliver("new");
    expect_read(port, "new");
    assert_int_equal(port->ops->events(port), 0);
}

static void bytes_behind_a_break_wait_until_it_was_told(void **state)
{
    struct board_port *port = start(false);

    (void)state;
    deliver("old");
    scc_break_begins();
    escc_service(&escc);
    scc_break_ends();
    deliver("new");
    expect_read(port, "");
    assert_int_equal(port->ops->events(port), BOARD_PORT_BREAK);
    expect_read(port, "new");
}

static void a_break_gets_through_to_a_full_ring(void **state)
{
    struct board_port *port = start(true);

    (void)state;
    for (unsigned i = 0; i < 2 * BOARD_RX_RING; i++) {
        scc_receive('x');
        escc_service(&escc);
    }
    scc_break_begins();
    escc_service(&escc);
    assert_int_equal(port->ops->events(port), BOARD_PORT_BREAK);
    deliver("new");
    expect_read(port, "new");
}

/* In QEMU the BREAK stays on; the next byte tells that it is over. */
static void a_second_break_is_told_where_the_first_never_ends(void **state)
{
    struct board_port *port = start(true);

    (void)state;
    for (int i = 0; i < 3; i++) {
        scc_break_begins();
        escc_service(&escc);
        assert_int_equal(port->ops->events(port), BOARD_PORT_BREAK);
        escc_service(&escc);
        assert_int_equal(port->ops->events(port), 0);
        deliver("text");
        expect_read(port, "text");
        assert_int_equal(port->ops->events(port), 0);
    }
}

static void no_byte_is_lost_when_such_a_break_is_ended(void **state)
{
    struct board_port *port = start(true);

    (void)state;
    scc_break_begins();
    escc_service(&escc);
    (void)port->ops->events(port);
    while (!scc_receive('1'))
        escc_service(&escc);
    scc.impatient = '2';
    escc_service(&escc);
    deliver("3");
    expect_read(port, "123");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_is_8n1_without_interrupts_whatever_was_pointed_at),
        cmocka_unit_test(nothing_is_received_of_an_empty_receiver),
        cmocka_unit_test(a_byte_that_comes_while_the_line_is_set_up_is_kept),
        cmocka_unit_test(what_comes_is_read_in_order),
        cmocka_unit_test(a_full_ring_holds_the_sender_back_and_loses_nothing),
        cmocka_unit_test(an_overrun_is_told_once),
        cmocka_unit_test(a_transmitter_that_is_full_is_left_alone),
        cmocka_unit_test(a_write_cut_short_is_asked_for_again_when_there_is_room),
        cmocka_unit_test(a_break_drops_what_came_before_and_its_own_nul),
        cmocka_unit_test(bytes_behind_a_break_wait_until_it_was_told),
        cmocka_unit_test(a_break_gets_through_to_a_full_ring),
        cmocka_unit_test(a_second_break_is_told_where_the_first_never_ends),
        cmocka_unit_test(no_byte_is_lost_when_such_a_break_is_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
