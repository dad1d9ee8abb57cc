/* unconfigured.c - commands for what no board has that are almost commands of QMP: removable media,
 * screens.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_UNCONFIGURED

#include "qmp/memory.h"

/* Whether string argument NUMBER is one of the COUNT VALUES of an enum. */
static bool is_one_of(const struct monitor_run *run, unsigned number, const char *const *values,
                      unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (monitor_is(run, number, values[i]))
            return true;
    return false;
}

/* -------------------------------------------------------------------- media */

enum { CHANGE_DEVICE, CHANGE_FORCE, CHANGE_TARGET, CHANGE_ARGUMENT, CHANGE_MODE };

static int change_password(struct monitor_run *run)
{
    if (monitor_has(run, CHANGE_MODE))
        return monitor_fail(run, "Parameter 'read-only-mode' is invalid for VNC");
    if (!monitor_is(run, CHANGE_TARGET, "passwd") && !monitor_is(run, CHANGE_TARGET, "password"))
        return monitor_fail(run, "Expected 'password' after 'vnc'");
    if (!monitor_has(run, CHANGE_ARGUMENT))
        return monitor_fail(run, "terminal does not support password prompting");
    request_begin(run);
    request_json(run, "protocol", "\"vnc\"");
    request_text(run, "password", monitor_string(run, CHANGE_ARGUMENT));
    return monitor_execute(run, QMP_CMD_set_password);
}

int hmp_change(struct monitor_run *run)
{
    static const char *const modes[] = {"retain", "read-only", "read-write"};

    if (monitor_is(run, CHANGE_DEVICE, "vnc"))
        return change_password(run);
    if (monitor_has(run, CHANGE_MODE) && !is_one_of(run, CHANGE_MODE, modes, 3))
        return monitor_error(run, "invalid parameter value: %4");
    request_begin(run);
    request_text(run, "id", monitor_string(run, CHANGE_DEVICE));
    return monitor_execute(run, QMP_CMD_blockdev_remove_medium);
}

/* ------------------------------------------------------------------- screens */

int hmp_screendump(struct monitor_run *run)
{
    enum { FILENAME, FORMAT };
    static const char *const formats[] = {"ppm", "png"};

    if (monitor_has(run, FORMAT) && !is_one_of(run, FORMAT, formats, 2))
        return monitor_error(run, "invalid parameter value: %1");
    return monitor_pass(run);
}

#endif
