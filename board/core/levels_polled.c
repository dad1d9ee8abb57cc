/* levels_polled.c - the agent level of a board without interrupts: the application calls it.
 *
 * The agent runs on the stack of whoever polls.
 *
 * SPDX-License-Identifier: MIT */
#include "core/levels.h"

#include "board/board.h"
#include "core/arch.h"
#include "core/deadlines.h"
#include "core/fault.h"
#include "core/image.h"
#include "core/service.h"

struct fault_record board_fault;

static const struct board_hooks *hooks;
static bool requested; /* the agent was asked for since it last looked */
static bool active;    /* the agent hook runs */
static bool restart;   /* the application is to start afresh */

void board_request_agent(void)
{
    requested = true;
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
        hooks->agent(hooks->context);
    } while (requested);
    active = false;
    again = restart;
    restart = false;
    return again;
}

_Noreturn void board_run(const struct board_hooks *board_hooks)
{
    hooks = board_hooks;
    levels_run_agent();
    arch_enter_application();
}

void board_app_restart(void)
{
    image_init_application();
    restart = true;
}

static void look(void)
{
    board_service_ports();
    deadlines_service();
}

void board_wait(void)
{
    look();
    requested = false;
}

void board_poll(void)
{
    if (active)
        return;
    look();
    if (requested && levels_run_agent())
        arch_enter_application();
}

_Noreturn void application_main(void)
{
    hooks->application();
    application_idle();
}

_Noreturn void application_idle(void)
{
    for (;;)
        board_poll();
}
