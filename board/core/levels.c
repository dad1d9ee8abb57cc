/* levels.c - entering, leaving and waiting in the agent level, with interrupts.
 *
 * SPDX-License-Identifier: MIT */
#include "core/levels.h"

#include "board/board.h"
#include "core/arch.h"
#include "core/fault.h"
#include "core/image.h"

struct fault_record board_fault;

static const struct board_hooks *hooks;
static volatile bool requested; /* the agent was asked for since it last looked */
static volatile bool active;    /* the agent hook runs */
static volatile bool restart;   /* the application is to start afresh */

_Noreturn void board_run(const struct board_hooks *board_hooks)
{
    hooks = board_hooks;
    requested = true;
    arch_run();
}

void board_request_agent(void)
{
    requested = true;
    if (!active)
        arch_pend_agent();
}

bool levels_agent_active(void)
{
    return active;
}

bool levels_agent_wanted(void)
{
    return requested && !active;
}

bool levels_run_agent(void)
{
    bool again;

    active = true;
    do {
        requested = false;
        irq_enable();
        hooks->agent(hooks->context);
        irq_disable();
    } while (requested);
    active = false;
    again = restart;
    restart = false;
    return again;
}

void board_app_restart(void)
{
    image_init_application();
#if ARCH_RESTARTS_AT_ONCE
    arch_restart_application();
#else
    restart = true;
#endif
}

void board_wait(void)
{
    irq_disable();
    while (!requested) {
        irq_wait();
        irq_enable(); /* the handler that asks for the agent runs here */
        irq_disable();
    }
    requested = false;
    irq_enable();
}

void board_poll(void)
{
}

#if BOARD_DEBUG
const struct board_hooks *levels_hooks(void)
{
    return hooks;
}
#endif

#if !BOARD_ISOLATED /* else core/gate_calls.c */

_Noreturn void application_main(void)
{
    hooks->application();
    application_idle();
}

_Noreturn void application_idle(void)
{
    for (;;)
        board_app_wait(UINT64_MAX);
}

#endif
