/* trap_entry.S - saves and restores the registers around trap_handle().
 *
 * mscratch tells the levels apart: the top of the hart's trap stack while the application
 * runs, 0 otherwise.  A trap of the application thus finds an empty stack; one of the agent
 * level goes on where it is.
 *
 * SPDX-License-Identifier: MIT */
#include "frame.h"

    .text
    .balign 4
    .globl trap_entry, trap_leave
trap_entry:
    csrrw sp, mscratch, sp
    bnez sp, 1f

    csrr sp, mscratch
    addi sp, sp, -FRAME_SIZE
    sd t0, FRAME_X(5)(sp)
    addi t0, sp, FRAME_SIZE
    sd t0, FRAME_X(2)(sp)
    csrw mscratch, zero
    li t0, 0
    j 2f

1:  addi sp, sp, -FRAME_SIZE
    sd t0, FRAME_X(5)(sp)
    csrrw t0, mscratch, zero
    sd t0, FRAME_X(2)(sp)
    li t0, 1

2:  sd x1, FRAME_X(1)(sp)
    sd x3, FRAME_X(3)(sp)
    sd x4, FRAME_X(4)(sp)
    .irp n, 6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    sd x\n, FRAME_X(\n)(sp)
    .endr
    csrr t1, mepc
    sd t1, FRAME_PC(sp)
    csrr t1, mstatus
    sd t1, FRAME_STATUS(sp)
    csrr t1, mcause
    sd t1, FRAME_CAUSE(sp)
    csrr t1, mtval
    sd t1, FRAME_VALUE(sp)

    mv s0, t0
    mv a0, sp
    mv a1, t0
    call trap_handle

/* sp: a frame; s0: 1 when it is the application's, and the topmost on the stack. */
trap_leave:
    ld t0, FRAME_PC(sp)
    csrw mepc, t0
    ld t0, FRAME_STATUS(sp)
    csrw mstatus, t0
    beqz s0, 3f
    addi t0, sp, FRAME_SIZE
    csrw mscratch, t0
3:  ld x1, FRAME_X(1)(sp)
    .irp n, 3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    ld x\n, FRAME_X(\n)(sp)
    .endr
    ld sp, FRAME_X(2)(sp)
    mret
