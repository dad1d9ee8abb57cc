/* poll.S - what the safepoints of a translated test program call: it counts itself, uses
 * registers of every kind and leaves them as they were.
 *
 * Entered between two instructions of the program: every register is live.
 *
 * runtime_poll_every has it called by every safepoint from the first on.
 *
 * SPDX-License-Identifier: MIT */
    .text
    .globl runtime_poll_every
    .type runtime_poll_every, @function
runtime_poll_every:
    .insn i 0x0b, 3, x0, x0, 0 /* to rv2e2k: the countdown has ended */

    .globl runtime_poll
    .type runtime_poll, @function
runtime_poll:
    addi sp, sp, -64
    sd ra, 0(sp)
    sd t0, 8(sp)
    sd t6, 16(sp)
    sd a0, 24(sp)
    sd a7, 32(sp)
    sd s11, 40(sp)
    la t0, runtime_polls
    ld a0, 0(t0)
    addi a0, a0, 1
    sd a0, 0(t0)
    sltu t6, zero, a0
    div a7, a0, t6
    jal ra, 1f
    j 2f
1:  sub s11, ra, sp
    jr ra
2:  ld s11, 40(sp)
    ld a7, 32(sp)
    ld a0, 24(sp)
    ld t6, 16(sp)
    ld t0, 8(sp)
    ld ra, 0(sp)
    addi sp, sp, 64
    .insn i 0x0b, 0, x0, x0, 0 /* to rv2e2k: resume behind the back-edge */
    .size runtime_poll, . - runtime_poll
    .size runtime_poll_every, . - runtime_poll_every

    .bss
    .balign 8
    .globl runtime_polls
runtime_polls:
    .dword 0
