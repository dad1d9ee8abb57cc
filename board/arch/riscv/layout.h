/* layout.h - the part of `info registers` that all boards with RISC-V's registers have: x0 to x31,
 * by their numbers in board_debug, four on a line.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RISCV_LAYOUT_H
#define RISCV_LAYOUT_H

/* clang-format off */
#define LAYOUT_PC " pc       \xa0\n"
#define LAYOUT_X                                                   \
    " x0/zero  \x80 x1/ra    \x81 x2/sp    \x82 x3/gp    \x83\n"   \
    " x4/tp    \x84 x5/t0    \x85 x6/t1    \x86 x7/t2    \x87\n"   \
    " x8/s0    \x88 x9/s1    \x89 x10/a0   \x8a x11/a1   \x8b\n"   \
    " x12/a2   \x8c x13/a3   \x8d x14/a4   \x8e x15/a5   \x8f\n"   \
    " x16/a6   \x90 x17/a7   \x91 x18/s2   \x92 x19/s3   \x93\n"   \
    " x20/s4   \x94 x21/s5   \x95 x22/s6   \x96 x23/s7   \x97\n"   \
    " x24/s8   \x98 x25/s9   \x99 x26/s10  \x9a x27/s11  \x9b\n"   \
    " x28/t3   \x9c x29/t4   \x9d x30/t5   \x9e x31/t6   \x9f\n"
/* clang-format on */

#endif
