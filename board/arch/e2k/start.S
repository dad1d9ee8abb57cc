/* start.S - the ways in and the way out: RISC-V code that rv2e2k makes e2k code of.
 *
 * There are no CSRs, and a trap ends the machine, so there is nothing to set up but stacks.
 *
 * SPDX-License-Identifier: MIT */

#include "frame.h"

    .section .start, "ax"
    .globl board_start
board_start:
    la sp, __agent_stack_top
    li ra, 0
    li s0, 0
    tail image_start

    .text

/* _Noreturn void arch_enter_application(void): application_main(), with the registers that
 * enter_begin() says. */
    .globl arch_enter_application
arch_enter_application:
    la sp, __app_stack_top
    call enter_begin
    .irp n, 1,2,3,4,5,6,7,8,9,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,10
    ld x\n, FRAME_X(\n)(a0)
    .endr
    j application_main

/* _Noreturn void e2k_power_off(unsigned status)
 * The second argument tells this trap from all others: "poweroff", the first character in
 * the lowest byte (tools/e2k/isa/image.h). */
    .globl e2k_power_off
e2k_power_off:
    li a1, 0x66666f7265776f70
    ebreak
    j e2k_power_off
