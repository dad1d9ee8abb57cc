/* probe.S - a copy that survives the fault of one of its accesses.
 *
 * SPDX-License-Identifier: MIT */

    .text

/* size_t arch_probe_copy(void *to, const void *from, size_t size)
 * A trap taken between riscv_probe_begin and riscv_probe_end continues at
 * riscv_probe_end, which counts what was copied until then. */
    .globl arch_probe_copy, riscv_probe_begin, riscv_probe_end
arch_probe_copy:
    mv a3, a0
    add a2, a1, a2
    beq a1, a2, riscv_probe_end
riscv_probe_begin:
    lbu a4, 0(a1)
    sb a4, 0(a0)
    addi a1, a1, 1
    addi a0, a0, 1
    bne a1, a2, riscv_probe_begin
riscv_probe_end:
    sub a0, a0, a3
    ret
