/* run.c - stopping, resuming, restarting and ending.
 *
 * Events are sent by the handlers, so they precede the return, as in QEMU.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "watchdog.h"

/* What the watchdog does too.  Where there is none, a function nobody else calls is smaller. */
#if QMP_GROUP_DEVICES
#define SHARED
#else
#define SHARED static
#endif

static bool emit_status(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;

    json_write_begin(w, NULL, '{');
    json_write_string(w, "status", qmp_type_RunState.values[agent->state]);
    json_write_bool(w, "singlestep", false);
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
        qmp_event_send(&agent->server, QMP_EVENT_STOP, NULL);
    }
}

int agent_stop(struct qmp_call *call)
{
    agent_stop_in(call->context, QMP_RUN_PAUSED);
    return 0;
}

int agent_cont(struct qmp_call *call)
{
    struct agent *agent = call->context;

    if (agent->state != QMP_RUN_RUNNING && agent->state != QMP_RUN_SHUTDOWN) {
        agent->state = QMP_RUN_RUNNING;
        qmp_event_send(&agent->server, QMP_EVENT_RESUME, NULL);
    }
    return 0;
}

static void send_cause(struct agent *agent, unsigned event, bool guest,
                       enum qmp_shutdown_cause cause)
{
    const uint64_t data[] = {guest, (uintptr_t)qmp_type_ShutdownCause.values[cause]};

    qmp_event_send(&agent->server, event, data);
}

SHARED void agent_restart(struct agent *agent, bool guest, enum qmp_shutdown_cause cause)
{
    watchdog_reset();
    board_app_restart();
    agent_console_restart(agent);
    agent_input_restart(agent);
    agent->app_powerdown = false;
    /* A machine that did not run is as if never started; that is QEMU's rule. */
    if (agent->state == QMP_RUN_PAUSED || agent->state == QMP_RUN_WATCHDOG)
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

static void end(struct agent *agent, bool guest, enum qmp_shutdown_cause cause)
{
    if (agent->ending)
        return;
    agent->state = QMP_RUN_SHUTDOWN;
    agent->ending = true;
    agent->resume_at = board_clock() + AGENT_END_WAIT;
    send_cause(agent, QMP_EVENT_SHUTDOWN, guest, cause);
}

int agent_quit(struct qmp_call *call)
{
    end(call->context, false, QMP_CAUSE_QUIT);
    return 0;
}

void agent_end_for_application(struct agent *agent)
{
    end(agent, true, QMP_CAUSE_GUEST_SHUTDOWN);
}
