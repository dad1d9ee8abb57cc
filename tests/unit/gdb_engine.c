/* gdb_engine.c - an engine and a board for the server of gdb's protocol.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb_engine.h"

#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "debug/debug.h"

struct gdb_engine rig;

static void require(bool condition)
{
    if (!condition)
        abort();
}

const char debug_no_safepoint[] = "only at safepoints";
const char debug_runs[] = "it runs";

/* --------------------------------------------------------------------- board */

static size_t inside(uintptr_t address, size_t size)
{
    size_t left;

    if (address < RIG_BASE || address - RIG_BASE >= RIG_SIZE)
        return 0;
    left = RIG_SIZE - (address - RIG_BASE);
    return size < left ? size : left;
}

static const struct board_region regions[] = {
    {"flash", 0, 0x800, false},
    {"ram", RIG_BASE, RIG_SIZE, true},
};
const struct board_info board_info = {
    .name = "rig", .target = "riscv64", .regions = regions, .region_count = 2};

static const struct board_register registers[] = {
    {"a", 8, true}, {"b", 8, true}, {"sp", 8, true}, {"pc", 8, true}, {"sys", 4, false},
};
const struct board_debug board_debug = {
    .registers = registers,
    .register_count = 5,
    .general_count = 4,
    .pc = 3,
    .sp = 2,
    .architecture = "riscv:rv64",
    .feature = "org.gnu.gdb.riscv.cpu",
    .system_feature = "org.e2kmon.system",
};

unsigned board_cpu_count(void)
{
    return rig.cpus;
}

/* The engine holds them all. */
bool board_cpu_runs(unsigned cpu)
{
    (void)cpu;
    return false;
}

void debug_run_only(struct agent_debug *debug, uint32_t cpus)
{
    (void)debug, (void)cpus;
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    *value = rig.registers[cpu][number];
    return rig.known;
}

bool board_register_write(unsigned cpu, unsigned number, uint64_t value)
{
    rig.registers[cpu][number] = value;
    return rig.known;
}

unsigned board_next_pc(unsigned cpu, uintptr_t next[BOARD_NEXT_MAX])
{
    next[0] = (uintptr_t)rig.registers[cpu][3] + 4;
    return 1;
}

void board_code_written(uintptr_t address, size_t size)
{
    require(size > 0 && inside(address, size) == size);
}

/* -------------------------------------------------------------------- engine */

size_t debug_memory_read(struct agent *agent, uintptr_t address, void *buffer, size_t size)
{
    size_t count = inside(address, size);

    (void)agent;
    if (count > 0)
        memcpy(buffer, rig.memory + (address - RIG_BASE), count);
    return count;
}

size_t debug_memory_write(struct agent *agent, uintptr_t address, const void *buffer, size_t size)
{
    size_t count = inside(address, size);

    (void)agent;
    if (count > 0)
        memcpy(rig.memory + (address - RIG_BASE), buffer, count);
    return count;
}

void debug_stop(struct agent *agent, enum qmp_run_state state, enum debug_reason reason)
{
    if (agent->state != QMP_RUN_RUNNING)
        return;
    agent->state = state;
    agent->debug.last.number++;
    agent->debug.last.reason = (uint8_t)reason;
    rig.counts.stops++;
}

void gdb_engine_stop(enum debug_reason reason, unsigned cpu, uint32_t id)
{
    rig.agent.debug.last.cpu = (uint8_t)cpu;
    rig.agent.debug.last.id = id;
    debug_stop(&rig.agent, QMP_RUN_DEBUG, reason);
}

const char *debug_breakpoint_add(struct agent *agent, const struct debug_breakpoint *wanted,
                                 unsigned *id)
{
    if (rig.refusal)
        return rig.refusal;
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++) {
        struct debug_breakpoint *it = &agent->debug.breakpoints[i];

        if (it->owner == DEBUG_NOBODY) {
            *it = *wanted;
            *id = it->id = ++rig.ids;
            return NULL;
        }
    }
    return "too many";
}

