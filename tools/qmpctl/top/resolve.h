/* resolve.h - what an operand of `qmpctl top` stands for.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_RESOLVE_H
#define QMPCTL_TOP_RESOLVE_H

#include <stdbool.h>

#include "qmpc/json.h"
#include "top/watched.h"

/* "hub.fan" into the two, both allocated; false: it has no property, or there is no memory. */
bool resolve_split(const char *operand, char **object, char **property);

/* LIST is what qom-list returned for OBJECT.  Adds PROPERTY, also if it is not there (asking for it
 * will say so); NULL: all of them but links, objects and `type`. */
void resolve_add(struct watched *watched, const char *object, const char *property,
                 struct qmpc_json list);

#endif
