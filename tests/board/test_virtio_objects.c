/* test_virtio_objects.c - virtio slots, and ports of a virtio serial device, as objects.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "property.h"

#define SLOTS       8
#define VENDOR_QEMU 0x554d4551u
#define DRIVER_OK   4u
#define F_VERSION_1 (1ull << 32)

#define QMP     "/machine/peripheral/qmp0"
#define CONSOLE "/machine/peripheral/console0"

struct slot {
    const char *name;
    unsigned id;
    bool driven; /* by a driver of the board */
};

static void expect_slot(struct qmpc *line, unsigned number, struct slot slot)
{
    char path[64];

    snprintf(path, sizeof path, "/machine/unattached/virtio-mmio%u", number);
    property_is_string(line, path, "type", "virtio-mmio");
    property_is_string(line, path, "device-name", slot.name);
    assert_int_equal(property_uint(line, path, "device-id"), slot.id);
    assert_int_equal(property_uint(line, path, "version"), 2);
    assert_int_equal(property_uint(line, path, "vendor-id"), VENDOR_QEMU);
    assert_int_equal((property_uint(line, path, "status") & DRIVER_OK) != 0, slot.driven);
    assert_int_equal((property_uint(line, path, "features") & F_VERSION_1) != 0, slot.id != 0);
}

static void empty_slots_have_no_device(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (unsigned i = 0; i < SLOTS; i++)
        expect_slot(line, i, (struct slot){"none", 0, false});
}

static void slots_tell_what_sits_in_them_and_whether_it_is_driven(void **state)
{
    static const struct slot slots[SLOTS] = {
        {"none", 0, false},   {"none", 0, false}, {"none", 0, false}, {"none", 0, false},
        {"console", 3, true}, {"net", 1, false},  {"rng", 4, true},   {"balloon", 5, true}};
    struct qmpc *line = emulator_attach(emulator_start(&(struct emulator_options){
        .virtio = true,
        .arguments = {"--", "-device", "virtio-balloon-device", "-device", "virtio-rng-device",
                      "-device", "virtio-net-device"}}));

    (void)state;
    for (unsigned i = 0; i < SLOTS; i++)
        expect_slot(line, i, slots[i]);
}

static void a_port_that_is_not_there_is_silent(void **state)
{
    static const char *const ports[] = {QMP, CONSOLE};
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(ports); i++) {
        assert_false(property_bool(line, ports[i], "present"));
        assert_false(property_bool(line, ports[i], "attached"));
        assert_int_equal(property_uint(line, ports[i], "received"), 0);
        assert_int_equal(property_uint(line, ports[i], "sent"), 0);
    }
}

static void a_port_counts_the_bytes_of_its_hosts(void **state)
{
    static const char request[] = "{\"execute\": \"query-name\"}\n";
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = true});
    struct qmpc *uart = emulator_attach(emulator);
    struct qmpc *line = emulator_open(emulator, VIRTIO_SOCKET, NULL);
    uint64_t received, sent;

    (void)state;
    succeeds(line, qmpc_read_greeting(line, soon()));
    succeeds(line, qmpc_negotiate(line, soon()));
    assert_true(property_bool(uart, QMP, "present"));
    assert_true(property_bool(uart, QMP, "attached"));
    assert_int_equal(property_uint(uart, QMP, "nr"), 1);
    received = property_uint(uart, QMP, "received");
    sent = property_uint(uart, QMP, "sent");
    assert_true(received > 0 && sent > received);
    send_text(line, request);
    qmpc_message_free(expect_message(line, QMPC_RETURN));
    assert_int_equal(property_uint(uart, QMP, "received"), received + strlen(request));
    assert_int_equal(property_uint(uart, QMP, "sent"), sent + strlen("{\"return\": {}}\r\n"));
    emulator_close(emulator, line);
    property_wait_bool(uart, QMP, "attached", false);
    assert_true(property_bool(uart, QMP, "present"));
    assert_false(property_bool(uart, CONSOLE, "present"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(empty_slots_have_no_device),
        board_test(slots_tell_what_sits_in_them_and_whether_it_is_driven),
        board_test(a_port_that_is_not_there_is_silent),
        board_test(a_port_counts_the_bytes_of_its_hosts),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
