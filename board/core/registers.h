/* registers.h - registers of devices by address, for a board's board_services.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_REGISTERS_H
#define CORE_REGISTERS_H

#include "board/services.h"

/* For board_services.registers, where BOARD_TRAPS is 1: any address may be tried. */
extern const struct board_registers core_registers;

/* For a struct board_registers of a board where it is 0, which says itself what it has. */
bool registers_read(uintptr_t address, unsigned width, uint64_t *value);
bool registers_write(uintptr_t address, unsigned width, uint64_t value);

#endif
