/* isolate.c - what user mode may access.
 * Source: The RISC-V Instruction Set Manual, volume II, "Physical Memory Protection": machine mode
 * is held to locked entries only, user mode to all, and may access what none covers not at all.
 *
 * SPDX-License-Identifier: MIT */
#include "isolate.h"

#include <stdint.h>

#include "csr.h"

extern const char __image_origin[], __image_length[], __app_stack_bottom[], __app_end[];

/* Entry 0, the guard page, is start.S's.  1 is the image, as a power of two; 2 and 3 are the
 * bounds of the application's stack and data. */
void isolate(void)
{
    csr_write(pmpaddr1, (uintptr_t)__image_origin >> 2 | ((uintptr_t)__image_length / 8 - 1));
    csr_write(pmpaddr2, (uintptr_t)__app_stack_bottom >> 2);
    csr_write(pmpaddr3, (uintptr_t)__app_end >> 2);
    csr_write(pmpcfg0, PMP_ENTRY(0, PMP_CONFIG_GUARD) |
                           PMP_ENTRY(1, PMP_NAPOT | PMP_READ | PMP_EXECUTE) |
                           PMP_ENTRY(3, PMP_TOR | PMP_READ | PMP_WRITE));
    csr_write(mcounteren, 0);
}
