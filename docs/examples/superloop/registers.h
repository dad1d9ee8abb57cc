/* registers.h - access to a device's register.
 *
 * SPDX-License-Identifier: MIT */
#ifndef REGISTERS_H
#define REGISTERS_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

#endif
