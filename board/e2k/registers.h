/* registers.h - the registers that the machine "e2k" is known to have.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_REGISTERS_H
#define E2K_REGISTERS_H

#include "board/services.h"

/* For board_services.registers. */
extern const struct board_registers e2k_registers;

#endif
