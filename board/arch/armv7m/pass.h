/* pass.h - break instructions of the agent's that others than the application come to.
 *
 * Only in a build with debugging commands.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_PASS_H
#define ARMV7M_PASS_H

#include <stdbool.h>
#include <stdint.h>

#include "frame.h"

/* What fault_handler() pushes; r3 keeps the stack aligned. */
struct fault_frame {
    uint32_t r3, r4_to_r11[8], lr;
};

/* True when the break instruction at PC ends what pass_break() began: it is gone.  Context:
 * HardFault. */
bool pass_end(uint32_t pc);

/* True when the break instruction that FRAME came to, on the main stack, is one of the agent's:
 * what it stands in the place of is executed next, then it is there again.  Context: HardFault. */
bool pass_break(const struct exception_frame *frame, const struct fault_frame *saved);

#endif
