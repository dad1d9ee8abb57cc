/* step.h - the decoder on this machine's frames and memory.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_STEP_H
#define RISCV_STEP_H

#include "decode.h"
#include "frame.h"

/* The state of which FRAME, which stays where it is, is what a trap saved. */
struct decode_state step_state(const struct trap_frame *frame);

#endif
