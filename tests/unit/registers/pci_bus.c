/* pci_bus.c - PCI buses of the test's.
 * Source: PCI Local Bus Specification 3.0, chapter 6; PCI-to-PCI Bridge Architecture 1.2, 3.1.2.1
 * (which configuration accesses a bridge passes on).
 *
 * SPDX-License-Identifier: MIT */
#include "pci_bus.h"

#include "../unit.h"

#define NOWHERE (-2)

struct pci_bus pci_bus;

/* To be quick: by what they are behind (the root first), slot and number, 1 + the function; by bus,
 * what it is behind, as long as no register changes. */
static int16_t places[1 + PCI_BUS_CAPACITY][256];
static int routes[256];
static bool routed[256];

void pci_bus_start(void)
{
    memset(&pci_bus, 0, sizeof pci_bus);
    memset(places, 0, sizeof places);
    memset(routed, 0, sizeof routed);
}

static bool is_bridge(const struct pci_bus_function *f)
{
    return (f->words[3] >> 16 & 0x7f) == 1;
}

/* The bridge that BUS is behind: accesses go from the root to the first bridge on each bus in
 * whose range it is. */
static int route(unsigned bus)
{
    int at = PCI_BUS_ROOT;
    unsigned at_number = 0;

    while (at_number != bus) {
        int next = NOWHERE;

        for (int i = pci_bus.count - 1; i >= 0; i--) {
            const struct pci_bus_function *f = &pci_bus.functions[i];
            unsigned first = f->words[6] >> 8 & 0xff, last = f->words[6] >> 16 & 0xff;

            if (f->bridge == at && is_bridge(f) && first > at_number && first <= bus && bus <= last)
                next = i;
        }
        if (next == NOWHERE)
            return NOWHERE;
        at = next;
        at_number = pci_bus.functions[at].words[6] >> 8 & 0xff;
    }
    return at;
}

static struct pci_bus_function *find(unsigned bus, unsigned slot, unsigned number)
{
    int index = 0;

    assert_in_range(bus, 0, 255);
    assert_in_range(slot, 0, 31);
    assert_in_range(number, 0, 7);
    if (!routed[bus])
        routes[bus] = route(bus);
    routed[bus] = true;
    if (routes[bus] != NOWHERE)
        index = places[1 + routes[bus]][slot * 8 + number];
    return index > 0 ? &pci_bus.functions[index - 1] : NULL;
}

static uint32_t read(unsigned bus, unsigned slot, unsigned number, unsigned offset)
{
    struct pci_bus_function *f;

    assert_int_equal(offset % 4, 0);
    assert_in_range(offset, 0, 4 * PCI_BUS_WORDS - 4);
    pci_bus.reads++;
    if (pci_bus.watch != NULL)
        pci_bus.watch(bus, slot, number, offset);
    f = find(bus, slot, number);
    return f ? f->words[offset / 4] : UINT32_MAX;
}

static bool is_address(const struct pci_bus_function *f, unsigned offset)
{
    unsigned end = is_bridge(f) ? 0x18 : 0x28, rom = is_bridge(f) ? 0x38 : 0x30;

    return (offset >= 0x10 && offset < end) || offset == rom;
}

static void write(unsigned bus, unsigned slot, unsigned number, unsigned offset, uint32_t value)
{
    struct pci_bus_function *f = find(bus, slot, number);
    uint32_t mask;

    assert_non_null(f);
    assert_int_equal(offset % 4, 0);
    assert_true(offset == 4 || is_address(f, offset));
    pci_bus.writes++;
    if (is_address(f, offset))
        assert_int_equal(f->words[1] & 3, 0);
    else
        assert_int_equal(value >> 16, 0); /* ones would clear bits of the status */
    mask = f->writable[offset / 4];
    f->words[offset / 4] = (f->words[offset / 4] & ~mask) | (value & mask);
}

const struct board_pci pci_bus_service = {.read = read, .write = write};

int pci_bus_add(int bridge, unsigned slot, unsigned number)
{
    int index = pci_bus.count++;

    assert_in_range(index, 0, PCI_BUS_CAPACITY - 1);
    pci_bus.functions[index] =
        (struct pci_bus_function){.bridge = bridge, .slot = slot, .number = number};
    places[1 + bridge][slot * 8 + number] = (int16_t)(index + 1);
    pci_bus_set(index, 0x00, 0x56781234, 0);
    pci_bus_set(index, 0x04, 0x02900000, 0x0507);
    pci_bus_set(index, 0x08, 0x02000001, 0);
    return index;
}

int pci_bus_add_bridge(int bridge, unsigned slot, unsigned number, unsigned primary,
                       unsigned secondary, unsigned subordinate)
{
    int index = pci_bus_add(bridge, slot, number);

    pci_bus_set(index, 0x08, 0x06040000, 0);
    pci_bus_set(index, 0x0c, 0x00010000, 0);
    pci_bus_set(index, 0x18, primary | secondary << 8 | subordinate << 16, 0);
    return index;
}

void pci_bus_set(int index, unsigned offset, uint32_t word, uint32_t writable)
{
    pci_bus.functions[index].words[offset / 4] = word;
    pci_bus.functions[index].writable[offset / 4] = writable;
    memset(routed, 0, sizeof routed);
}

void pci_bus_set_bar(int index, unsigned bar, uint64_t size, uint32_t flags, uint64_t address)
{
    uint64_t bits = ~(size - 1);

    pci_bus_set(index, 0x10 + 4 * bar, (uint32_t)address | flags, (uint32_t)bits);
    if ((flags & 5) == 4)
        pci_bus_set(index, 0x14 + 4 * bar, (uint32_t)(address >> 32), (uint32_t)(bits >> 32));
}
