/* frame.h - what is saved of the application while the agent is looked for and runs, for C and
 * assembler.  It lies on the application's stack.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_FRAME_H
#define E2K_FRAME_H

#define FRAME_X(n) ((n)*8) /* x1 to x31; sp as it was before the frame */
#define FRAME_LINE (32 * 8)
#define FRAME_SIZE (34 * 8) /* a multiple of 16, as the stack wants */

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/* A line of the table of safepoints that rv2e2k makes (tools/e2k/isa/image.h). */
struct safepoint {
    uint32_t pc;    /* address of the RISC-V instruction that comes next */
    uint32_t known; /* the registers that have their values, as a mask */
};

struct app_frame {
    uint64_t x[32]; /* x[0]: pc, and the others as far as they are known */
    const struct safepoint *line;
    uint64_t known; /* which they are, as a mask */
};

_Static_assert(sizeof(struct app_frame) == FRAME_SIZE, "frame.h describes one frame twice");
_Static_assert(offsetof(struct app_frame, line) == FRAME_LINE, "as above");
#endif

#endif
