/* pci_region.c - query-pci: the stretches of address space that a PCI function asks for.
 * Source: PCI Local Bus Specification 3.0, 6.2.5; PCI-to-PCI Bridge Architecture 1.2, 3.2.5.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "pci_config.h"

#if QMP_GROUP_DEVICES

#define BAR0       0x10
#define ROM        0x30
#define ROM_BRIDGE 0x38

#define COMMAND_IO     0x1u
#define COMMAND_MEMORY 0x2u
#define COMMAND_DECODE (COMMAND_IO | COMMAND_MEMORY)

#define BAR_IO       0x1u
#define BAR_64       0x4u
#define BAR_PREFETCH 0x8u
#define ROM_ENABLE   0x1u

#define ROM_NUMBER (PCI_REGIONS - 1)

/* Which bits of a register can be set, those of FIXED apart; what the others tell differs by kind.
 * Meanwhile it holds addresses that nobody meant, which the function must not answer to. */
static uint32_t settable(const struct pci_function *f, unsigned offset, uint32_t fixed)
{
    uint32_t command = pci_get(f, PCI_COMMAND) & 0xffff, before = pci_get(f, offset), bits;

    if (command & COMMAND_DECODE)
        pci_put(f, PCI_COMMAND, command & ~COMMAND_DECODE);
    pci_put(f, offset, ~fixed);
    bits = pci_get(f, offset);
    pci_put(f, offset, 0);
    bits ^= pci_get(f, offset);
    pci_put(f, offset, before);
    if (command & COMMAND_DECODE)
        pci_put(f, PCI_COMMAND, command);
    return bits;
}

/* 0 is in a register that nobody has set, and is no address. */
bool pci_is_mapped(const struct pci_region *r)
{
    return r->decoded && r->address != 0 && r->address + r->size - 1 > r->address;
}

static struct pci_region read_bar(const struct pci_function *f, unsigned offset, bool last)
{
    uint64_t word = pci_get(f, offset), bits = settable(f, offset, 0);
    uint32_t command = pci_get(f, PCI_COMMAND);
    struct pci_region r = {
        .io = word & BAR_IO,
        .prefetch = word & BAR_PREFETCH,
        .wide = !(word & BAR_IO) && word & BAR_64 && !last,
        .decoded = command & (word & BAR_IO ? COMMAND_IO : COMMAND_MEMORY),
    };

    if (r.wide) { /* the upper half of the address is in the next register */
        word |= (uint64_t)pci_get(f, offset + 4) << 32;
        bits |= (uint64_t)settable(f, offset + 4, 0) << 32;
    }
    r.address = word & bits;
    if (bits == 0)
        return r;
    /* A device may leave out the upper half of an I/O address, which PCs do not have. */
    if (r.io && bits <= UINT16_MAX)
        bits |= 0xffff0000u;
    if (!r.wide)
        bits |= 0xffffffff00000000u;
    r.size = ~bits + 1;
    return r;
}

static struct pci_region read_rom(const struct pci_function *f, unsigned offset)
{
    uint32_t word = pci_get(f, offset), bits = settable(f, offset, ROM_ENABLE);

    return (struct pci_region){
        .decoded = pci_get(f, PCI_COMMAND) & COMMAND_MEMORY && word & ROM_ENABLE,
        .address = word & bits,
        .size = (uint32_t)(~bits + 1),
    };
}

static void write_region(const struct pci_region *r, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "bar", r->bar);
    json_write_string(w, "type", r->io ? "io" : "memory");
    json_write_int(w, "address", pci_is_mapped(r) ? (int64_t)r->address : -1);
    json_write_uint(w, "size", r->size);
    if (!r->io) {
        json_write_bool(w, "prefetch", r->prefetch);
        json_write_bool(w, "mem_type_64", r->wide);
    }
    json_write_end(w, '}');
}

unsigned pci_read_region(const struct pci_function *f, unsigned number, struct pci_region *r)
{
    static const uint8_t bars[] = {
        [PCI_HEADER_NORMAL] = 6, [PCI_HEADER_BRIDGE] = 2, [PCI_HEADER_CARDBUS] = 1};
    unsigned type = pci_header(f) & PCI_HEADER_TYPE;
    unsigned count = type < sizeof bars ? bars[type] : 0;

    *r = (struct pci_region){.size = 0};
    if (number < count)
        *r = read_bar(f, BAR0 + 4 * number, number + 1 == count);
    else if (count > 1)
        *r = read_rom(f, type == PCI_HEADER_BRIDGE ? ROM_BRIDGE : ROM);
    r->bar = number < count ? number : ROM_NUMBER;
    if (number >= count)
        return PCI_REGIONS;
    return number + (r->wide ? 2 : 1);
}

unsigned pci_write_region(const struct pci_function *f, unsigned number, struct json_writer *w)
{
    struct pci_region r;
    unsigned next = pci_read_region(f, number, &r);

    if (r.size > 0)
        write_region(&r, w);
    return next;
}

#endif
