/* sifive_test.h - SiFive's test finisher: ends or resets the machine.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_SIFIVE_TEST_H
#define DRIVERS_SIFIVE_TEST_H

#include <stdint.h>

#include "board/object.h"

/* What a host may set before the board powers off. */
struct sifive_test {
    uint8_t exit_code; /* the emulator's exit status */
};

/* The finisher as an object; the state is the struct sifive_test. */
extern const struct object_type sifive_test_type;

/* Ends with status 0, or with CODE. */
_Noreturn void sifive_test_power_off(uintptr_t base);
_Noreturn void sifive_test_exit(uintptr_t base, uint8_t code);

_Noreturn void sifive_test_reset(uintptr_t base);

#endif
