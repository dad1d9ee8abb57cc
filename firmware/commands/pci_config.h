/* pci_config.h - the PCI buses and the configuration space of what is on them, as query-pci and
 * the monitor's `info pci` read them.
 *
 * Context: agent.  Only for boards that have board_services.pci.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_PCI_CONFIG_H
#define AGENT_PCI_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "board/services.h"
#include "qmp/writer.h"

/* Registers, by the word they are in. */
#define PCI_ID      0x00
#define PCI_COMMAND 0x04
#define PCI_CLASS   0x08
#define PCI_HEADER  0x0c
#define PCI_BUSES   0x18 /* bridge: primary, secondary, subordinate */

#define PCI_HEADER_TYPE    0x7fu
#define PCI_HEADER_NORMAL  0x00u
#define PCI_HEADER_BRIDGE  0x01u
#define PCI_HEADER_CARDBUS 0x02u
#define PCI_HEADER_MULTI   0x80u /* of function 0: there may be more */

/* The base address registers, and the expansion ROM's. */
#define PCI_REGIONS 7u

/* A function, and the bus it is on. */
struct pci_function {
    unsigned bus, slot, number;
};

static inline uint32_t pci_get(const struct pci_function *f, unsigned offset)
{
    return board_services.pci->read(f->bus, f->slot, f->number, offset);
}

static inline void pci_put(const struct pci_function *f, unsigned offset, uint32_t value)
{
    board_services.pci->write(f->bus, f->slot, f->number, offset, value);
}

static inline bool pci_exists(const struct pci_function *f)
{
    return (pci_get(f, PCI_ID) & 0xffff) != 0xffff;
}

static inline unsigned pci_header(const struct pci_function *f)
{
    return pci_get(f, PCI_HEADER) >> 16 & 0xff;
}

static inline bool pci_is_bridge(const struct pci_function *f)
{
    return (pci_header(f) & PCI_HEADER_TYPE) == PCI_HEADER_BRIDGE;
}

/* ------------------------------------------------------------------ the walk (pci.c) */

/* A place is a bus, and the function on it to look at next. */
uintptr_t pci_place(unsigned bus, unsigned index);
struct pci_function pci_function_at(uintptr_t place);

/* Finds the next function on the bus, from *PLACE on; false: there is none.  A device need not
 * have a function 0 (e2k's serial controller has none). */
bool pci_find(uintptr_t *place, struct pci_function *f);

/* The place behind the function F.  One that is alone may answer as all eight. */
uintptr_t pci_after(const struct pci_function *f);

/* The bus behind a bridge, numbered by whoever configures the buses; 0: none can be reached. */
unsigned pci_secondary(const struct pci_function *f);

/* What is numbered wrong cannot be reached, or is behind another bridge. */
bool pci_can_enter(const struct pci_function *f);

/* The bridge that the bus TARGET is right behind. */
bool pci_find_parent(unsigned target, struct pci_function *f);

/* ------------------------------------------------------- a function (pci_function.c) */

/* The vendor's and the device's number, of the function and of the subsystem. */
struct pci_id {
    uint16_t vendor, device, subsystem_vendor, subsystem;
    bool has_subsystem;
};

struct pci_id pci_read_id(const struct pci_function *f);

/* The name QEMU has for a class, or NULL. */
const char *pci_class_name(uint32_t class);

/* The pin, 1 to 4, that the function interrupts by; 0: none. */
unsigned pci_interrupt_pin(const struct pci_function *f, unsigned *line);

/* What a bridge passes on, both inclusive. */
struct pci_range {
    uint64_t base, limit;
};

struct pci_range pci_io_range(const struct pci_function *f);
struct pci_range pci_memory_range(const struct pci_function *f);
struct pci_range pci_prefetch_range(const struct pci_function *f);

/* The members of PciDeviceInfo up to its regions, and of PciBusInfo. */
void pci_write_function(const struct pci_function *f, struct json_writer *w);
void pci_write_bus(const struct pci_function *f, struct json_writer *w);

/* ---------------------------------------------------------- its regions (pci_region.c) */

struct pci_region {
    unsigned bar;
    bool io, prefetch, wide, decoded;
    uint64_t address, size; /* size 0: there is none */
};

/* Reads region NUMBER.  Returns the number to go on with, PCI_REGIONS or more after the last. */
unsigned pci_read_region(const struct pci_function *f, unsigned number, struct pci_region *r);

/* Whether the function answers at the region's address. */
bool pci_is_mapped(const struct pci_region *r);

/* Writes region NUMBER, if F has it, as an element of an array; returns as above. */
unsigned pci_write_region(const struct pci_function *f, unsigned number, struct json_writer *w);

#endif
