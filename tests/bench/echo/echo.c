/* echo.c - sends back what comes, on each QMP port: the floor under every round trip.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

#define MAX_PORTS 8

/* Bytes read and not yet taken by the port's write. */
static struct {
    uint8_t bytes[512];
    size_t start, end;
} held[MAX_PORTS];

static void echo(struct board_port *port, unsigned number)
{
    if (port->ops->events != NULL)
        port->ops->events(port);
    for (;;) {
        size_t left = held[number].end - held[number].start;

        if (left == 0) {
            held[number].start = 0;
            left = port->ops->read(port, held[number].bytes, sizeof held[number].bytes);
            held[number].end = left;
        }
        if (left == 0)
            return;
        held[number].start += port->ops->write(port, held[number].bytes + held[number].start, left);
        if (held[number].start != held[number].end)
            return; /* the board asks again when there is room */
    }
}

static void agent(void *context)
{
    (void)context;
    for (unsigned i = 0; i < board_port_count && i < MAX_PORTS; i++)
        if (board_ports[i]->role == BOARD_PORT_QMP)
            echo(board_ports[i], i);
}

static void application(void)
{
    for (;;)
        board_app_wait(UINT64_MAX);
}

int main(void)
{
    static const struct board_hooks hooks = {.agent = agent, .application = application};

    board_init();
    board_run(&hooks);
}
