/* app_glue.c - the application's side of the agent (agent/app.h).
 *
 * The application and its interrupts call these; they only set flags the agent
 * looks at, and write to consoles.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/app.h"

#include "agent/agent.h"
#include "app_glue.h"
#include "qmp/memory.h"

/* An application shares the board with one agent. */
static struct agent *the_agent;

void agent_bind_application(struct agent *agent)
{
    the_agent = agent;
}

/* A write may take a part though there is room. */
static void write_console(struct board_port *port, const char *text)
{
    size_t left = text_length(text), taken;

    do {
        taken = port->ops->write(port, text, left);
        text += taken;
        left -= taken;
    } while (left && taken);
}

void agent_console(const char *text)
{
    for (size_t i = 0; i < board_port_count; i++)
        if (board_ports[i]->role == BOARD_PORT_CONSOLE)
            write_console(board_ports[i], text);
}

bool agent_powerdown_requested(void)
{
    bool requested = the_agent->app_powerdown;

    if (requested)
        the_agent->app_powerdown = false;
    return requested;
}

void agent_shutdown(void)
{
    the_agent->app_shutdown = true;
    board_request_agent();
}
