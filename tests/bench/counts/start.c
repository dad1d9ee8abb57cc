/* start.c - what the images that count have in common: how they start, and print.
 *
 * SPDX-License-Identifier: MIT */
#include "start.h"

#include <string.h>

struct agent agent;

void print(const char *text)
{
    size_t size = strlen(text);

    while (size) {
        size_t n = board_ports[0]->ops->write(board_ports[0], text, size);

        text += n;
        size -= n;
    }
}

static void no_agent(void *context)
{
    (void)context;
}

int main(void)
{
    static const struct board_hooks hooks = {.agent = no_agent, .application = measure};

    board_init();
    agent_init(&agent);
    board_run(&hooks);
}
