/* pci.h - the configuration space of the PCI bus: who is there, and registers that keep what is
 * written.
 *
 * As hw/pci-host/iohub.c and hw/char/escc.c of OpenE2K/qemu-e2k have it.  Nothing else hangs on
 * these registers: nobody is behind the bridge, the host bridge asks for no addresses, and the
 * serial controller cannot be moved from where it is (escc.h).
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_PCI_H
#define E2K_PCI_H

#include <stdbool.h>
#include <stdint.h>

/* A bus has 1 MiB, a slot 32 KiB, a function 4 KiB of it. */
#define PCI_BASE UINT64_C(0x200000000)
#define PCI_SIZE UINT64_C(0x10000000)

#define PCI_FUNCTIONS 3u
#define PCI_WORDS     64u /* of a function */

struct pci {
    uint32_t words[PCI_FUNCTIONS][PCI_WORDS];
};

struct e2k_machine;

void pci_reset(struct pci *pci);

/* BYTES (1, 2 or 4), aligned, at OFFSET from PCI_BASE.  Nobody answers with ones. */
bool pci_load(struct e2k_machine *machine, uint64_t offset, unsigned bytes, uint64_t *value);
bool pci_store(struct e2k_machine *machine, uint64_t offset, unsigned bytes, uint64_t value);

#endif
