/* gate.h - the privileged side of board/gate.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_GATE_H
#define CORE_GATE_H

#include "board/gate.h"

/* Does OPERATION.  False: it is refused, and nothing was done.  Context: the trap of
 * board_gate(), interrupts enabled, the agent not active. */
bool gate_do(unsigned operation, struct board_gate_call *call);

#endif
