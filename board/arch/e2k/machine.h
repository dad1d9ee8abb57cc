/* machine.h - the ends of a program on e2k.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_MACHINE_H
#define E2K_MACHINE_H

/* Ends with a trap, the only end there is.  STATUS, 0 to 255, is e2k-board's exit status;
 * the other emulator ends with 1 after each trap. */
_Noreturn void e2k_power_off(unsigned status);

/* Where the image starts: everything as after a reset. */
_Noreturn void board_start(void);

#endif