const char *debug_watchpoint_add(struct agent *agent, const struct debug_watchpoint *wanted,
                                 unsigned *id)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++) {
        struct debug_watchpoint *it = &agent->debug.watchpoints[i];

        if (it->owner == DEBUG_NOBODY) {
            *it = *wanted;
            *id = it->id = ++rig.ids;
            return NULL;
        }
    }
    return "too many";
}

bool debug_breakpoint_del(struct agent *agent, unsigned id)
{
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++)
        if (agent->debug.breakpoints[i].owner && agent->debug.breakpoints[i].id == id) {
            agent->debug.breakpoints[i].owner = DEBUG_NOBODY;
            return true;
        }
    return false;
}

bool debug_watchpoint_del(struct agent *agent, unsigned id)
{
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++)
        if (agent->debug.watchpoints[i].owner && agent->debug.watchpoints[i].id == id) {
            agent->debug.watchpoints[i].owner = DEBUG_NOBODY;
            return true;
        }
    return false;
}

void debug_forget(struct agent *agent, enum debug_owner owner)
{
    rig.counts.forgets++;
    for (unsigned i = 0; i < AGENT_BREAKPOINTS_MAX; i++)
        if (agent->debug.breakpoints[i].owner == owner)
            agent->debug.breakpoints[i].owner = DEBUG_NOBODY;
    for (unsigned i = 0; i < AGENT_WATCHPOINTS_MAX; i++)
        if (agent->debug.watchpoints[i].owner == owner)
            agent->debug.watchpoints[i].owner = DEBUG_NOBODY;
}

const char *debug_step_begin(struct agent *agent, unsigned cpu, uint32_t count, bool over)
{
    require(count == 1 && !over && cpu < rig.cpus);
    if (rig.refusal)
        return rig.refusal;
    if (agent->state == QMP_RUN_RUNNING)
        return debug_runs;
    rig.counts.steps++;
    rig.step_cpu = cpu;
    agent->state = QMP_RUN_RUNNING;
    return NULL;
}

/* ------------------------------------------------------------------ commands */

int agent_stop(struct qmp_call *call)
{
    struct agent *agent = call->context;

    if (agent->state == QMP_RUN_RUNNING)
        agent->state = QMP_RUN_PAUSED;
    return 0;
}

int agent_cont(struct qmp_call *call)
{
    struct agent *agent = call->context;

    if (rig.refusal)
        return qmp_fail(call, QMP_GENERIC_ERROR, rig.refusal);
    rig.counts.conts++;
    if (agent->state != QMP_RUN_SHUTDOWN)
        agent->state = QMP_RUN_RUNNING;
    return 0;
}

int agent_system_reset(struct qmp_call *call)
{
    (void)call;
    rig.counts.resets++;
    return 0;
}

int agent_quit(struct qmp_call *call)
{
    ((struct agent *)call->context)->state = QMP_RUN_SHUTDOWN;
    rig.counts.quits++;
    return 0;
}

/* What `monitor` calls as the server does. */
static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_cont] = agent_cont,
    [QMP_CMD_quit] = agent_quit,
    [QMP_CMD_stop] = agent_stop,
    [QMP_CMD_system_reset] = agent_system_reset,
};
static const struct qmp_host host = {.clock = NULL};

void gdb_engine_begin(void)
{
    memset(&rig, 0, sizeof rig);
    rig.cpus = 1;
    rig.known = true;
    rig.agent.state = QMP_RUN_RUNNING;
    for (unsigned i = 0; i < RIG_SIZE; i++)
        rig.memory[i] = (uint8_t)(i * 31 + i / 256);
    qmp_server_init(&rig.agent.server, &qmp_schema, handlers, &host, "rig", &rig.agent);
    gdb_init(&rig.agent);
}
