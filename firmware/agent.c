/* agent.c - carries bytes between ports and those they are for, and decides who may run.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/agent.h"

#include "commands/commands.h"
#include "commands/devices.h"
#include "commands/dump.h"
#include "debug/debug.h"
#include "debug/fault.h"
#include "gdb/gdb.h"
#include "monitor/terminal/terminal.h"
#include "trace/samples.h"
#include "trace/trace.h"
#include "watch.h"

/* -------------------------------------------------------------------- links */

/* What a wire is for.  The functions are constants where carry() is inlined, so that each kind
 * costs what it would alone. */
struct use {
    size_t (*input)(void *who, const char *bytes, size_t size);
    bool (*run)(void *who);
    size_t (*output)(void *who, const char **bytes);
    void (*sent)(void *who, size_t size);
};

/* Returns those of the port's events with which all begins anew: a host that left takes its
 * requests and replies with it. */
static inline unsigned look_at_port(struct agent *agent, struct agent_wire *wire)
{
    unsigned events = wire->port->ops->events ? wire->port->ops->events(wire->port) : 0;

    if (events)
        TRACE(agent, port_event, wire->port->name, events);
    if (events & BOARD_PORT_OVERRUN)
        wire->overruns++;
    events &= BOARD_PORT_BREAK | BOARD_PORT_ATTACHED | BOARD_PORT_DETACHED;
    if (events)
        wire->input_length = wire->input_used = 0;
    return events;
}

static inline bool receive(struct agent *agent, struct agent_wire *wire, const struct use *use,
                           void *who)
{
    size_t n;

    if (wire->input_used == wire->input_length) {
        wire->input_used = 0;
        wire->input_length =
            (uint16_t)wire->port->ops->read(wire->port, wire->input, sizeof wire->input);
        if (wire->input_length > 0)
            TRACE(agent, port_read, wire->port->name, wire->input_length);
    }
    n = use->input(who, wire->input + wire->input_used,
                   (size_t)wire->input_length - wire->input_used);
    wire->input_used += (uint16_t)n;
    return n > 0;
}

static inline bool transmit(struct agent *agent, struct agent_wire *wire, const struct use *use,
                            void *who)
{
    const char *bytes;
    size_t size = use->output(who, &bytes), n;

    if (size == 0)
        return false;
    n = wire->port->ops->write(wire->port, bytes, size);
    use->sent(who, n);
    if (n > 0)
        TRACE(agent, port_write, wire->port->name, n);
    return n > 0;
}

/* One round: some input, the work it makes until the output is full, the output. */
static inline bool carry(struct agent *agent, struct agent_wire *wire, const struct use *use,
                         void *who)
{
    bool busy = receive(agent, wire, use, who);

    while (use->run(who))
        busy = true;
    busy |= transmit(agent, wire, use, who);
    return busy;
}

static inline size_t session_input(void *session, const char *bytes, size_t size)
{
    return qmp_session_input(session, bytes, size);
}

static inline bool session_run(void *session)
{
    return qmp_session_run(session);
}

static inline size_t session_output(void *session, const char **bytes)
{
    return qmp_session_output(session, bytes);
}

static inline void session_sent(void *session, size_t size)
{
    qmp_session_sent(session, size);
}

static bool work(struct agent *agent, struct agent_link *link)
{
    static const struct use use = {session_input, session_run, session_output, session_sent};
    unsigned events = look_at_port(agent, &link->wire);
    bool busy;

    if (events) {
        qmp_session_reset(&link->session, !(events & BOARD_PORT_BREAK));
#if QMP_GROUP_MONITOR
        monitor_reset(&link->monitor);
#endif
    }
    busy = carry(agent, &link->wire, &use, &link->session);
#if QMP_EXTENSIONS
    busy |= link->session.paused;
#endif
    return busy;
}

#if AGENT_TERMINALS_MAX
static bool work_for_terminal(struct agent *agent, struct agent_terminal *terminal)
{
    static const struct use use = {terminal_input, terminal_run, terminal_output, terminal_sent};

    unsigned events = look_at_port(agent, &terminal->wire);

    if (events)
        terminal_reset(&terminal->monitor, !(events & BOARD_PORT_BREAK));
    return carry(agent, &terminal->wire, &use, &terminal->monitor) || terminal->monitor.paused;
}
#endif

#if AGENT_GDB

#define GDB_READS 32

static bool work_for_gdb(struct agent *agent)
{
    static const struct use use = {gdb_input, gdb_run, gdb_output, gdb_sent};
    unsigned events;

    if (agent->gdb_wire.port == NULL)
        return false;
    events = look_at_port(agent, &agent->gdb_wire);
    if (events)
        gdb_reset(agent, events);
    /* A packet is larger than what is read at a time. */
    for (unsigned i = 0; i < GDB_READS && gdb_is_reading(agent); i++)
        if (!carry(agent, &agent->gdb_wire, &use, agent))
            break;
    return carry(agent, &agent->gdb_wire, &use, agent) || agent->gdb.working;
}
#endif

