/* nmi.c - the NMI's vector on a board one of whose devices raises it.
 *
 * SPDX-License-Identifier: MIT */
#include "nvic.h"
#include "vectors.h"

/* fault_handler() is to find stack and lr as the processor left them.  r3 keeps the stack
 * aligned. */
__attribute__((naked)) void nmi_handler(void)
{
    __asm__ volatile("push {r3, lr}\n\t"
                     "bl nmi_service\n\t"
                     "pop {r3, lr}\n\t"
                     "cmp r0, #0\n\t"
                     "beq fault_handler\n\t"
                     "bx lr");
}
