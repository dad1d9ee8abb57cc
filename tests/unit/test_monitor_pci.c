/* test_monitor_pci.c - `info pci` of the human monitor over buses of the test's.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "monitor_said.h"
#include "pci_bus.h"

const struct board_services board_services = {.pci = &pci_bus_service};

static const char *say(void)
{
    return monitor_said(hmp_info_pci, 4096);
}

static void empty_buses_say_nothing(void **state)
{
    (void)state;
    pci_bus_start();
    assert_string_equal(say(), "");
}

#define PLAIN(bus, slot)                                                                           \
    "  Bus " bus ", device " slot ", function 0:\r\n"                                              \
    "    Ethernet controller: PCI device 1234:5678\r\n"                                            \
    "      PCI subsystem 0000:0000\r\n"
#define BRIDGE(bus, slot, first, second, last)                                                     \
    "  Bus " bus ", device " slot ", function 0:\r\n"                                              \
    "    PCI bridge: PCI device 1234:5678\r\n"                                                     \
    "      BUS " first ".\r\n"                                                                     \
    "      secondary bus " second ".\r\n"                                                          \
    "      subordinate bus " last ".\r\n"                                                          \
    "      IO range [0x0000, 0x0fff]\r\n"                                                          \
    "      memory range [0x00000000, 0x000fffff]\r\n"                                              \
    "      prefetchable memory range [0x00000000, 0x000fffff]\r\n"
#define ID "      id \"\"\r\n"

static void a_function_tells_what_it_is(void **state)
{
    int f;

    (void)state;
    pci_bus_start();
    f = pci_bus_add(PCI_BUS_ROOT, 31, 0);
    pci_bus_set(f, 0x08, 0x00ff0000, 0);
    pci_bus_set(f, 0x2c, 0xabcd0123, 0);
    pci_bus_set(f, 0x3c, 0x0000040b, 0);
    assert_string_equal(say(), "  Bus  0, device  31, function 0:\r\n"
                               "    Class 0255: PCI device 1234:5678\r\n"
                               "      PCI subsystem 0123:abcd\r\n"
                               "      IRQ 11, pin D\r\n" ID);
}

/* Where a function answers, and where not. */
static void regions_tell_where_they_are(void **state)
{
    int f;

    (void)state;
    pci_bus_start();
    f = pci_bus_add(PCI_BUS_ROOT, 1, 0);
    pci_bus_set_bar(f, 0, 32, 1, 0xc000);
    pci_bus_set_bar(f, 1, 0x1000, 0, 0x40000000);
    pci_bus_set_bar(f, 2, UINT64_C(1) << 33, 0xc, UINT64_C(0x400000000));
    pci_bus_set_bar(f, 4, 0x100000, 8, 0x50000000);
    pci_bus_set(f, 0x04, 3, 0xffff);
    assert_string_equal(
        say(),
        PLAIN(" 0",
              "  1") "      BAR0: I/O at 0xc000 [0xc01f].\r\n"
                     "      BAR1: 32 bit memory at 0x40000000 [0x40000fff].\r\n"
                     "      BAR2: 64 bit prefetchable memory at 0x400000000 [0x5ffffffff].\r\n"
                     "      BAR4: 32 bit prefetchable memory at 0x50000000 [0x500fffff].\r\n" ID);
    pci_bus_set(f, 0x04, 2, 0xffff); /* it does not answer to I/O */
    assert_non_null(strstr(say(), "      BAR0: I/O at 0xffffffffffffffff [0x001e].\r\n"));
}

/* As deep as they are: behind its bridge's own lines comes what is behind it, then what is beside.
 */
static void what_is_behind_a_bridge_follows_it(void **state)
{
    int first, second;

    (void)state;
    pci_bus_start();
    first = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 1, 2);
    second = pci_bus_add_bridge(first, 3, 0, 1, 2, 2);
    pci_bus_add(second, 5, 0);
    pci_bus_add(first, 4, 0);
    pci_bus_add(PCI_BUS_ROOT, 2, 0);
    assert_string_equal(say(),
                        BRIDGE(" 0", "  1", "0", "1", "2") ID BRIDGE(" 1", "  3", "1", "2", "2")
                            ID PLAIN(" 2", "  5") ID PLAIN(" 1", "  4") ID PLAIN(" 0", "  2") ID);
}

static void each_piece_fits_a_small_output(void **state)
{
    char whole[8192];
    int bridge, f;

    (void)state;
    pci_bus_start();
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 1, 1);
    f = pci_bus_add(bridge, 0, 0);
    for (unsigned bar = 0; bar < 6; bar += 2)
        pci_bus_set_bar(f, bar, UINT64_C(1) << 62, 0xc, 0);
    assert_true(strlen(say()) < sizeof whole);
    strcpy(whole, say());
    assert_string_equal(monitor_said(hmp_info_pci, 400), whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_buses_say_nothing),
        cmocka_unit_test(a_function_tells_what_it_is),
        cmocka_unit_test(regions_tell_where_they_are),
        cmocka_unit_test(what_is_behind_a_bridge_follows_it),
        cmocka_unit_test(each_piece_fits_a_small_output),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
