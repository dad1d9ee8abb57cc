/* fault_rig.c - an agent whose application faults when a test says so.
 *
 * SPDX-License-Identifier: MIT */
#include "fault_rig.h"

#include "commands/commands.h"
#include "commands/dump.h"
#include "debug/debug.h"
#include "watchdog.h"

struct agent fault_agent;
uint64_t fault_now;
unsigned fault_restarts;
enum debug_reason fault_reason;
uint64_t fault_values[FAULT_REGISTERS];

/* -------------------------------------------------------------------- the board */

static const struct board_register registers[FAULT_REGISTERS] = {{.name = "a", .size = 4},
                                                                 {.name = "b", .size = 4},
                                                                 {.name = "c", .size = 8},
                                                                 {.name = "pc", .size = 8}};
const struct board_debug board_debug = {.registers = registers,
                                        .register_count = FAULT_REGISTERS,
                                        .general_count = FAULT_REGISTERS,
                                        .pc = FAULT_PC,
                                        .nmi = true};

uint64_t board_clock(void)
{
    return fault_now;
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    (void)cpu;
    if (number == FAULT_UNKNOWN)
        return false;
    *value = fault_values[number];
    return true;
}

/* Address 1 is not memory. */
size_t board_memory_read(uintptr_t address, void *buffer, size_t size)
{
    if (address == 1)
        return 0;
    memcpy(buffer, (const void *)address, size);
    return size;
}

void board_request_agent(void)
{
}

void board_app_restart(void)
{
    fault_restarts++;
}

/* -------------------------------------------------------------------- the agent */

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

static enum qmp_watchdog_action watchdog;

void watchdog_set_action(enum qmp_watchdog_action action)
{
    watchdog = action;
}

enum qmp_watchdog_action watchdog_action(void)
{
    return watchdog;
}

void debug_stop(struct agent *agent, enum qmp_run_state state, enum debug_reason reason)
{
    fault_reason = reason;
    agent_stop_in(agent, state);
}

void debug_stopped(struct agent *agent)
{
    (void)agent;
}

void debug_restart(struct agent *agent)
{
    (void)agent;
}

int dump_check_none(struct qmp_call *call)
{
    (void)call;
    return 0;
}

static uint64_t host_clock(void *context)
{
    (void)context;
    return fault_now;
}

static bool no_time_of_day(void *context, int64_t *seconds, int32_t *microseconds)
{
    (void)context, (void)seconds, (void)microseconds;
    return false;
}

static const struct qmp_host host = {.clock = host_clock, .time_of_day = no_time_of_day};

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_agent_last_crash] = agent_last_crash, [QMP_CMD_cont] = agent_cont,
    [QMP_CMD_inject_nmi] = agent_inject_nmi,       [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_query_status] = agent_query_status,   [QMP_CMD_quit] = agent_quit,
    [QMP_CMD_set_action] = agent_set_action,       [QMP_CMD_stop] = agent_stop,
    [QMP_CMD_system_reset] = agent_system_reset,
};

/* -------------------------------------------------------------------- the tests */

struct rig *fault_start(void)
{
    struct rig *rig;

    memset(&fault_agent, 0, sizeof fault_agent);
    fault_now = 5000000;
    fault_restarts = 0;
    watchdog = QMP_WATCHDOG_RESET;
    crash_clear();
    rig = rig_new(&qmp_schema, handlers);
    fault_agent.state = QMP_RUN_RUNNING;
    fault_init(&fault_agent);
    qmp_server_init(&fault_agent.server, &qmp_schema, handlers, &host, "rig", &fault_agent);
    qmp_session_init(&rig->session, &fault_agent.server);
    fault_values[FAULT_PC] = 0x1234;
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"return\": {}}");
    return rig;
}

void fault_do(struct rig *rig, const char *command, const char *arguments)
{
    char text[300];

    snprintf(text, sizeof text, "{\"execute\":\"%s\",\"arguments\":%s}", command, arguments);
    rig_send(rig, text);
}

void fault_expect_line(struct rig *rig, const char *text)
{
    const char *line;

    rig_settle(rig);
    line = rig_line(rig);
    assert_non_null(line);
    assert_string_equal(line, text);
}

void fault_expect_event(struct rig *rig, const char *name, const char *data)
{
    char text[600];

    snprintf(text, sizeof text,
             "{\"timestamp\": {\"seconds\": -1, \"microseconds\": -1}, \"event\": \"%s\"%s%s}",
             name, data != NULL ? ", \"data\": " : "", data != NULL ? data : "");
    fault_expect_line(rig, text);
}
