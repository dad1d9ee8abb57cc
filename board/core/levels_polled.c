/* levels_polled.c - the agent level of a board without interrupts: the application calls it.
 *
 * The agent runs on the stack of whoever polls; where there are traps, in one.
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
#if BOARD_TRAPS
    arch_run();
#else
    levels_run_agent();
    arch_enter_application();
#endif
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

#if BOARD_TRAPS || ARCH_POLLS
void levels_look(void)
{
    look();
}
#endif

#if BOARD_TRAPS

/* Ports are looked at in the trap, too: a debugger that steps through the application must not
 * stop in the middle of that. */
void board_poll(void)
{
    if (!active)
        arch_poll();
}

#elif !ARCH_POLLS

void board_poll(void)
{
    if (active)
        return;
    look();
    if (requested && levels_run_agent())
        arch_enter_application();
}

#endif

#if BOARD_DEBUG
const struct board_hooks *levels_hooks(void)
{
    return hooks;
}
#endif

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
