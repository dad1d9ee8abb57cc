/* probe.S - a copy that survives the fault of one of its accesses.
 *
 * SPDX-License-Identifier: MIT */
    .syntax unified
    .thumb
    .text

/* size_t arch_probe_copy(void *to, const void *from, size_t size)
 * A fault taken between armv7m_probe_begin and armv7m_probe_end continues at
 * armv7m_probe_end, which counts what was copied until then.  The barrier makes a buffered
 * store's fault precise. */
    .globl arch_probe_copy, armv7m_probe_begin, armv7m_probe_end
    .thumb_func
    .type arch_probe_copy, %function
arch_probe_copy:
    mov r3, r0
    add r2, r1
    cmp r1, r2
    beq armv7m_probe_end
armv7m_probe_begin:
    ldrb r12, [r1]
    strb r12, [r0]
    dsb
    adds r1, #1
    adds r0, #1
    cmp r1, r2
    bne armv7m_probe_begin
armv7m_probe_end:
    subs r0, r3
    bx lr
