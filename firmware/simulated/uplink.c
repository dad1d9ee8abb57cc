/* uplink.c - simulated network devices.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/uplink.h"

#include "qmp/groups.h"

#if QMP_GROUP_OBJECTS

static const struct object_property properties[] = {
    OBJECT_BOOL("link", struct uplink, link, OBJECT_READ_WRITE, "the cable is plugged"),
    {.name = "last",
     .type = "int32",
     .description = "the value sent last",
     .kind = OBJECT_KIND_INT,
     .flags = OBJECT_READABLE,
     OBJECT_VARIABLE(struct uplink, last)},
    OBJECT_COUNTER("sent", 32, struct uplink, sent, "values"),
    OBJECT_COUNTER("failed", 32, struct uplink, failed, "values lost for want of a cable"),
};

static const struct uplink created = {.link = true};
OBJECT_CREATABLE(uplink_type, "uplink", &object_device, properties, created, NULL);

bool uplink_send(const struct object *object, int32_t value)
{
    volatile struct uplink *uplink = object->state;

    if (!uplink->link) {
        uplink->failed++;
        return false;
    }
    uplink->last = value;
    uplink->sent++;
    return true;
}

#endif
