/* network.c - commands about networks.  There are links (agent/uplink.h), but neither a network in
 * user mode nor VLANs of the host.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "agent/uplink.h"
#include "objects/tree.h"

#if QMP_GROUP_DEVICES

#if QMP_GROUP_OBJECTS

static bool is_link(const struct object *object)
{
    return tree_is_a(object->type, &uplink_type) &&
           (object->parent == &object_peripheral || object->parent == &object_peripheral_anon);
}

/* An object a piece. */
static bool emit_links(struct monitor_run *run)
{
    const struct object *object = tree_object(run->at[0]++);

    if (!object)
        return false;
    if (is_link(object))
        say(run, "%s: index=0,type=nic,model=%s\n", object->name, object->type->name);
    return true;
}

int hmp_info_network(struct monitor_run *run)
{
    run->emit = emit_links;
    return 0;
}

#else

int hmp_info_network(struct monitor_run *run)
{
    (void)run; /* there are no network devices without objects */
    return 0;
}

#endif

int hmp_set_link(struct monitor_run *run)
{
    return monitor_pass_or(run, "Device '%0' not found"); /* no name is that long */
}

#endif

/* ---------------------------------------------------- the network in user mode */

/* With two arguments the first is a backend's name. */
static int fail_without_network(struct monitor_run *run)
{
    if (monitor_has(run, 1))
        return monitor_fail(run, "unrecognized netdev id '%0'");
    return monitor_fail(run, "user mode network stack not in use");
}

int hmp_hostfwd_add(struct monitor_run *run)
{
    return fail_without_network(run);
}

int hmp_hostfwd_remove(struct monitor_run *run)
{
    return fail_without_network(run);
}

/* --------------------------------------------------------- VLANs, until 2018 */

int hmp_host_net_add(struct monitor_run *run)
{
    static const char *const types[] = {"tap", "user", "socket", "vde", "dump"};

    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++)
        if (monitor_is(run, 0, types[i]))
            return monitor_fail(run, "adding host network device %0 failed");
    return monitor_fail(run, "invalid host network device %0");
}

int hmp_host_net_remove(struct monitor_run *run)
{
    (void)json_format_uint(run->where, (uint64_t)monitor_number(run, 0));
    return monitor_fail(run, "unknown VLAN %w");
}

#endif
