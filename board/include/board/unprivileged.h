/* unprivileged.h - has an isolated application (BOARD_ISOLATED) call the board through its gate.
 *
 * To be included before all else in code that only the application executes: the names of the
 * board's functions then mean others, which ask for them (board/gate.h).  What is not named here
 * needs nothing that is not the application's, or is not for it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_UNPRIVILEGED_H
#define BOARD_UNPRIVILEGED_H

#include "board/config.h"

#if BOARD_ISOLATED

#define board_clock    gated_board_clock
#define board_app_wait gated_board_app_wait

#endif
#endif
