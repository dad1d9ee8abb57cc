/* gdb_port.c - gdbserver: whether, and on which port, gdb is served.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "gdb/gdb.h"
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

#if AGENT_GDB

/* The port for gdb that the argument names; the first one without an argument. */
static struct board_port *find_port(const struct monitor_run *run)
{
    for (size_t i = 0; i < board_port_count; i++)
        if (board_ports[i]->role == BOARD_PORT_GDB &&
            (!monitor_has(run, 0) || monitor_is(run, 0, board_ports[i]->name)))
            return board_ports[i];
    return NULL;
}

static int change(struct monitor_run *run, struct board_port *port)
{
    /* It would cut the line that its answer is to take. */
    if (run->reader == MONITOR_GDB)
        return monitor_error(run, "gdb cannot choose its own port");
    agent_serve_gdb(run->agent, port);
    if (!port)
        return monitor_print(run, "Disabled gdbserver");
    run->quoted = (struct json_span){port->name, text_length(port->name)};
    return monitor_print(run, "Waiting for gdb connection on device '%t'");
}

#else

static struct board_port *find_port(const struct monitor_run *run)
{
    (void)run;
    return NULL;
}

static int change(struct monitor_run *run, struct board_port *port)
{
    (void)port;
    return monitor_print(run, "Disabled gdbserver");
}

#endif

int hmp_gdbserver(struct monitor_run *run)
{
    struct board_port *port = find_port(run);

    if (monitor_has(run, 0) && monitor_is(run, 0, "none"))
        return change(run, NULL);
    if (port)
        return change(run, port);
    return monitor_fail(run, monitor_has(run, 0)
                                 ? "Could not open gdbserver on device '%0'"
                                 : "Could not open gdbserver on device 'tcp::1234'");
}

#endif
