/* objects.h - the handlers of QEMU's commands of the object model, for a table of handlers.
 *
 * They need of a program only the objects and types it describes (board/object.h); a server
 * without the rest of the agent links e2kmon::objects for them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_OBJECTS_H
#define AGENT_OBJECTS_H

#include "qmp/server.h"

qmp_handler agent_qom_list, agent_qom_get, agent_qom_set, agent_qom_list_types,
    agent_qom_list_properties, agent_device_list_properties;

#endif
