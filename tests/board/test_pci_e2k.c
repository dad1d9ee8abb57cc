/* test_pci_e2k.c - the objects of e2k's PCI functions, and what they change in query-pci.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "property.h"

#define BRIDGE "/machine/unattached/pci-bridge"
#define HOST   "/machine/unattached/iohub"
#define SERIAL "/machine/unattached/escc-pci"

#define BRIDGE_INFO "return.0.devices.0.pci_bridge."

static int64_t bus_number(struct qmpc *line, const char *name)
{
    char path[64];

    snprintf(path, sizeof path, BRIDGE_INFO "bus.%s", name);
    return ask_int(line, "query-pci", path);
}

/* Functions behind the bridge, -1: nobody could get there. */
static int behind_the_bridge(struct qmpc *line)
{
    struct qmpc_message *reply = ask(line, "query-pci", NULL);
    struct qmpc_json devices = qmpc_get(reply, BRIDGE_INFO "devices");
    int count = qmpc_json_type(devices) == QMPC_JSON_ARRAY ? (int)qmpc_json_count(devices) : -1;

    qmpc_message_free(reply);
    return count;
}

static void the_functions_are_objects(void **state)
{
    static const struct {
        const char *path;
        unsigned device, class_revision;
    } functions[] = {
        {BRIDGE, 0x8000, 0x06040010}, {HOST, 0x8017, 0x06000002}, {SERIAL, 0x8019, 0x07000201}};
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(functions); i++) {
        const char *path = functions[i].path;

        assert_int_equal(property_uint(line, path, "vendor-id"), 0x1fff);
        assert_int_equal(property_uint(line, path, "device-id"), functions[i].device);
        assert_int_equal(property_uint(line, path, "class-revision"), functions[i].class_revision);
        assert_int_equal(property_uint(line, path, "command"), 0);
    }
    assert_int_equal(property_uint(line, BRIDGE, "status"), 0x02a0);
    assert_int_equal(property_uint(line, SERIAL, "bar1"), 0);
    property_refuses(line, BRIDGE, "vendor-id", "1",
                     "Property 'iohub-pcibridge.vendor-id' is not writable");
}

static void a_bus_that_is_numbered_can_be_reached(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    assert_int_equal(behind_the_bridge(line), -1);
    property_set_uint(line, BRIDGE, "secondary-bus", 5);
    assert_int_equal(behind_the_bridge(line), -1); /* its range is empty */
    property_set_uint(line, BRIDGE, "subordinate-bus", 255);
    assert_int_equal(behind_the_bridge(line), 0);
    assert_int_equal(bus_number(line, "number"), 0);
    assert_int_equal(bus_number(line, "secondary"), 5);
    assert_int_equal(bus_number(line, "subordinate"), 255);
    property_set_uint(line, BRIDGE, "secondary-bus", 0);
    assert_int_equal(behind_the_bridge(line), -1);
}

static void the_interrupt_line_is_the_irq(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    property_set_uint(line, SERIAL, "interrupt-line", 255);
    assert_int_equal(ask_int(line, "query-pci", "return.0.devices.2.irq"), 255);
    property_set_uint(line, SERIAL, "interrupt-line", 4);
    assert_int_equal(ask_int(line, "query-pci", "return.0.devices.2.irq"), 4);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_functions_are_objects),
        board_test(a_bus_that_is_numbered_can_be_reached),
        board_test(the_interrupt_line_is_the_irq),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
