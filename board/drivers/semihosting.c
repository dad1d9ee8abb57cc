/* semihosting.c - asking whoever emulates or debugs the processor for something.
 * Sources: Semihosting for AArch32 and AArch64, "The semihosting interface" and "SYS_EXIT";
 * RISC-V Semihosting, "Semihosting Trap Instruction Sequence".
 *
 * semihosting_call is the address of the one instruction that traps when nobody listens: the
 * processor's handler of faults skips it, and the operation's number comes back as the result.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/semihosting.h"

#include "board/config.h"
#include "core/arch.h"

#define UNUSED __attribute__((unused)) /* but by the assembler */

#if defined(__riscv)

/* The three instructions must not be compressed, and must lie in one page. */
__attribute__((naked, aligned(16))) long semihosting_request(UNUSED long operation,
                                                             UNUSED uintptr_t parameter)
{
    __asm__ volatile(".option push\n\t"
                     ".option norvc\n\t"
                     "slli x0, x0, 0x1f\n\t"
                     ".globl semihosting_call\n"
                     "semihosting_call:\n\t"
                     "ebreak\n\t"
                     "srai x0, x0, 7\n\t"
                     "ret\n\t"
                     ".option pop");
}

#elif BOARD_FILES

__attribute__((naked)) long semihosting_request(UNUSED long operation, UNUSED uintptr_t parameter)
{
    __asm__ volatile(".globl semihosting_call\n"
                     "semihosting_call:\n\t"
                     "bkpt 0xab\n\t"
                     "bx lr");
}

/* SYS_EXIT, ADP_Stopped_ApplicationExit. */
_Noreturn void semihosting_exit(void)
{
    semihosting_request(0x18, 0x20026);
    irq_disable();
    for (;;)
        __asm__ volatile("wfi");
}

#else

__attribute__((naked)) _Noreturn void semihosting_exit(void)
{
    __asm__ volatile("mov r0, #0x18\n\t"
                     "ldr r1, =0x20026\n\t"
                     ".globl semihosting_call\n"
                     "semihosting_call:\n\t"
                     "bkpt 0xab\n\t"
                     "cpsid i\n"
                     "1:\n\t"
                     "wfi\n\t"
                     "b 1b\n\t"
                     ".ltorg");
}

#endif
