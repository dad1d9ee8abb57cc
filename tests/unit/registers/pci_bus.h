/* pci_bus.h - PCI buses of the test's: functions with registers, behind bridges that pass
 * accesses on as their numbers say.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_PCI_BUS_H
#define UNIT_PCI_BUS_H

#include <stdbool.h>
#include <stdint.h>

#include "board/services.h"

#define PCI_BUS_ROOT     (-1)
#define PCI_BUS_WORDS    64
#define PCI_BUS_CAPACITY 300 /* functions */

struct pci_bus_function {
    int bridge; /* that it is behind: an index, or PCI_BUS_ROOT */
    unsigned slot, number;
    uint32_t words[PCI_BUS_WORDS], writable[PCI_BUS_WORDS];
};

struct pci_bus {
    struct pci_bus_function functions[PCI_BUS_CAPACITY];
    int count;
    unsigned reads, writes;
    /* Called before each read, NULL: not. */
    void (*watch)(unsigned bus, unsigned slot, unsigned function, unsigned offset);
};

extern struct pci_bus pci_bus;

/* For board_services.  Writing an address fails the test while the function answers to it. */
extern const struct board_pci pci_bus_service;

/* Begins with nobody there. */
void pci_bus_start(void);

/* Adds a function with ids 0x1234:0x5678 and class 0x020000; returns its index.  Its command
 * register can be written. */
int pci_bus_add(int bridge, unsigned slot, unsigned number);

/* Adds a bridge with these numbers. */
int pci_bus_add_bridge(int bridge, unsigned slot, unsigned number, unsigned primary,
                       unsigned secondary, unsigned subordinate);

/* The word at OFFSET: what it is, and which bits can be written. */
void pci_bus_set(int index, unsigned offset, uint32_t word, uint32_t writable);

/* A base address register of SIZE bytes (a power of 2) with these flags, at ADDRESS; with the
 * flag of 64 bits the next one, too. */
void pci_bus_set_bar(int index, unsigned bar, uint64_t size, uint32_t flags, uint64_t address);

#endif
