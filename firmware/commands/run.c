/* run.c - stopping, resuming, restarting and ending.
 *
 * Events are sent by the handlers, so they precede the return, as in QEMU.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "dump.h"
#include "debug/debug.h"
#include "debug/fault.h"
#include "trace/trace.h"
#include "watchdog.h"

/* What the watchdog or a fault does too.  Where there is neither, a function nobody else calls is
 * smaller. */
#if QMP_GROUP_DEVICES || QMP_GROUP_DEBUG
#define SHARED
#else
#define SHARED static
#endif
/* What a step does too. */
#if QMP_GROUP_DEBUG
#define SHARED_DEBUG
#else
#define SHARED_DEBUG static
#endif

static bool emit_status(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;

    json_write_begin(w, NULL, '{');
    json_write_string(w, "status", qmp_type_RunState.values[agent->state]);
#if QMP_GROUP_MONITOR
    json_write_bool(w, "singlestep", agent->singlestep);
#else
    json_write_bool(w, "singlestep", false);
#endif
    json_write_bool(w, "running", agent->state == QMP_RUN_RUNNING);
    json_write_end(w, '}');
    return false;
}

int agent_query_status(struct qmp_call *call)
{
    call->stream->emit = emit_status;
    return 0;
}

SHARED void agent_stop_in(struct agent *agent, enum qmp_run_state state)
{
    if (agent->state == QMP_RUN_RUNNING) {
        agent->state = state;
        fault_stopped(agent);
        debug_stopped(agent);
        qmp_event_send(&agent->server, QMP_EVENT_STOP, NULL);
    }
}

int agent_stop(struct qmp_call *call)
{
    if (dump_check_none(call) < 0)
        return -1;
    agent_stop_in(call->context, QMP_RUN_PAUSED);
    return 0;
}

SHARED_DEBUG void agent_go_on(struct agent *agent)
{
    agent->state = QMP_RUN_RUNNING;
    qmp_event_send(&agent->server, QMP_EVENT_RESUME, NULL);
}

int agent_cont(struct qmp_call *call)
{
    struct agent *agent = call->context;

    if (dump_check_none(call) < 0)
        return -1;
#if QMP_GROUP_DEBUG
    if (agent->state == QMP_RUN_SHUTDOWN && !agent->ending)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Resetting the Virtual Machine is required");
#endif
    if (agent->state != QMP_RUN_RUNNING && agent->state != QMP_RUN_SHUTDOWN)
        agent_go_on(agent);
    return 0;
}

static void send_cause(struct agent *agent, unsigned event, bool guest,
                       enum qmp_shutdown_cause cause)
{
    const uint64_t data[] = {guest, (uintptr_t)qmp_type_ShutdownCause.values[cause]};

    qmp_event_send(&agent->server, event, data);
}

static void end(struct agent *agent, bool guest, enum qmp_shutdown_cause cause)
{
    if (agent->ending)
        return;
    agent->state = QMP_RUN_SHUTDOWN;
    agent->ending = true;
    agent->resume_at = board_clock() + AGENT_END_WAIT;
    send_cause(agent, QMP_EVENT_SHUTDOWN, guest, cause);
}

#if QMP_GROUP_DEBUG

void agent_shut_down(struct agent *agent, bool guest, enum qmp_shutdown_cause cause)
{
    if (!agent->debug.shutdown_pauses) {
        end(agent, guest, cause);
    } else if (!agent->ending) {
        send_cause(agent, QMP_EVENT_SHUTDOWN, guest, cause);
        agent_stop_in(agent, QMP_RUN_SHUTDOWN);
    }
}

/* True when set-action makes an end of what would be a restart. */
static bool ends_instead(struct agent *agent, bool guest, enum qmp_shutdown_cause cause)
{
    if (agent->debug.reboot_ends)
        agent_shut_down(agent, guest, cause);
    return agent->debug.reboot_ends;
}

#else
#define ends_instead(agent, guest, cause) false
#endif

/* True of one that a restart makes as if never started, which is QEMU's rule. */
static bool is_stopped(const struct agent *agent)
{
#if QMP_GROUP_DEVICES || QMP_GROUP_DEBUG
    return agent->state != QMP_RUN_RUNNING && !agent->ending;
#else
    return agent->state == QMP_RUN_PAUSED;
#endif
}

SHARED void agent_restart(struct agent *agent, bool guest, enum qmp_shutdown_cause cause)
{
    fault_restart(agent);
    if (ends_instead(agent, guest, cause))
        return;
    watchdog_reset();
    debug_restart(agent);
    board_app_restart();
    TRACE(agent, app_restart, NULL, 0);
    agent_console_restart(agent);
    agent_input_restart(agent);
    agent->app_powerdown = false;
    if (is_stopped(agent))
        agent->state = QMP_RUN_PRELAUNCH;
    send_cause(agent, QMP_EVENT_RESET, guest, cause);
}

int agent_system_reset(struct qmp_call *call)
{
    agent_restart(call->context, false, QMP_CAUSE_RESET);
    return 0;
}

SHARED void agent_ask_to_shut_down(struct agent *agent)
{
    agent->app_powerdown = true;
    qmp_event_send(&agent->server, QMP_EVENT_POWERDOWN, NULL);
}

int agent_system_powerdown(struct qmp_call *call)
{
    agent_ask_to_shut_down(call->context);
    return 0;
}

int agent_quit(struct qmp_call *call)
{
    end(call->context, false, QMP_CAUSE_QUIT);
    return 0;
}

void agent_end_for_application(struct agent *agent)
{
#if QMP_GROUP_DEBUG
    agent->app_shutdown = false;
    agent_shut_down(agent, true, QMP_CAUSE_GUEST_SHUTDOWN);
#else
    end(agent, true, QMP_CAUSE_GUEST_SHUTDOWN);
#endif
}

#if QMP_GROUP_DEVICES
void agent_end_for_watchdog(struct agent *agent)
{
    end(agent, true, QMP_CAUSE_GUEST_SHUTDOWN);
}
#endif
