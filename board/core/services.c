/* services.c - notices from drivers to the agent.
 *
 * SPDX-License-Identifier: MIT */
#include "core/services.h"

#include "board/board.h"
#include "board/config.h"
#include "core/arch.h"
#include "core/registers.h"

/* Of a board that defines none of its own. */
#if BOARD_TRAPS && BOARD_WIDE_ACCESS
__attribute__((weak)) const struct board_services board_services = {.registers = &core_registers};
#else
__attribute__((weak)) const struct board_services board_services = {.balloon = NULL};
#endif

static volatile unsigned raised;

void services_notify(unsigned notices)
{
    unsigned long irq = irq_save();

    raised |= notices;
    irq_restore(irq);
    board_request_agent();
}

unsigned services_raised(void)
{
    return raised;
}

unsigned board_take_notices(void)
{
    unsigned long irq = irq_save();
    unsigned notices = raised;

    raised = 0;
    irq_restore(irq);
    return notices;
}
