/* test_escc_object.c - errors that an ESCC channel is told to act out.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "drivers/escc.h"
#include "property.h"
#include "scc.h"

static struct ring received, to_send;
static struct escc escc;
static const struct object object = {.name = "escc-a", .type = &escc_type, .state = &escc};
static unsigned agent_requests;

void board_request_agent(void)
{
    agent_requests++;
}

static struct board_port *start(void)
{
    scc_start(false);
    received = to_send = (struct ring){.head = 0};
    escc = (struct escc){.port = {.ops = &escc_ops},
                         .control = SCC_CONTROL,
                         .reset = ESCC_RESET_A,
                         .received = &received,
                         .to_send = &to_send};
    escc_init(&escc);
    agent_requests = 0;
    return &escc.port;
}

static void deliver(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        while (!scc_receive((uint8_t)bytes[i]))
            escc_service(&escc);
        escc_service(&escc);
    }
}

static void expect_read(struct board_port *port, const char *bytes, size_t size)
{
    char buffer[64];

    assert_int_equal(port->ops->read(port, buffer, sizeof buffer), size);
    assert_memory_equal(buffer, bytes, size);
}

static void an_injected_overrun_is_told_and_counted(void **state)
{
    struct board_port *port = start();

    (void)state;
    deliver("kept", 4);
    agent_requests = 0;
    assert_null(property_set(&object, "inject", ESCC_OVERRUN));
    assert_true(agent_requests > 0);
    assert_int_equal(property_get(&object, "overruns"), 1);
    assert_int_equal(property_get(&object, "breaks"), 0);
    assert_int_equal(port->ops->events(port), BOARD_PORT_OVERRUN);
    assert_int_equal(port->ops->events(port), 0);
    expect_read(port, "kept", 4);
}

static void an_injected_break_drops_what_came_before_and_no_nul_after(void **state)
{
    struct board_port *port = start();

    (void)state;
    deliver("before", 6);
    agent_requests = 0;
    assert_null(property_set(&object, "inject", ESCC_BREAK));
    assert_true(agent_requests > 0);
    assert_int_equal(property_get(&object, "breaks"), 1);
    deliver("\0after", 6);
    expect_read(port, "", 0);
    assert_int_equal(port->ops->events(port), BOARD_PORT_BREAK);
    expect_read(port, "\0after", 6);
    assert_int_equal(property_get(&object, "waiting"), 0);
}

static void an_overrun_on_the_line_is_counted(void **state)
{
    struct board_port *port = start();

    (void)state;
    for (int i = 0; i < 20; i++)
        (void)scc_receive('x');
    escc_service(&escc);
    assert_int_equal(port->ops->events(port) & BOARD_PORT_OVERRUN, BOARD_PORT_OVERRUN);
    assert_int_equal(property_get(&object, "overruns"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_injected_overrun_is_told_and_counted),
        cmocka_unit_test(an_injected_break_drops_what_came_before_and_no_nul_after),
        cmocka_unit_test(an_overrun_on_the_line_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
