/* uplink.h - a simulated network device: the application sends values, a host pulls the cable.
 *
 * Type `uplink` of the object model; a host can create more with device_add.  set_link and the
 * property `link` plug and unplug the cable.
 *
 *     static struct uplink lan = {.link = true};
 *     OBJECT_INSTANCE(lan_object, &object_peripheral, "lan", &uplink_type, &lan);
 *
 * Context: the function is for the application, one of its contexts at a time for an uplink;
 * the agent may interrupt it anywhere.  Nothing waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_UPLINK_H
#define AGENT_UPLINK_H

#include "board/object.h"

/* Yours to provide; `link` as it is at first, the rest zero.  Private from then on. */
struct uplink {
    bool link;             /* the cable is plugged */
    int32_t last;          /* value sent */
    uint32_t sent, failed; /* values */
};

extern const struct object_type uplink_type;

/* Sends VALUE.  Returns false when it is lost because the cable is unplugged. */
bool uplink_send(const struct object *uplink, int32_t value);

#endif
