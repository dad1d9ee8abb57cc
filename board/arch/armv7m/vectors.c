/* vectors.c - vector table and reset of a Cortex-M3 or M4.
 *
 * SPDX-License-Identifier: MIT */
#include "vectors.h"

#include <stdint.h>

#include "core/arch.h"
#include "core/image.h"
#include "nvic.h"

union vector {
    void *stack;
    void (*handler)(void);
};

/* An application's SVCall or SysTick handler is not provided for: fault_handler parks it.  An
 * isolated application has SVCall for its gate.
 * SysTick and the NMI are the board's where one of its drivers uses them. */
__attribute__((section(".vectors"), used)) const union vector armv7m_vectors[16 + NVIC_LINES] = {
    {.stack = __agent_stack_top},
    {.handler = board_start},
    [2] = {.handler = NVIC_NMI ? nmi_handler : fault_handler},
    [3 ... 10] = {.handler = fault_handler},
    [11] = {.handler = BOARD_ISOLATED ? svcall_handler : fault_handler},
    [12 ... 13] = {.handler = fault_handler},
    [14] = {.handler = pendsv_handler},
    [15] = {.handler = NVIC_SYSTICK ? systick_handler : fault_handler},
    [16 ... 15 + NVIC_LINES] = {.handler = nvic_dispatch},
};

/* Interrupts stay masked until arch_run(). */
void board_start(void)
{
    irq_disable();
    image_start();
}
