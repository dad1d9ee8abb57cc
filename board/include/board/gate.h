/* gate.h - how an isolated application (BOARD_ISOLATED) has done what it may not do itself.
 *
 * It runs in the processor's unprivileged mode: it may read and execute the image, and write its
 * own stack and data.  For the rest it calls board_gate(), which traps.  What is asked for is done
 * in the trap, at the agent's urgency: ports' interrupts get in, the agent only afterwards.  So an
 * operation is done in microseconds and does not wait, but for BOARD_GATE_WAIT.
 *
 * An application does not call board_gate() itself: with board/unprivileged.h included first,
 * the functions of board.h do.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_GATE_H
#define BOARD_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/config.h"

/* Operations.  Numbers from BOARD_GATE_HOOK on are those of the hook (board_hooks.gate), which is
 * given them counted from there. */
enum {
    BOARD_GATE_ENTRY = 1, /* where the application begins */
    BOARD_GATE_CLOCK,     /* board_clock() */
    BOARD_GATE_WAIT,      /* sleeps until something happens, or the time that its first two words
                           * make up has come, the lower one first; then not 0 */
    BOARD_GATE_HOOK = 16,
};

struct board_gate_call {
    uintptr_t words[3];
    uint64_t result;
};

/* Has OPERATION done with these three words.  What is refused is a fault of the application, an
 * environment-call.  Context: application. */
uint64_t board_gate(uintptr_t a, uintptr_t b, uintptr_t c, unsigned operation);

/* Whether the application may read, and write, the SIZE bytes at ADDRESS.  Any context. */
bool board_app_may_read(uintptr_t address, size_t size);
bool board_app_may_write(uintptr_t address, size_t size);

#endif
