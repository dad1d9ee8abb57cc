/* device.c - device_add and device_del.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/options.h"
#include "monitor/commands/types.h"
#include "monitor/grammar/values.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "objects/tree.h"

static int add(struct monitor_run *run, const struct monitor_options *options,
               const struct json_span *driver)
{
    static const char *const own[] = {"driver", "id", "bus", NULL};
    const struct object_type *type = driver ? tree_find_type(*driver) : NULL;

    request_begin(run);
    request_options(run, options, type, own);
    return monitor_try(run, QMP_CMD_device_add) == 0
               ? 0
               : values_fail(run, "Parameter '%w' expects integer");
}

int hmp_device_add(struct monitor_run *run)
{
    struct monitor_options options;
    const struct json_span *driver;

    if (options_take(run, 0, "driver", &options) < 0)
        return -1;
    driver = options_find(&options, options_name("driver"));
    if (driver && options_is_help(*driver))
        return types_list(run, true);
    if (driver && options.help)
        return types_help(run, *driver);
    return add(run, &options, driver);
}

_Static_assert(AGENT_PATH_MAX + 16 < AGENT_MONITOR_REQUEST, "a request has room for a path");

int hmp_device_del(struct monitor_run *run)
{
    return monitor_pass_or(run, "Device '%0' not found"); /* no path is that long */
}

#endif
