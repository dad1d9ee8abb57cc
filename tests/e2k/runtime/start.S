/* start.S - first code of a test program: the stack, the thread's block of the C library
 * (its errno), zeroed memory, main, exit.
 *
 * The same object serves qemu-riscv64 and the translated program: it uses nothing that the
 * system or the loader leaves behind.
 *
 * SPDX-License-Identifier: MIT */
    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    la sp, __stack
    la tp, __tls_base
    la t0, __bss_start
    la t1, __bss_end
    bgeu t0, t1, 2f
1:  sd zero, 0(t0)
    addi t0, t0, 8
    bltu t0, t1, 1b
2:  li a0, 0
    li a1, 0
    li s0, 0
    call main
    call exit
    .size _start, . - _start
