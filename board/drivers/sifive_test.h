/* sifive_test.h - SiFive's test finisher: ends or resets the machine.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_SIFIVE_TEST_H
#define DRIVERS_SIFIVE_TEST_H

#include <stdint.h>

_Noreturn void sifive_test_power_off(uintptr_t base);
_Noreturn void sifive_test_reset(uintptr_t base);

#endif
