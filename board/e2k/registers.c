/* registers.c - the registers that the machine "e2k" is known to have.
 * Source: docs/e2k.md.  An access to anything else, or of another width, ends the machine.
 *
 * SPDX-License-Identifier: MIT */
#include "e2k/registers.h"

#include "core/registers.h"

/* Functions have 4 KiB each; behind these the configuration space of those that are there ends. */
#define PCI_BASE     0x200000000ul
#define PCI_SIZE     0x10000000ul
#define PCI_FUNCTION 0x1000ul
#define PCI_SPACE    0x100ul

#define ESCC_BASE 0x80001000ul
#define ESCC_SIZE 4ul

/* Of the local APIC: the timer's mode, initial and current count, and divisor. */
#define APIC_MODE    0xfee00320ul
#define APIC_INITIAL 0xfee00380ul
#define APIC_CURRENT 0xfee00390ul
#define APIC_DIVIDE  0xfee003e0ul

static bool has(uintptr_t address, unsigned width, bool write)
{
    if (address - PCI_BASE < PCI_SIZE)
        return width <= 4 && address % PCI_FUNCTION < PCI_SPACE;
    if (address - ESCC_BASE < ESCC_SIZE)
        return width == 1;
    if (width != 4)
        return false;
    return address == APIC_MODE || address == APIC_INITIAL || address == APIC_DIVIDE ||
           (address == APIC_CURRENT && !write);
}

const struct board_registers e2k_registers = {
    .read = registers_read, .write = registers_write, .has = has};
