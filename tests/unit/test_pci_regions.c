/* test_pci_regions.c - query-pci's regions: what base address registers of the test's ask for.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "commands.h"
#include "pci_bus.h"
#include "pci_config.h"

const struct board_services board_services = {.pci = &pci_bus_service};

#define MEMORY 0x0u
#define IO     0x1u
#define WIDE   0x4u
#define PREF   0x8u

#define COMMAND 0x04

static const struct pci_function place = {.bus = 0, .slot = 1, .number = 0};
static char text[2048];

/* A function with COMMAND; returns its index. */
static int start(uint32_t command)
{
    int f;

    pci_bus_start();
    f = pci_bus_add(PCI_BUS_ROOT, place.slot, 0);
    pci_bus_set(f, COMMAND, command, 0x0507);
    return f;
}

/* All regions, as an array's elements.  All registers are afterwards as before. */
static const char *regions(void)
{
    struct pci_bus_function before = pci_bus.functions[0];
    struct json_writer w;
    unsigned number = 0;

    json_writer_init(&w, text, sizeof text - 1);
    while (number < PCI_REGIONS)
        number = pci_write_region(&place, number, &w);
    assert_false(w.overflow);
    text[w.length] = '\0';
    assert_memory_equal(&before, &pci_bus.functions[0], sizeof before);
    return text;
}

static void registers_that_keep_nothing_are_no_regions(void **state)
{
    (void)state;
    (void)start(7);
    assert_string_equal(regions(), "");
}

static void memory_is_sized_and_not_mapped_while_decoding_is_off(void **state)
{
    int f = start(0);

    (void)state;
    pci_bus_set_bar(f, 0, 16, MEMORY, 0xfe000000);
    pci_bus_set_bar(f, 2, 0x80000000, PREF, 0x80000000);
    pci_bus_set_bar(f, 5, 4096, MEMORY, 0);
    assert_string_equal(regions(),
                        "{\"bar\": 0, \"type\": \"memory\", \"address\": -1, \"size\": 16, "
                        "\"prefetch\": false, \"mem_type_64\": false}, "
                        "{\"bar\": 2, \"type\": \"memory\", \"address\": -1, \"size\": 2147483648, "
                        "\"prefetch\": true, \"mem_type_64\": false}, "
                        "{\"bar\": 5, \"type\": \"memory\", \"address\": -1, \"size\": 4096, "
                        "\"prefetch\": false, \"mem_type_64\": false}");
}

static void memory_is_mapped_where_its_address_says(void **state)
{
    int f = start(2);

    (void)state;
    pci_bus_set_bar(f, 0, 16, MEMORY, 0xfe000000);
    pci_bus_set_bar(f, 1, 4096, MEMORY, 0);                 /* nobody set it */
    pci_bus_set_bar(f, 2, 64, IO, 0xc000);                  /* I/O is off */
    pci_bus_set_bar(f, 3, 0x80000000, MEMORY, 0x80000000u); /* up to the end */
    assert_string_equal(regions(),
                        "{\"bar\": 0, \"type\": \"memory\", \"address\": 4261412864, \"size\": 16, "
                        "\"prefetch\": false, \"mem_type_64\": false}, "
                        "{\"bar\": 1, \"type\": \"memory\", \"address\": -1, \"size\": 4096, "
                        "\"prefetch\": false, \"mem_type_64\": false}, "
                        "{\"bar\": 2, \"type\": \"io\", \"address\": -1, \"size\": 64}, "
                        "{\"bar\": 3, \"type\": \"memory\", \"address\": 2147483648, "
                        "\"size\": 2147483648, \"prefetch\": false, \"mem_type_64\": false}");
}

static void io_may_have_16_bits_or_32(void **state)
{
    int f = start(1);

    (void)state;
    pci_bus_set(f, 0x10, 0x0000c001, 0x0000ff00); /* the upper half is not there */
    pci_bus_set(f, 0x14, 0x0001d001, 0xffffffe0);
    pci_bus_set(f, 0x18, 0x00000001, 0xfffffffc);
    assert_string_equal(regions(),
                        "{\"bar\": 0, \"type\": \"io\", \"address\": 49152, \"size\": 256}, "
                        "{\"bar\": 1, \"type\": \"io\", \"address\": 118784, \"size\": 32}, "
                        "{\"bar\": 2, \"type\": \"io\", \"address\": -1, \"size\": 4}");
}

