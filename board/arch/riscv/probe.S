/* probe.S - copies that survive the fault of one of their accesses.
 *
 * SPDX-License-Identifier: MIT */

    .text

/* size_t arch_probe_copy(void *to, const void *from, size_t size)
 * size_t arch_probe_words(void *to, const void *from, size_t size)
 * size_t arch_probe_one(void *to, const void *from, size_t width)
 * A trap taken between riscv_probe_begin and riscv_probe_end continues at
 * riscv_probe_end, which counts what was copied until then: a0 - a3. */
    .globl arch_probe_copy, arch_probe_words, arch_probe_one, riscv_probe_begin, riscv_probe_end
riscv_probe_begin:

arch_probe_words:
    mv a3, a0
    andi a7, a2, -32
    add a7, a1, a7 /* so far in strides of 32 bytes */
    add a2, a1, a2
    beq a1, a7, 2f
1:  ld a4, 0(a1)
    ld a5, 8(a1)
    ld a6, 16(a1)
    ld t0, 24(a1)
    sd a4, 0(a0)
    sd a5, 8(a0)
    sd a6, 16(a0)
    sd t0, 24(a0)
    addi a1, a1, 32
    addi a0, a0, 32
    bne a1, a7, 1b
2:  beq a1, a2, riscv_probe_end
    ld a4, 0(a1)
    sd a4, 0(a0)
    addi a1, a1, 8
    addi a0, a0, 8
    j 2b

arch_probe_one:
    mv a3, a0
    li a4, 2
    blt a2, a4, 3f
    beq a2, a4, 4f
    li a4, 4
    beq a2, a4, 5f
    ld a4, 0(a1)
    sd a4, 0(a0)
    j 6f
5:  lw a4, 0(a1)
    sw a4, 0(a0)
    j 6f
4:  lh a4, 0(a1)
    sh a4, 0(a0)
    j 6f
3:  lb a4, 0(a1)
    sb a4, 0(a0)
6:  add a0, a0, a2
    j riscv_probe_end

arch_probe_copy:
    mv a3, a0
    add a2, a1, a2
    beq a1, a2, riscv_probe_end
7:  lbu a4, 0(a1)
    sb a4, 0(a0)
    addi a1, a1, 1
    addi a0, a0, 1
    bne a1, a2, 7b
riscv_probe_end:
    sub a0, a0, a3
    ret
