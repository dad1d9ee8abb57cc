/* probe.S - copies that survive the fault of one of their accesses.
 *
 * SPDX-License-Identifier: MIT */
    .syntax unified
    .thumb
    .text

/* size_t arch_probe_copy(void *to, const void *from, size_t size)
 * size_t arch_probe_words(void *to, const void *from, size_t size)
 * size_t arch_probe_one(void *to, const void *from, size_t width)
 * A fault taken between armv7m_probe_begin and armv7m_probe_end continues at
 * armv7m_probe_end, which counts what was copied until then: r0 - r3.  The barrier makes a
 * buffered store's fault precise. */
    .globl arch_probe_copy, armv7m_probe_begin, armv7m_probe_end
#if !defined(BOARD_WIDE_ACCESS) || BOARD_WIDE_ACCESS
    .globl arch_probe_words, arch_probe_one
armv7m_probe_begin:
    .thumb_func
    .type arch_probe_words, %function
arch_probe_words:
    mov r3, r0
    add r2, r1
1:  cmp r1, r2
    beq armv7m_probe_end
    ldr r12, [r1]
    str r12, [r0]
    dsb
    adds r1, #4
    adds r0, #4
    b 1b

    .thumb_func
    .type arch_probe_one, %function
arch_probe_one:
    mov r3, r0
    cmp r2, #2
    blt 2f
    beq 3f
    ldr r12, [r1]
    str r12, [r0]
    b 4f
3:  ldrh r12, [r1]
    strh r12, [r0]
    b 4f
2:  ldrb r12, [r1]
    strb r12, [r0]
4:  dsb
    add r0, r2
    b armv7m_probe_end
#endif

    .thumb_func
    .type arch_probe_copy, %function
arch_probe_copy:
    mov r3, r0
    add r2, r1
    cmp r1, r2
    beq armv7m_probe_end
#if defined(BOARD_WIDE_ACCESS) && !BOARD_WIDE_ACCESS
armv7m_probe_begin:
#endif
5:  ldrb r12, [r1]
    strb r12, [r0]
    dsb
    adds r1, #1
    adds r0, #1
    cmp r1, r2
    bne 5b
armv7m_probe_end:
    subs r0, r3
    bx lr
