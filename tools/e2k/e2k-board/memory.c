/* memory.c - accesses that are none to plain memory: devices, and what is refused.
 *
 * SPDX-License-Identifier: MIT */
#include "core.h"

static bool refuse(struct e2k_machine *machine, enum fault_kind kind, uint64_t address,
                   unsigned bytes)
{
    const char *text = "nothing is there";

    if (address % bytes)
        text = "misaligned";
    else if (address - ESCC_BASE < ESCC_SIZE)
        text = "the serial controller takes single bytes";
    else if (address - TIMER_BASE < TIMER_SIZE)
        text = "the timer takes words of 4 bytes";
    else if (address - PCI_BASE < PCI_SIZE)
        text = "the PCI configuration space takes up to 4 bytes";
    return machine_fault(machine, kind, text, address, bytes);
}

/* A device's own refusal, made into one of the access. */
static bool finish(struct e2k_machine *machine, bool done, enum fault_kind kind, uint64_t address,
                   unsigned bytes)
{
    if (!done)
        machine_fault(machine, kind, machine->fault.text, address, bytes);
    return done;
}

bool memory_load(struct e2k_machine *machine, uint64_t address, unsigned bytes, uint64_t *value)
{
    bool done;

    if (bytes == 1 && address - ESCC_BASE < ESCC_SIZE)
        done = escc_load(machine, (unsigned)(address - ESCC_BASE), value);
    else if (bytes == 4 && address % 4 == 0 && address - TIMER_BASE < TIMER_SIZE)
        done = timer_load(machine, (unsigned)(address - TIMER_BASE), value);
    else if (bytes <= 4 && address % bytes == 0 && address - PCI_BASE < PCI_SIZE)
        done = pci_load(machine, address - PCI_BASE, bytes, value);
    else
        return refuse(machine, FAULT_LOAD, address, bytes);
    return finish(machine, done, FAULT_LOAD, address, bytes);
}

bool memory_store(struct e2k_machine *machine, uint64_t address, unsigned bytes, uint64_t value)
{
    bool done;

    if (bytes == 1 && address - ESCC_BASE < ESCC_SIZE)
        done = escc_store(machine, (unsigned)(address - ESCC_BASE), (uint8_t)value);
    else if (bytes == 4 && address % 4 == 0 && address - TIMER_BASE < TIMER_SIZE)
        done = timer_store(machine, (unsigned)(address - TIMER_BASE), (uint32_t)value);
    else if (bytes <= 4 && address % bytes == 0 && address - PCI_BASE < PCI_SIZE)
        done = pci_store(machine, address - PCI_BASE, bytes, value);
    else
        return refuse(machine, FAULT_STORE, address, bytes);
    return finish(machine, done, FAULT_STORE, address, bytes);
}
