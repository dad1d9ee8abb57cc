/* objects.h - what commands about properties share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_OBJECTS_H
#define COMMANDS_OBJECTS_H

#include "board/object.h"
#include "qmp/server.h"

/* The property that the first two arguments, a path and a name, lead to, for which ACCESS
 * (OBJECT_READABLE or OBJECT_WRITABLE) is allowed, and its *OBJECT; of an alias the other's.
 * NULL after qmp_fail(). */
const struct object_property *agent_find_property(struct qmp_call *call, unsigned access,
                                                  const struct object **object);

#endif
