/* link.c - set_link: the cables of simulated network devices (agent/uplink.h).
 *
 * SPDX-License-Identifier: MIT */
#include "agent/uplink.h"
#include "commands.h"
#include "objects/tree.h"

#if QMP_GROUP_DEVICES

enum { NAME, UP }; /* arguments of set_link */

#if QMP_GROUP_OBJECTS

static bool plug(struct json_span name, bool up)
{
    const struct object *device = tree_find_child(&object_peripheral, name);

    if (device == NULL || !tree_is_a(device->type, &uplink_type))
        return false;
    ((volatile struct uplink *)device->state)->link = up;
    return true;
}

#else

static bool plug(struct json_span name, bool up)
{
    (void)name, (void)up; /* there are no network devices without objects */
    return false;
}

#endif

int agent_set_link(struct qmp_call *call)
{
    call->error_text = qmp_string(call, NAME);
    if (plug(qmp_string(call, NAME), qmp_bool(call, UP)))
        return 0;
    return qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Device '%t' not found");
}

#endif
