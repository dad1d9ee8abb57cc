/* test_pci.c - query-pci and `info pci`: what is on the board's buses, as the emulator itself
 * tells it.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "human.h"

#define SUBSYSTEM ", \"subsystem\": 4352, \"subsystem-vendor\": 6900"

/* clang-format off */
#define VIRT_BUS                                                                                   \
    "[{\"bus\": 0, \"devices\": ["                                                                 \
    "{\"bus\": 0, \"slot\": 0, \"function\": 0, "                                                  \
    "\"class_info\": {\"class\": 1536, \"desc\": \"Host bridge\"}, "                               \
    "\"id\": {\"device\": 8, \"vendor\": 6966" SUBSYSTEM "}, "                                     \
    "\"irq_pin\": 0, \"qdev_id\": \"\", \"regions\": []}"                                          \
    "]}]"

#define E2K_BUS                                                                                    \
    "[{\"bus\": 0, \"devices\": ["                                                                 \
    "{\"bus\": 0, \"slot\": 0, \"function\": 0, "                                                  \
    "\"class_info\": {\"class\": 1540, \"desc\": \"PCI bridge\"}, "                                \
    "\"id\": {\"device\": 32768, \"vendor\": 8191}, "                                              \
    "\"irq_pin\": 0, \"qdev_id\": \"\", \"regions\": [], "                                         \
    "\"pci_bridge\": {\"bus\": {\"number\": 0, \"secondary\": 0, \"subordinate\": 0, "             \
    "\"io_range\": {\"base\": 0, \"limit\": 4095}, "                                               \
    "\"memory_range\": {\"base\": 0, \"limit\": 1048575}, "                                        \
    "\"prefetchable_range\": {\"base\": 0, \"limit\": 1048575}}}}, "                               \
    "{\"bus\": 0, \"slot\": 1, \"function\": 0, "                                                  \
    "\"class_info\": {\"class\": 1536, \"desc\": \"Host bridge\"}, "                               \
    "\"id\": {\"device\": 32791, \"vendor\": 8191" SUBSYSTEM "}, "                                 \
    "\"irq_pin\": 0, \"qdev_id\": \"\", \"regions\": []}, "                                        \
    "{\"bus\": 0, \"slot\": 2, \"function\": 2, "                                                  \
    "\"class_info\": {\"class\": 1792, \"desc\": \"Serial port\"}, "                               \
    "\"id\": {\"device\": 32793, \"vendor\": 8191" SUBSYSTEM "}, "                                 \
    "\"irq\": 0, \"irq_pin\": 1, \"qdev_id\": \"\", "                                              \
    "\"regions\": [{\"bar\": 1, \"type\": \"memory\", \"address\": -1, \"size\": 4, "              \
    "\"prefetch\": false, \"mem_type_64\": false}]}"                                               \
    "]}]"

/* The same as the human monitor says it. */
#define VIRT_TEXT                                                                                  \
    "  Bus  0, device   0, function 0:\r\n"                                                        \
    "    Host bridge: PCI device 1b36:0008\r\n"                                                    \
    "      PCI subsystem 1af4:1100\r\n"                                                            \
    "      id \"\"\r\n"

#define E2K_TEXT                                                                                   \
    "  Bus  0, device   0, function 0:\r\n"                                                        \
    "    PCI bridge: PCI device 1fff:8000\r\n"                                                     \
    "      BUS 0.\r\n"                                                                             \
    "      secondary bus 0.\r\n"                                                                   \
    "      subordinate bus 0.\r\n"                                                                 \
    "      IO range [0x0000, 0x0fff]\r\n"                                                          \
    "      memory range [0x00000000, 0x000fffff]\r\n"                                              \
    "      prefetchable memory range [0x00000000, 0x000fffff]\r\n"                                 \
    "      id \"\"\r\n"                                                                            \
    "  Bus  0, device   1, function 0:\r\n"                                                        \
    "    Host bridge: PCI device 1fff:8017\r\n"                                                    \
    "      PCI subsystem 1af4:1100\r\n"                                                            \
    "      id \"\"\r\n"                                                                            \
    "  Bus  0, device   2, function 2:\r\n"                                                        \
    "    Serial port: PCI device 1fff:8019\r\n"                                                    \
    "      PCI subsystem 1af4:1100\r\n"                                                            \
    "      IRQ 0, pin A\r\n"                                                                       \
    "      BAR1: 32 bit memory at 0xffffffffffffffff [0x00000002].\r\n"                            \
    "      id \"\"\r\n"
/* clang-format on */

/* What is there without anything added, by target; boards of others have no PCI. */
static const struct {
    const char *target, *bus, *text;
} buses[] = {{"riscv64", VIRT_BUS, VIRT_TEXT}, {"e2k", E2K_BUS, E2K_TEXT}};

