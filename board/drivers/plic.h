/* plic.h - RISC-V platform-level interrupt controller, context 0 (hart 0, machine mode).
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PLIC_H
#define DRIVERS_PLIC_H

#include <stdbool.h>
#include <stdint.h>

/* Sources 1 to PLIC_SOURCES - 1 can be connected. */
#define PLIC_SOURCES 16

/* Masks every source. */
void plic_init(void);

/* Enables SOURCE and has HANDLER called with DEVICE for it, in interrupt context. */
void plic_connect(unsigned source, void (*handler)(void *device), void *device);

/* Serves what is pending; for the external interrupt. */
void plic_dispatch(void);

/* How often SOURCE was served since reset, for board_description. */
bool plic_interrupts(unsigned source, uint32_t *count);

#endif
