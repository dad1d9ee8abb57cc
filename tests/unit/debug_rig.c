/* debug_rig.c - an agent with its debugger, and a simulated machine that it debugs.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

#include "commands/commands.h"
#include "debug/fault.h"
#include "watchdog.h"

struct agent debug_agent;
unsigned debug_faults;
struct board_stop debug_fault;

/* -------------------------------------------------- what else the agent is made of */

void fault_take(struct agent *agent, unsigned cpu, const struct board_stop *stop)
{
    debug_faults++;
    debug_fault = *stop;
    agent->debug.last.cpu = (uint8_t)cpu;
    agent->debug.last.has_address = false;
    agent->debug.last.cause = stop->cause;
    debug_stop(agent, QMP_RUN_GUEST_PANICKED, DEBUG_FAULT);
}

void fault_stopped(struct agent *agent)
{
    (void)agent;
}

void fault_restart(struct agent *agent)
{
    (void)agent;
}

int dump_check_none(struct qmp_call *call)
{
    (void)call;
    return 0;
}

void agent_console_restart(struct agent *agent)
{
    (void)agent;
}

void agent_input_restart(struct agent *agent)
{
    (void)agent;
}

void watchdog_reset(void)
{
}

uint64_t board_clock(void)
{
    return 0;
}

void board_app_restart(void)
{
    machine_begin(0, 0);
    machine_cpus[1].begun = false;
}

static uint64_t no_clock(void *context)
{
    (void)context;
    return 0;
}

static bool no_time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context, (void)seconds, (void)microseconds;
    return false;
}

static const struct qmp_host host = {.clock = no_clock, .time_of_day = no_time_of_day};

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_agent_backtrace] = agent_backtrace,
    [QMP_CMD_agent_breakpoint_add] = agent_breakpoint_add,
    [QMP_CMD_agent_breakpoint_del] = agent_breakpoint_del,
    [QMP_CMD_agent_breakpoint_list] = agent_breakpoint_list,
    [QMP_CMD_agent_read_registers] = agent_read_registers,
    [QMP_CMD_agent_step] = agent_step,
    [QMP_CMD_agent_watchpoint_add] = agent_watchpoint_add,
    [QMP_CMD_agent_watchpoint_del] = agent_watchpoint_del,
    [QMP_CMD_agent_watchpoint_list] = agent_watchpoint_list,
    [QMP_CMD_agent_write_registers] = agent_write_registers,
    [QMP_CMD_cont] = agent_cont,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_query_status] = agent_query_status,
    [QMP_CMD_stop] = agent_stop,
    [QMP_CMD_system_reset] = agent_system_reset,
};

/* ------------------------------------------------------------------------- running */

struct rig *debug_start_with(const uint16_t *code, size_t count)
{
    struct rig *rig;

    machine_load(code, count);
    memset(&debug_agent, 0xA5, sizeof debug_agent);
    debug_faults = 0;
    rig = rig_new(&qmp_schema, handlers);
    debug_init(&debug_agent);
    memset(&debug_agent.dump, 0, sizeof debug_agent.dump);
    debug_agent.ending = debug_agent.singlestep = false;
    debug_agent.state = QMP_RUN_PAUSED;
    debug_agent.link_count = 0;
    qmp_server_init(&debug_agent.server, &qmp_schema, handlers, &host, "rig", &debug_agent);
    qmp_session_init(&rig->session, &debug_agent.server);
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    debug_do(rig, "qmp_capabilities", NULL);
    return rig;
}

/* As agent_run() has it. */
static bool agent_lets_run(struct rig *rig)
{
    debug_take_stops(&debug_agent);
    (void)debug_let_run(&debug_agent, debug_agent.state == QMP_RUN_RUNNING);
    rig_settle(rig);
    return debug_agent.state == QMP_RUN_RUNNING && !debug_holds(&debug_agent);
}

void debug_turn(struct rig *rig, unsigned turns)
{
    for (unsigned i = 0; i < turns; i++) {
        if (agent_lets_run(rig))
            machine_execute(0);
        for (unsigned cpu = 1; cpu < MACHINE_CPUS; cpu++)
            if (machine_runs & 1u << cpu)
                machine_execute(cpu);
        if (debug_agent.state != QMP_RUN_RUNNING)
            break;
    }
    (void)agent_lets_run(rig);
}

/* ------------------------------------------------------------------------- talking */

static void send(struct rig *rig, const char *command, const char *arguments)
{
    char text[500];

    snprintf(text, sizeof text, "{\"execute\":\"%s\",\"arguments\":%s}", command,
             arguments ? arguments : "{}");
    rig_send(rig, text);
}

void debug_returns(struct rig *rig, const char *command, const char *arguments, const char *returns)
{
    char text[4000];

    send(rig, command, arguments);
    snprintf(text, sizeof text, "{\"return\": %s}", returns);
    rig_expect(rig, text);
}

void debug_do(struct rig *rig, const char *command, const char *arguments)
{
    debug_returns(rig, command, arguments, "{}");
}

void debug_refuses(struct rig *rig, const char *command, const char *arguments, const char *desc)
{
    char text[600];

    send(rig, command, arguments);
    snprintf(text, sizeof text, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"%s\"}}",
             desc);
    rig_expect(rig, text);
}

void debug_event(struct rig *rig, const char *name, const char *data)
{
    char text[600];

    snprintf(text, sizeof text,
             "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, \"event\": \"%s\"%s%s}",
             name, data ? ", \"data\": " : "", data ? data : "");
    rig_expect(rig, text);
}

void debug_cont(struct rig *rig)
{
    send(rig, "cont", NULL);
    debug_event(rig, "RESUME", NULL);
    rig_expect(rig, "{\"return\": {}}");
    debug_turn(rig, 10000);
}

void debug_stopped_with(struct rig *rig, const char *data)
{
    debug_event(rig, "STOP", NULL);
    debug_event(rig, "AGENT_STOP", data);
    rig_expect_silence(rig);
}

unsigned debug_break_at(struct rig *rig, unsigned address, const char *more)
{
    char arguments[300];
    const char *line;
    unsigned id = 0;

    snprintf(arguments, sizeof arguments, "{\"address\":%u%s}", address, more);
    send(rig, "agent-breakpoint-add", arguments);
    line = rig_line(rig);
    assert_non_null(line);
    if (sscanf(line, "{\"return\": {\"id\": %u}}", &id) != 1)
        fail_msg("%s", line);
    return id;
}

void debug_status(struct rig *rig, const char *status)
{
    char text[200];

    snprintf(text, sizeof text, "{\"status\": \"%s\", \"singlestep\": false, \"running\": %s}",
             status, strcmp(status, "running") == 0 ? "true" : "false");
    debug_returns(rig, "query-status", NULL, text);
}
