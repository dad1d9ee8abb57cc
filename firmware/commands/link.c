/* link.c - set_link: the cables of simulated network devices (agent/uplink.h).
 *
 * SPDX-License-Identifier: MIT */
#include "agent/uplink.h"
#include "commands.h"
#include "objects/tree.h"
#include "qmp/memory.h"

#if QMP_GROUP_DEVICES

enum { NAME, UP }; /* arguments of set_link */

#if QMP_GROUP_OBJECTS

static bool is_named(const struct object *object, struct json_span name)
{
    return text_length(object->name) == name.length &&
           memcmp(object->name, name.text, name.length) == 0;
}

static const struct object *find_uplink(struct json_span name)
{
    const struct object *device;

    for (size_t i = 0; (device = tree_child(&object_peripheral, i)) != NULL; i++)
        if (tree_is_a(device->type, &uplink_type) && is_named(device, name))
            return device;
    return NULL;
}

static bool plug(struct json_span name, bool up)
{
    const struct object *device = find_uplink(name);

    if (device == NULL)
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
