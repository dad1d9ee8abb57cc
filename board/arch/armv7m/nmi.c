/* nmi.c - the NMI's vector on a board one of whose devices raises it.
 *
 * SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "application.h"
#include "board/config.h"
#include "held.h"
#include "nvic.h"
#include "vectors.h"

bool armv7m_nmi(const struct exception_frame *frame, uint32_t exc_return);

/* False: it is a fault. */
bool armv7m_nmi(const struct exception_frame *frame, uint32_t exc_return)
{
    enum nmi_answer answer = nmi_service();

    (void)frame, (void)exc_return;
#if BOARD_DEBUG
    if (answer == NMI_LET_AGENT_IN && application_is_at(frame, exc_return))
        held_let_agent_in();
#endif
    return answer != NMI_FAULT;
}

/* fault_handler() is to find stack and lr as the processor left them.  r3 keeps the stack
 * aligned. */
__attribute__((naked)) void nmi_handler(void)
{
    __asm__ volatile("tst lr, #4\n\t"
                     "ite eq\n\t"
                     "mrseq r0, msp\n\t"
                     "mrsne r0, psp\n\t"
                     "mov r1, lr\n\t"
                     "push {r3, lr}\n\t"
                     "bl armv7m_nmi\n\t"
                     "pop {r3, lr}\n\t"
                     "cmp r0, #0\n\t"
                     "beq fault_handler\n\t"
                     "bx lr");
}