/* ---------------------------------------------------------------------- end */

static bool all_sent(const struct agent *agent)
{
    for (unsigned i = 0; i < agent->link_count; i++) {
        struct board_port *port = agent->links[i].wire.port;

        if (!qmp_session_idle(&agent->links[i].session) || !port->ops->drained(port))
            return false;
    }
#if AGENT_TERMINALS_MAX
    for (unsigned i = 0; i < agent->terminal_count; i++) {
        struct board_port *port = agent->terminals[i].wire.port;

        if (!terminal_is_idle(&agent->terminals[i].monitor) || !port->ops->drained(port))
            return false;
    }
#endif
#if AGENT_GDB
    if (agent->gdb_wire.port != NULL)
        return gdb_is_idle(agent) && agent->gdb_wire.port->ops->drained(agent->gdb_wire.port);
#endif
    return true;
}

/* Holds a last line back from nobody, but does not wait for ever for a host that
 * does not read. */
static void end_when_sent(struct agent *agent)
{
    if ((all_sent(agent) && trace_is_written(agent)) || board_clock() >= agent->resume_at)
        board_power_off();
}

/* --------------------------------------------------------------------- loop */

/* True while the application is not to run, whatever a debugger wants. */
static bool stopped(const struct agent *agent)
{
    return agent->state != QMP_RUN_RUNNING || fault_holds(agent);
}

/* True while the application must not run. */
static bool holds(const struct agent *agent)
{
    return stopped(agent) || debug_holds(agent);
}

static bool work_all(struct agent *agent)
{
    bool busy = false;

    if (agent->app_shutdown)
        agent_end_for_application(agent);
    agent_console_receive(agent);
    busy |= dump_work(agent);
    for (unsigned i = 0; i < agent->link_count; i++)
        busy |= work(agent, &agent->links[i]);
#if AGENT_TERMINALS_MAX
    for (unsigned i = 0; i < agent->terminal_count; i++)
        busy |= work_for_terminal(agent, &agent->terminals[i]);
#endif
#if AGENT_GDB
    busy |= work_for_gdb(agent);
#endif
    return busy;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Does what is due by itself.  Returns the clock at which there is more of it. */
static uint64_t tick(struct agent *agent, bool fresh)
{
    uint64_t when = agent_input_tick(agent);

    when = earlier(when, devices_tick(agent));
    when = earlier(when, watch_tick(agent));
    when = earlier(when, fault_tick(agent));
    when = earlier(when, trace_tick(agent));
    when = earlier(when, samples_tick(agent, fresh, holds(agent)));
    return earlier(when, qmp_event_tick(&agent->server));
}

static void set_alarm(struct agent *agent, uint64_t when)
{
    /* An agent that yields takes no notice of an alarm before it resumes. */
    if (agent->yielding || (agent->ending && agent->resume_at < when))
        when = agent->resume_at;
    board_alarm(when);
}

/* True when the agent has worked for a slice since *BEGUN (0: begins now), and the
 * application is to have its turn.  Not asked after the first round, as the clock may
 * be slow to read and most requests need no other. */
static bool out_of_time(struct agent *agent, uint64_t *begun)
{
    uint64_t now = board_clock();

    if (*begun == 0)
        *begun = now;
    if (now - *begun < AGENT_SLICE)
        return false;
    agent->yielding = true;
    agent->resume_at = now + AGENT_YIELD;
    return true;
}

void agent_run(void *context)
{
    struct agent *agent = context;
    uint64_t begun = 0;

    (void)debug_take_stops(agent);
    (void)debug_let_run(agent, !stopped(agent));
    if (agent->yielding && !holds(agent) && board_clock() < agent->resume_at)
        return;
    agent->yielding = false;
    TRACE(agent, agent_enter, NULL, 0);
    for (unsigned round = 1;; round++) {
        uint64_t when = tick(agent, round == 1);
        bool busy = work_all(agent);

        if (agent->ending)
            end_when_sent(agent);
        busy |= debug_take_stops(agent); /* its events are still to be sent */
        busy |= debug_let_run(agent, !stopped(agent));
        if (!busy) {
            set_alarm(agent, when);
            if (!holds(agent)) {
                TRACE(agent, agent_leave, NULL, 0);
                return;
            }
            board_wait();
        } else if (holds(agent)) {
            /* Where there are no interrupts, nobody else looks at the ports meanwhile. */
            if (QMP_EXTENSIONS && !board_info.interrupts)
                board_wait();
        } else if (round > 1 && out_of_time(agent, &begun)) {
            set_alarm(agent, when);
            TRACE(agent, agent_leave, NULL, 0);
            return;
        }
    }
}
