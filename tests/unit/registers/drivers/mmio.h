/* mmio.h - device registers whose device is a test's; in the place of board/drivers/mmio.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_MMIO_H
#define DRIVERS_MMIO_H

#include <stdint.h>

/* The test implements those that its driver uses. */
uint8_t mmio_read8(uintptr_t address);
void mmio_write8(uintptr_t address, uint8_t value);
uint32_t mmio_read32(uintptr_t address);
void mmio_write32(uintptr_t address, uint32_t value);

#endif
