/* pci_ecam.h - PCI configuration space that lies in memory (ECAM).
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PCI_ECAM_H
#define DRIVERS_PCI_ECAM_H

#include <stdint.h>

/* For struct board_pci, at BASE: a bus below 256, a slot below 32, a function below 8 and an
 * offset below 4096.  Any context. */
uint32_t pci_ecam_read(uintptr_t base, unsigned bus, unsigned slot, unsigned function,
                       unsigned offset);
void pci_ecam_write(uintptr_t base, unsigned bus, unsigned slot, unsigned function, unsigned offset,
                    uint32_t value);

#endif
