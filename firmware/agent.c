/* agent.c - carries bytes between ports and sessions, and decides who may run.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/agent.h"

#include "app_glue.h"
#include "commands/commands.h"
#include "commands/devices.h"
#include "guard/lock.h"
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

#if QMP_GROUP_LOCK
static bool host_permits(void *context, const struct qmp_command *command)
{
    return agent_permits(context, command);
}
#endif

static const struct qmp_host host = {
    .clock = host_clock,
    .time_of_day = host_time_of_day,
#if QMP_GROUP_LOCK
    .permits = host_permits,
#endif
};

void agent_init(struct agent *agent)
{
    agent->app_shutdown = agent->app_powerdown = false;
    agent->ending = agent->yielding = false;
    agent_console_init(agent);
    agent_input_init(agent);
#if QMP_GROUP_LOCK
    lock_open(&agent->lock);
#endif
    watch_init(agent);
    watchdog_init();
    agent->state = board_boot_paused() ? QMP_RUN_PRELAUNCH : QMP_RUN_RUNNING;
    qmp_server_init(&agent->server, &qmp_schema, agent_handlers, &host, agent_package, agent);
    agent->link_count = 0;
    for (size_t i = 0; i < board_port_count; i++) {
        struct agent_link *link = &agent->links[agent->link_count];

        if (board_ports[i]->role != BOARD_PORT_QMP || agent->link_count == AGENT_SESSIONS_MAX)
            continue;
        link->port = board_ports[i];
        link->overruns = 0;
        link->input_length = link->input_used = 0;
        qmp_session_init(&link->session, &agent->server);
        agent->link_count++;
    }
}

struct board_hooks agent_hooks(struct agent *agent, void (*application)(void))
{
    agent_bind_application(agent);
    return (struct board_hooks){.agent = agent_run, .context = agent, .application = application};
}

/* -------------------------------------------------------------------- links */

static void look_at_port(struct agent_link *link)
{
    unsigned events = link->port->ops->events ? link->port->ops->events(link->port) : 0;

    if (events & BOARD_PORT_OVERRUN)
        link->overruns++;
    /* A host that left takes its requests and replies with it. */
    if (events & (BOARD_PORT_BREAK | BOARD_PORT_ATTACHED | BOARD_PORT_DETACHED)) {
        link->input_length = link->input_used = 0;
        qmp_session_reset(&link->session, !(events & BOARD_PORT_BREAK));
    }
}

static bool receive(struct agent_link *link)
{
    size_t n;

    if (link->input_used == link->input_length) {
        link->input_used = 0;
        link->input_length =
            (uint16_t)link->port->ops->read(link->port, link->input, sizeof link->input);
    }
    n = qmp_session_input(&link->session, link->input + link->input_used,
                          (size_t)link->input_length - link->input_used);
    link->input_used += (uint16_t)n;
    return n > 0;
}

static bool transmit(struct agent_link *link)
{
    const char *bytes;
    size_t size = qmp_session_output(&link->session, &bytes), n;

    if (size == 0)
        return false;
    n = link->port->ops->write(link->port, bytes, size);
    qmp_session_sent(&link->session, n);
    return n > 0;
}

/* One round: some input, the work it makes until the output is full, the output. */
static bool work(struct agent_link *link)
{
    bool busy;

    look_at_port(link);
    busy = receive(link);
    while (qmp_session_run(&link->session))
        busy = true;
#if QMP_EXTENSIONS
    busy |= link->session.paused;
#endif
    busy |= transmit(link);
    return busy;
}

/* ---------------------------------------------------------------------- end */

static bool all_sent(const struct agent *agent)
{
    for (unsigned i = 0; i < agent->link_count; i++) {
        struct board_port *port = agent->links[i].port;

        if (!qmp_session_idle(&agent->links[i].session) || !port->ops->drained(port))
            return false;
    }
    return true;
}

/* Holds a last line back from nobody, but does not wait for ever for a host that
 * does not read. */
static void end_when_sent(struct agent *agent)
{
    if (all_sent(agent) || board_clock() >= agent->resume_at)
        board_power_off();
}

/* --------------------------------------------------------------------- loop */

/* True while the application must not run. */
static bool holds(const struct agent *agent)
{
    return agent->state != QMP_RUN_RUNNING;
}

static bool work_all(struct agent *agent)
{
    bool busy = false;

    if (agent->app_shutdown)
        agent_end_for_application(agent);
    agent_console_receive(agent);
    for (unsigned i = 0; i < agent->link_count; i++)
        busy |= work(&agent->links[i]);
    return busy;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Does what is due by itself.  Returns the clock at which there is more of it. */
static uint64_t tick(struct agent *agent)
{
    uint64_t when = agent_input_tick(agent);

    when = earlier(when, devices_tick(agent));
    when = earlier(when, watch_tick(agent));
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

    if (agent->yielding && !holds(agent) && board_clock() < agent->resume_at)
        return;
    agent->yielding = false;
    for (unsigned round = 1;; round++) {
        uint64_t when = tick(agent);
        bool busy = work_all(agent);

        if (agent->ending)
            end_when_sent(agent);
        if (!busy) {
            set_alarm(agent, when);
            if (!holds(agent))
                return;
            board_wait();
        } else if (!holds(agent) && round > 1 && out_of_time(agent, &begun)) {
            set_alarm(agent, when);
            return;
        }
    }
}
