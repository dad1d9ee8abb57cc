/* start.S - the ways in and the way out: RISC-V code that rv2e2k makes e2k code of.
 *
 * There are no CSRs, and a trap ends the machine, so there is nothing to set up but stacks.
 *
 * SPDX-License-Identifier: MIT */

    .section .start, "ax"
    .globl board_start
board_start:
    la sp, __agent_stack_top
    li ra, 0
    li s0, 0
    tail image_start

    .text

/* _Noreturn void arch_enter_application(void) */
    .globl arch_enter_application
arch_enter_application:
    la sp, __app_stack_top
    li ra, 0
    li s0, 0
    tail application_main

/* _Noreturn void e2k_power_off(unsigned status)
 * The second argument tells this trap from all others: "poweroff", the first character in
 * the lowest byte (tools/e2k/isa/image.h). */
    .globl e2k_power_off
e2k_power_off:
    li a1, 0x66666f7265776f70
    ebreak
    j e2k_power_off
