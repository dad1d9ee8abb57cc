/* frame.h - the registers a trap saves, for C and assembler.
 *
 * A trap of the application finds the trap stack of its hart empty: the application's frame is
 * always the topmost thing on it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_FRAME_H
#define RISCV_FRAME_H

#define FRAME_PC     0       /* in the place of x0 */
#define FRAME_X(n)   ((n)*8) /* x1 to x31 */
#define FRAME_STATUS (32 * 8)
#define FRAME_CAUSE  (33 * 8)
#define FRAME_VALUE  (34 * 8)
#define FRAME_SIZE   (36 * 8) /* a multiple of 16, as the stack wants */

#ifndef __ASSEMBLER__
#include <stddef.h>

struct trap_frame {
    unsigned long pc;
    unsigned long x[31]; /* x[0] is x1 */
    unsigned long status;
    unsigned long cause, value; /* mcause and mtval: another trap may come before they are read */
    unsigned long unused;
};

_Static_assert(sizeof(struct trap_frame) == FRAME_SIZE, "frame.h describes one frame twice");
_Static_assert(offsetof(struct trap_frame, status) == FRAME_STATUS, "as above");
_Static_assert(offsetof(struct trap_frame, cause) == FRAME_CAUSE, "as above");
_Static_assert(offsetof(struct trap_frame, value) == FRAME_VALUE, "as above");
#endif

#endif
