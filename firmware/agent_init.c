/* agent_init.c - prepares the agent: its server, which port is for what, what the board calls.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/agent.h"

#include "app_glue.h"
#include "commands/commands.h"
#include "debug/debug.h"
#include "debug/fault.h"
#include "gate.h"
#include "gdb/gdb.h"
#include "guard/lock.h"
#include "monitor/terminal/terminal.h"
#include "trace/trace.h"
#include "watch.h"
#include "watchdog.h"

static uint64_t host_clock(void *context)
{
    (void)context;
    return board_clock();
}

static bool host_time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context;
    return board_time_of_day(seconds, microseconds);
}

#if QMP_GROUP_LOCK || QMP_GROUP_MONITOR
static bool host_permits(void *context, const struct qmp_command *command)
{
    struct agent *agent = context;

    TRACE(agent, qmp_command, command->name, 0);
#if QMP_GROUP_LOCK
    return agent_permits(agent, command);
#else
    return true;
#endif
}
#endif

static const struct qmp_host host = {
    .clock = host_clock,
    .time_of_day = host_time_of_day,
#if QMP_GROUP_LOCK || QMP_GROUP_MONITOR
    .permits = host_permits,
#endif
};

static void begin_wire(struct agent_wire *wire, struct board_port *port)
{
    wire->port = port;
    wire->overruns = 0;
    wire->input_length = wire->input_used = 0;
}

static bool is_for_qmp(const struct board_port *port)
{
    return port->role == BOARD_PORT_QMP || (QMP_PRETTY && port->role == BOARD_PORT_QMP_PRETTY);
}

static void use_port(struct agent *agent, struct board_port *port)
{
    struct agent_link *link = &agent->links[agent->link_count];

#if AGENT_GDB
    if (port->role == BOARD_PORT_GDB && agent->gdb_wire.port == NULL)
        begin_wire(&agent->gdb_wire, port);
#endif
#if AGENT_TERMINALS_MAX
    if (port->role == BOARD_PORT_MONITOR && agent->terminal_count < AGENT_TERMINALS_MAX) {
        struct agent_terminal *terminal = &agent->terminals[agent->terminal_count++];

        begin_wire(&terminal->wire, port);
        terminal_init(&terminal->monitor, agent);
    }
#endif
    if (!is_for_qmp(port) || agent->link_count == AGENT_SESSIONS_MAX)
        return;
    begin_wire(&link->wire, port);
    qmp_session_init(&link->session, &agent->server);
#if QMP_GROUP_MONITOR
    monitor_init(&link->monitor, agent, MONITOR_QMP, link->line, sizeof link->line);
#endif
#if QMP_PRETTY
    qmp_session_set_pretty(&link->session, port->role == BOARD_PORT_QMP_PRETTY);
#endif
    agent->link_count++;
}

#if AGENT_GDB
void agent_serve_gdb(struct agent *agent, struct board_port *port)
{
    gdb_reset(agent, BOARD_PORT_DETACHED);
    agent->gdb_wire.port = NULL;
    if (port)
        begin_wire(&agent->gdb_wire, port);
}
#endif

void agent_init(struct agent *agent)
{
    agent->app_shutdown = agent->app_powerdown = false;
    agent->ending = agent->yielding = false;
#if QMP_GROUP_MONITOR
    agent->singlestep = false;
    trace_init(agent);
#endif
    agent_console_init(agent);
    agent_input_init(agent);
#if QMP_GROUP_LOCK
    lock_open(&agent->lock);
#endif
    watch_init(agent);
    watchdog_init();
    debug_init(agent);
#if QMP_GROUP_DUMP
    agent->dump = (struct agent_dump){.status = DUMP_NONE};
#endif
    fault_init(agent);
    agent->state = board_boot_paused() ? QMP_RUN_PRELAUNCH : QMP_RUN_RUNNING;
    qmp_server_init(&agent->server, &qmp_schema, agent_handlers, &host, agent_package, agent);
    agent->link_count = 0;
#if AGENT_TERMINALS_MAX
    agent->terminal_count = 0;
#endif
#if AGENT_GDB
    agent->gdb_wire.port = NULL;
    gdb_init(agent);
#endif
    for (size_t i = 0; i < board_port_count; i++)
        use_port(agent, board_ports[i]);
}

#if QMP_GROUP_DEBUG
#define FATAL    fault_of_agent
#define ORIGINAL debug_original
#else
#define FATAL    NULL
#define ORIGINAL NULL
#endif

struct board_hooks agent_hooks(struct agent *agent, void (*application)(void))
{
    agent_bind_application(agent);
    return (struct board_hooks)
    {
        .agent = agent_run, .context = agent, .application = application,
#if BOARD_ISOLATED
        .gate = gate_serve,
#endif
#if BOARD_DEBUG
        .fatal = FATAL, .original = ORIGINAL,
#endif
    };
}
