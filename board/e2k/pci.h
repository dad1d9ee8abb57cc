/* pci.h - the PCI bus of the machine "e2k"; defines board_services.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_BOARD_PCI_H
#define E2K_BOARD_PCI_H

/* Makes what a host may have set what it is after power-on.  Context: reset. */
void e2k_pci_init(void);

#endif
