/* frame.h - what is on the stack of an exception.
 * Source: ARMv7-M Architecture Reference Manual, B1.5.6 to B1.5.8.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_FRAME_H
#define ARMV7M_FRAME_H

#include <stdint.h>

/* What the processor stacks for an exception. */
struct exception_frame {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
};

#define XPSR_THUMB     (1u << 24)
#define XPSR_PADDED    (1u << 9) /* of a stacked one: a word lies between frame and stack */
#define XPSR_IT        0x0600fc00u
#define XPSR_EXCEPTION 0x1ffu

/* What pendsv_handler() pushes under the processor's frame; r3 keeps the stack aligned. */
struct pendsv_frame {
    uint32_t r3, r4_to_r11[8], exc_return;
    struct exception_frame stacked; /* of a handler; a thread's is on its own stack */
};

#endif
