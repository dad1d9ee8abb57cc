/* main.c - the ready image: the agent and the sample application.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/agent.h"
#include "hub.h"

static struct agent agent;
static struct board_hooks hooks;

int main(void)
{
    board_init();
    agent_init(&agent);
    hooks = agent_hooks(&agent, hub_main);
    board_run(&hooks);
}
