/* pci_function.c - query-pci: what a PCI function is, and where a bridge leads.
 * Source: PCI Local Bus Specification 3.0, chapter 6 and appendix D; PCI-to-PCI Bridge
 * Architecture 1.2, 3.2; QEMU's qapi/pci.json for the members.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "pci_config.h"

#if QMP_GROUP_DEVICES

#define IO_RANGE          0x1c /* bridge: base, limit, status */
#define MEMORY_RANGE      0x20 /* bridge */
#define PREFETCH_RANGE    0x24 /* bridge */
#define PREFETCH_BASE     0x28 /* bridge: upper half */
#define PREFETCH_LIMIT    0x2c /* bridge: upper half */
#define IO_UPPER          0x30 /* bridge: upper halves of base and limit */
#define SUBSYSTEM         0x2c
#define SUBSYSTEM_CARDBUS 0x40
#define INTERRUPT         0x3c

#define RANGE_TYPE 0xfu
#define RANGE_WIDE 0x1u /* has upper halves */

const char *pci_class_name(uint32_t class)
{
    static const struct {
        uint16_t code;
        const char *name;
    } names[] = {
        {0x0100, "SCSI controller"},
        {0x0101, "IDE controller"},
        {0x0104, "RAID controller"},
        {0x0106, "SATA controller"},
        {0x0180, "Storage controller"},
        {0x0200, "Ethernet controller"},
        {0x0280, "Network controller"},
        {0x0300, "VGA controller"},
        {0x0380, "Display controller"},
        {0x0400, "Video controller"},
        {0x0401, "Audio controller"},
        {0x0403, "Audio controller"},
        {0x0480, "Multimedia controller"},
        {0x0580, "Memory controller"},
        {0x0600, "Host bridge"},
        {0x0601, "ISA bridge"},
        {0x0604, "PCI bridge"},
        {0x0607, "CARDBUS bridge"},
        {0x0680, "Bridge"},
        {0x0700, "Serial port"},
        {0x0701, "Parallel port"},
        {0x0900, "Keyboard"},
        {0x0902, "Mouse"},
        {0x0c03, "USB controller"},
        {0x0c05, "SMBus"},
    };

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].code == class)
            return names[i].name;
    return NULL;
}

static void write_class(const struct pci_function *f, struct json_writer *w)
{
    uint32_t code = pci_get(f, PCI_CLASS) >> 16;
    const char *name = pci_class_name(code);

    json_write_begin(w, "class_info", '{');
    json_write_uint(w, "class", code);
    if (name)
        json_write_string(w, "desc", name);
    json_write_end(w, '}');
}

struct pci_id pci_read_id(const struct pci_function *f)
{
    uint32_t id = pci_get(f, PCI_ID), subsystem = 0;
    unsigned type = pci_header(f) & PCI_HEADER_TYPE;

    if (type == PCI_HEADER_NORMAL)
        subsystem = pci_get(f, SUBSYSTEM);
    else if (type == PCI_HEADER_CARDBUS)
        subsystem = pci_get(f, SUBSYSTEM_CARDBUS);
    return (struct pci_id){
        .vendor = (uint16_t)id,
        .device = (uint16_t)(id >> 16),
        .subsystem_vendor = (uint16_t)subsystem,
        .subsystem = (uint16_t)(subsystem >> 16),
        .has_subsystem = type == PCI_HEADER_NORMAL || type == PCI_HEADER_CARDBUS,
    };
}

static void write_id(const struct pci_function *f, struct json_writer *w)
{
    struct pci_id id = pci_read_id(f);

    json_write_begin(w, "id", '{');
    json_write_uint(w, "device", id.device);
    json_write_uint(w, "vendor", id.vendor);
    if (id.has_subsystem) {
        json_write_uint(w, "subsystem", id.subsystem);
        json_write_uint(w, "subsystem-vendor", id.subsystem_vendor);
    }
    json_write_end(w, '}');
}

unsigned pci_interrupt_pin(const struct pci_function *f, unsigned *line)
{
    uint32_t interrupt = pci_get(f, INTERRUPT);

    *line = interrupt & 0xff;
    return interrupt >> 8 & 0xff;
}

void pci_write_function(const struct pci_function *f, struct json_writer *w)
{
    unsigned line, pin = pci_interrupt_pin(f, &line);

    json_write_uint(w, "bus", f->bus);
    json_write_uint(w, "slot", f->slot);
    json_write_uint(w, "function", f->number);
    write_class(f, w);
    write_id(f, w);
    if (pin != 0)
        json_write_uint(w, "irq", line);
    json_write_uint(w, "irq_pin", pin);
    json_write_string(w, "qdev_id", "");
}

/* -------------------------------------------------------------------- bridges */

static void write_range(struct json_writer *w, const char *key, struct pci_range range)
{
    json_write_begin(w, key, '{');
    json_write_int(w, "base", (int64_t)range.base);
    json_write_int(w, "limit", (int64_t)range.limit);
    json_write_end(w, '}');
}

static bool is_wide(uint32_t range)
{
    return (range & RANGE_TYPE) == RANGE_WIDE;
}

/* Two bytes with four bits each of address, from bit 12 on. */
struct pci_range pci_io_range(const struct pci_function *f)
{
    uint32_t range = pci_get(f, IO_RANGE), upper = is_wide(range) ? pci_get(f, IO_UPPER) : 0;

    return (struct pci_range){(uint64_t)(upper & 0xffff) << 16 | (range & 0xf0) << 8,
                              (upper & 0xffff0000u) | (range & 0xf000) | 0xfff};
}

/* Two halves of a word with twelve bits each of address, from bit 20 on. */
static struct pci_range make_range(uint32_t range)
{
    return (struct pci_range){(range & 0xfff0) << 16, (range & 0xfff00000u) | 0xfffff};
}

struct pci_range pci_memory_range(const struct pci_function *f)
{
    return make_range(pci_get(f, MEMORY_RANGE));
}

struct pci_range pci_prefetch_range(const struct pci_function *f)
{
    uint32_t word = pci_get(f, PREFETCH_RANGE);
    struct pci_range range = make_range(word);

    if (is_wide(word)) {
        range.base |= (uint64_t)pci_get(f, PREFETCH_BASE) << 32;
        range.limit |= (uint64_t)pci_get(f, PREFETCH_LIMIT) << 32;
    }
    return range;
}

void pci_write_bus(const struct pci_function *f, struct json_writer *w)
{
    uint32_t buses = pci_get(f, PCI_BUSES);

    json_write_begin(w, "bus", '{');
    json_write_uint(w, "number", buses & 0xff);
    json_write_uint(w, "secondary", buses >> 8 & 0xff);
    json_write_uint(w, "subordinate", buses >> 16 & 0xff);
    write_range(w, "io_range", pci_io_range(f));
    write_range(w, "memory_range", pci_memory_range(f));
    write_range(w, "prefetchable_range", pci_prefetch_range(f));
    json_write_end(w, '}');
}

#endif
