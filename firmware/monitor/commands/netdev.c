/* netdev.c - netdev_add and netdev_del: there are no network backends.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/options.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_UNCONFIGURED

static void request_known(struct monitor_run *run, const char *name, const struct json_span *value)
{
    if (value)
        request_text(run, name, *value);
}

int hmp_netdev_add(struct monitor_run *run)
{
    struct monitor_options options;
    const struct json_span *type;

    if (options_take(run, 0, "type", &options) < 0)
        return -1;
    type = options_find(&options, options_name("type"));
    if (type && options_is_help(*type))
        return monitor_print(run, "Available netdev backend types:");
    request_begin(run);
    request_known(run, "id", options_find(&options, options_name("id")));
    request_known(run, "type", type);
    if (type && run->request_full) { /* none is so long */
        run->quoted = *type;
        return monitor_error(run, "Parameter 'type' does not accept value '%r'");
    }
    return monitor_execute(run, QMP_CMD_netdev_add);
}

int hmp_netdev_del(struct monitor_run *run)
{
    return monitor_pass_or(run, "Device '%0' not found");
}

#endif
