/* devices.c - commands for particular devices, and what these tell by themselves.
 *
 * SPDX-License-Identifier: MIT */
#include "devices.h"

#include "board/services.h"
#include "commands.h"
#include "debug/fault.h"
#include "objects/tree.h"
#include "qmp/memory.h"
#include "watchdog.h"

#if QMP_GROUP_DEVICES

/* -------------------------------------------------------------------- balloon */

static int check_balloon(struct qmp_call *call)
{
    if (board_services.balloon != NULL && board_services.balloon->is_active())
        return 0;
    return qmp_fail(call, QMP_DEVICE_NOT_ACTIVE, "No balloon device has been activated");
}

int agent_balloon(struct qmp_call *call)
{
    int64_t value = qmp_int(call, 0);

    if (check_balloon(call) < 0)
        return -1;
    if (value <= 0) /* QEMU's text, which has another name for the argument */
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'target' expects a size");
    board_services.balloon->set_target((uint64_t)value);
    return 0;
}

static bool emit_balloon(struct qmp_stream *stream, struct json_writer *w)
{
    (void)stream;
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "actual", board_services.balloon->actual());
    json_write_end(w, '}');
    return false;
}

int agent_query_balloon(struct qmp_call *call)
{
    call->stream->emit = emit_balloon;
    return check_balloon(call);
}

static void tell_balloon(struct agent *agent)
{
    const uint64_t data[] = {board_services.balloon->actual()};

    qmp_event_send(&agent->server, QMP_EVENT_BALLOON_CHANGE, data);
}

/* ---------------------------------------------------------------------- clock */

static void tell_rtc(struct agent *agent)
{
    char path[AGENT_PATH_MAX + 1];
    const uint64_t data[] = {(uint64_t)board_services.rtc->offset(), 0};

    if (!tree_path(board_services.rtc->object, path))
        path[0] = '\0'; /* no board hangs its clock that deep */
    qmp_event_send_text(&agent->server, QMP_EVENT_RTC_CHANGE, data, path, text_length(path) + 1);
}

/* ------------------------------------------------------------------- watchdog */

int agent_watchdog_set_action(struct qmp_call *call)
{
    watchdog_set_action((enum qmp_watchdog_action)qmp_enum(call, 0, &qmp_type_WatchdogAction, 0));
    return 0;
}

static void bark(struct agent *agent)
{
    enum qmp_watchdog_action action = watchdog_action();
    const uint64_t data[] = {(uintptr_t)qmp_type_WatchdogAction.values[action]};

    qmp_event_send(&agent->server, QMP_EVENT_WATCHDOG, data);
    switch (action) {
    case QMP_WATCHDOG_RESET:
        agent_restart(agent, true, QMP_CAUSE_GUEST_RESET);
        break;
    case QMP_WATCHDOG_SHUTDOWN:
        agent_ask_to_shut_down(agent);
        break;
    case QMP_WATCHDOG_POWEROFF:
        agent_end_for_watchdog(agent);
        break;
    case QMP_WATCHDOG_PAUSE:
        fault_stop_for_watchdog(agent);
        break;
    case QMP_WATCHDOG_INJECT_NMI:
        (void)fault_inject_nmi(agent);
        break;
    default:
        break;
    }
}

/* ----------------------------------------------------------------------- tick */

uint64_t devices_tick(struct agent *agent)
{
    unsigned notices = board_take_notices();
    bool expired;
    uint64_t next;

    if (notices & BOARD_NOTICE_BALLOON)
        tell_balloon(agent);
    if (notices & BOARD_NOTICE_RTC)
        tell_rtc(agent);
    next = watchdog_tick(agent->state == QMP_RUN_RUNNING, &expired);
    if (notices & BOARD_NOTICE_WATCHDOG)
        expired |= watchdog_expire();
    if (expired)
        bark(agent);
    return next;
}

#endif
