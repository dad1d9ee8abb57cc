/* pci_ecam.c - PCI configuration space that lies in memory (ECAM).
 * Source: PCI Express Base Specification, "Enhanced Configuration Access Mechanism".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/pci_ecam.h"

#include "drivers/mmio.h"

static uintptr_t address(uintptr_t base, unsigned bus, unsigned slot, unsigned function,
                         unsigned offset)
{
    return base + ((uintptr_t)bus << 20 | slot << 15 | function << 12 | offset);
}

uint32_t pci_ecam_read(uintptr_t base, unsigned bus, unsigned slot, unsigned function,
                       unsigned offset)
{
    return mmio_read32(address(base, bus, slot, function, offset));
}

void pci_ecam_write(uintptr_t base, unsigned bus, unsigned slot, unsigned function, unsigned offset,
                    uint32_t value)
{
    mmio_write32(address(base, bus, slot, function, offset), value);
}
