/* pci_config.h - a PCI function's configuration space as query-pci reads it.
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

/* The members of PciDeviceInfo up to its regions, and of PciBusInfo. */
void pci_write_function(const struct pci_function *f, struct json_writer *w);
void pci_write_bus(const struct pci_function *f, struct json_writer *w);

/* Writes region NUMBER, if F has it, as an element of an array.  Returns the number to go on
 * with, PCI_REGIONS or more after the last. */
unsigned pci_write_region(const struct pci_function *f, unsigned number, struct json_writer *w);

#endif
