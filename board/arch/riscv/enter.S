/* enter.S - the first entry into the application.
 *
 * SPDX-License-Identifier: MIT */

    .text

/* _Noreturn void riscv_enter_application(unsigned long scratch, unsigned long status)
 * Leaves the current stack for good: SCRATCH goes to mscratch, STATUS sets bits of mstatus. */
    .globl riscv_enter_application
riscv_enter_application:
    csrw mscratch, a0
    la sp, __app_stack_top
    li ra, 0
    li s0, 0
    csrs mstatus, a1
    tail application_main
