/* action.c - what a host wants to happen when the application restarts, ends or cannot go on.
 * What QEMU 7.2 does was measured with it; softmmu/runstate.c of its source says it too.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "debug/fault.h"
#include "watchdog.h"

#if QMP_GROUP_DEBUG

enum { REBOOT, SHUTDOWN, PANIC, WATCHDOG }; /* arguments of set-action */

#if QMP_GROUP_DEVICES
static int check_watchdog(struct qmp_call *call)
{
    (void)call;
    return 0;
}

static void set_watchdog(struct qmp_call *call)
{
    unsigned action = qmp_enum(call, WATCHDOG, &qmp_type_WatchdogAction, watchdog_action());

    watchdog_set_action((enum qmp_watchdog_action)action);
}
#else
static int check_watchdog(struct qmp_call *call)
{
    if (!qmp_has(call, WATCHDOG))
        return 0;
    return qmp_fail(call, QMP_GENERIC_ERROR, "There is no watchdog for parameter 'watchdog'");
}

static void set_watchdog(struct qmp_call *call)
{
    (void)call;
}
#endif

int agent_set_action(struct qmp_call *call)
{
    struct agent_debug *debug = &((struct agent *)call->context)->debug;

    if (check_watchdog(call) < 0)
        return -1;
    debug->reboot_ends = qmp_enum(call, REBOOT, &qmp_type_RebootAction, debug->reboot_ends);
    debug->shutdown_pauses =
        qmp_enum(call, SHUTDOWN, &qmp_type_ShutdownAction, debug->shutdown_pauses);
    debug->panic_action =
        (uint8_t)qmp_enum(call, PANIC, &qmp_type_PanicAction, debug->panic_action);
    set_watchdog(call);
    return 0;
}

int agent_inject_nmi(struct qmp_call *call)
{
    if (fault_inject_nmi(call->context))
        return 0;
    return qmp_fail(call, QMP_GENERIC_ERROR, "this feature or command is not currently supported");
}

#endif