static void memory_of_64_bits_takes_two_registers(void **state)
{
    int f = start(2);

    (void)state;
    pci_bus_set_bar(f, 0, 4096, WIDE, UINT64_C(0x400001000));
    pci_bus_set_bar(f, 2, UINT64_C(1) << 33, WIDE | PREF, UINT64_C(0x600000000));
    pci_bus_set_bar(f, 4, UINT64_C(1) << 32, WIDE | PREF, 0);
    assert_string_equal(regions(),
                        "{\"bar\": 0, \"type\": \"memory\", \"address\": 17179873280, "
                        "\"size\": 4096, \"prefetch\": false, \"mem_type_64\": true}, "
                        "{\"bar\": 2, \"type\": \"memory\", \"address\": 25769803776, "
                        "\"size\": 8589934592, \"prefetch\": true, \"mem_type_64\": true}, "
                        "{\"bar\": 4, \"type\": \"memory\", \"address\": -1, "
                        "\"size\": 4294967296, \"prefetch\": true, \"mem_type_64\": true}");
}

static void the_last_register_has_no_second_half(void **state)
{
    int f = start(2);

    (void)state;
    pci_bus_set(f, 0x24, 0xfe000004, 0xfffff000);
    assert_string_equal(regions(), "{\"bar\": 5, \"type\": \"memory\", \"address\": 4261412864, "
                                   "\"size\": 4096, \"prefetch\": false, \"mem_type_64\": false}");
}

/* As e2k's serial controller: four bytes. */
static void memory_may_be_smaller_than_there_are_flags(void **state)
{
    int f = start(0);

    (void)state;
    pci_bus_set(f, 0x14, 0, 0xfffffffc);
    assert_string_equal(regions(), "{\"bar\": 1, \"type\": \"memory\", \"address\": -1, "
                                   "\"size\": 4, \"prefetch\": false, \"mem_type_64\": false}");
}

static void the_rom_is_region_6_and_has_a_switch_of_its_own(void **state)
{
    int f = start(2);

    (void)state;
    pci_bus_set(f, 0x30, 0xfe000000, 0xffff0001);
    assert_string_equal(regions(), "{\"bar\": 6, \"type\": \"memory\", \"address\": -1, "
                                   "\"size\": 65536, \"prefetch\": false, \"mem_type_64\": false}");
    pci_bus_set(f, 0x30, 0xfe000001, 0xffff0001);
    assert_string_equal(regions(), "{\"bar\": 6, \"type\": \"memory\", \"address\": 4261412864, "
                                   "\"size\": 65536, \"prefetch\": false, \"mem_type_64\": false}");
    pci_bus_set(f, COMMAND, 0, 7);
    assert_non_null(strstr(regions(), "\"address\": -1"));
}

static void a_bridge_has_two_registers_and_its_rom_elsewhere(void **state)
{
    int f = start(3);

    (void)state;
    pci_bus_set(f, 0x0c, 0x00010000, 0);
    pci_bus_set_bar(f, 0, 4096, MEMORY, 0xfe000000);
    pci_bus_set_bar(f, 1, 256, IO, 0xc000);
    pci_bus_set(f, 0x18, 0x00020100, 0xffffffff); /* what is behind is no address */
    pci_bus_set(f, 0x30, 0x00010001, 0xffffffff);
    pci_bus_set(f, 0x38, 0xfd000001, 0xfffff801);
    assert_string_equal(regions(),
                        "{\"bar\": 0, \"type\": \"memory\", \"address\": 4261412864, "
                        "\"size\": 4096, \"prefetch\": false, \"mem_type_64\": false}, "
                        "{\"bar\": 1, \"type\": \"io\", \"address\": 49152, \"size\": 256}, "
                        "{\"bar\": 6, \"type\": \"memory\", \"address\": 4244635648, "
                        "\"size\": 2048, \"prefetch\": false, \"mem_type_64\": false}");
}

static void a_function_that_decodes_nothing_is_not_switched(void **state)
{
    int f = start(4); /* a bus master that is at work */
    unsigned writes;

    (void)state;
    pci_bus_set_bar(f, 0, 4096, MEMORY, 0);
    (void)regions();
    writes = pci_bus.writes;
    pci_bus_set(f, COMMAND, 6, 7);
    (void)regions();
    assert_true(pci_bus.writes > 2 * writes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registers_that_keep_nothing_are_no_regions),
        cmocka_unit_test(memory_is_sized_and_not_mapped_while_decoding_is_off),
        cmocka_unit_test(memory_is_mapped_where_its_address_says),
        cmocka_unit_test(io_may_have_16_bits_or_32),
        cmocka_unit_test(memory_of_64_bits_takes_two_registers),
        cmocka_unit_test(the_last_register_has_no_second_half),
        cmocka_unit_test(memory_may_be_smaller_than_there_are_flags),
        cmocka_unit_test(the_rom_is_region_6_and_has_a_switch_of_its_own),
        cmocka_unit_test(a_bridge_has_two_registers_and_its_rom_elsewhere),
        cmocka_unit_test(a_function_that_decodes_nothing_is_not_switched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
