/* main.c - a host process that carries the agent: prints the name of a terminal and
 * serves QMP on it, to one client after another.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/agent.h"
#include "agent/app.h"

/* The work of the process: here none but to end when it is asked to. */
static void work(void)
{
    for (;;) {
        if (agent_powerdown_requested())
            agent_shutdown();
        board_app_wait(board_clock() + 100000);
    }
}

static struct agent agent;
static struct board_hooks hooks;

int main(void)
{
    board_init();
    agent_init(&agent);
    hooks = agent_hooks(&agent, work);
    board_run(&hooks);
}
