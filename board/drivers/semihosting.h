/* semihosting.h - the one semihosting call the board needs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_SEMIHOSTING_H
#define DRIVERS_SEMIHOSTING_H

/* Asks the emulator to exit with status 0.  Sleeps for ever when nobody listens: the fault
 * that the call then is has fault.c skip it. */
_Noreturn void semihosting_exit(void);

#endif