static const char *expected_bus(void)
{
    for (size_t i = 0; i < COUNT(buses); i++)
        if (strcmp(buses[i].target, board->target) == 0)
            return buses[i].bus;
    return "[]";
}

static void what_is_on_the_bus_is_told(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    const char *expected = expected_bus();

    (void)state;
    for (int i = 0; i < 2; i++) { /* asking changes nothing */
        struct qmpc_message *reply = ask(line, "query-pci", NULL);
        struct qmpc_json told = qmpc_get(reply, "return");

        if (told.length != strlen(expected) || memcmp(told.text, expected, told.length) != 0)
            fail_msg("not %s but %.*s", expected, (int)told.length, told.text);
        qmpc_message_free(reply);
    }
}

static void the_human_monitor_tells_of_the_bus(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply = ask_line(line, "info pci");
    const char *expected = "";

    (void)state;
    for (size_t i = 0; i < COUNT(buses); i++)
        if (strcmp(buses[i].target, board->target) == 0)
            expected = buses[i].text;
    if (!qmpc_string_at_is(reply, "return", expected))
        fail_msg("%s", qmpc_message_text(reply));
    qmpc_message_free(reply);
}

/* ---------------------------------------------------------- against the emulator */

/* The same value, whatever the order of an object's members. */
static bool is_same(struct qmpc_json a, struct qmpc_json b)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(a);
    struct qmpc_json key, value, other;
    bool object = qmpc_json_type(a) == QMPC_JSON_OBJECT;
    char name[64];

    if (qmpc_json_type(a) != qmpc_json_type(b) || qmpc_json_count(a) != qmpc_json_count(b))
        return false;
    if (!object && qmpc_json_type(a) != QMPC_JSON_ARRAY)
        return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
    for (size_t i = 0; qmpc_json_next(&walk, &key, &value); i++) {
        if (!object)
            assert_int_equal(qmpc_json_element(b, i, &other), QMPC_OK);
        else if (qmpc_json_string(key, name, sizeof name) < 0 ||
                 qmpc_json_member(b, name, &other) != QMPC_OK)
            return false;
        if (!is_same(value, other))
            return false;
    }
    return true;
}

static void expect_same(struct qmpc *line, struct qmpc *monitor)
{
    struct qmpc_message *ours = ask(line, "query-pci", NULL);
    struct qmpc_message *its = ask(monitor, "query-pci", NULL);

    if (!is_same(qmpc_get(ours, "return"), qmpc_get(its, "return")))
        fail_msg("the agent: %s\nthe emulator: %s", qmpc_message_text(ours),
                 qmpc_message_text(its));
    qmpc_message_free(ours);
    qmpc_message_free(its);
}

/* What the human monitor says of the same, letter by letter. */
static void expect_same_text(struct qmpc *line, struct qmpc *monitor)
{
    struct qmpc_message *ours = ask_line(line, "info pci"), *its = ask_line(monitor, "info pci");
    struct qmpc_json our_text = qmpc_get(ours, "return"), its_text = qmpc_get(its, "return");

    if (our_text.length != its_text.length ||
        memcmp(our_text.text, its_text.text, our_text.length) != 0)
        fail_msg("the agent: %s\nthe emulator: %s", qmpc_message_text(ours),
                 qmpc_message_text(its));
    qmpc_message_free(ours);
    qmpc_message_free(its);
}

/* Devices to add to QEMU's "virt": memory and I/O, of 32 and of 64 bits and more than 4 GiB;
 * bridges with registers; several functions, and one alone that is not the first. */
static const char *const extras[][7] = {
    {NULL},
    {"--", "-device", "e1000,romfile=", "-device", "pcie-root-port", "-device",
     "pci-testdev,membar=8G"},
    {"--", "-device", "pci-bridge,chassis_nr=1", "-device", "pci-serial-2x", "-device",
     "pci-serial,addr=9.5"},
    {"--", "-device", "ich9-usb-uhci1,multifunction=on,addr=4.0", "-device",
     "virtio-serial-pci,addr=4.7", "-device", "nvme,serial=1"},
};

static void the_emulator_says_the_same(void **state)
{
    size_t count = strcmp(board->target, "riscv64") == 0 ? COUNT(extras) : 1;

    (void)state;
    if (!board->is_qemu)
        skip();
    for (size_t i = 0; i < count; i++) {
        struct emulator_options options = {.monitor = true};
        struct emulator *emulator;
        struct qmpc *line, *monitor;

        memcpy(options.arguments, extras[i], sizeof extras[i]);
        emulator = emulator_start(&options);
        line = emulator_attach(emulator);
        monitor = emulator_attach_monitor(emulator);
        expect_same(line, monitor);
        expect_same_text(line, monitor);
        (void)emulator_stop_all(state);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(what_is_on_the_bus_is_told),
        board_test(the_human_monitor_tells_of_the_bus),
        board_test(the_emulator_says_the_same),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
