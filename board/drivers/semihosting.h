/* semihosting.h - asking whoever emulates or debugs the processor for something.
 *
 * When nobody listens, the call is a trap that the processor's handler of faults skips.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_SEMIHOSTING_H
#define DRIVERS_SEMIHOSTING_H

#include <stdint.h>

#include "board/services.h"

/* The operation OPERATION with PARAMETER, a value or the address of a block of words.  Returns
 * the result; OPERATION itself when nobody listens.  Context: agent. */
long semihosting_request(long operation, uintptr_t parameter);

/* Asks the emulator to exit with status 0.  Sleeps for ever when nobody listens.  Cortex-M
 * only. */
_Noreturn void semihosting_exit(void);

/* For board_services.files. */
extern const struct board_files semihosting_files;

#endif
