/* pool.h - objects that a host creates: a bounded number, of a bounded size.
 *
 * There is one pool, as there is one tree.  An object that is deleted keeps its bytes until its
 * place is given to another, which the places take in turn: a reply under way that still
 * tells of it reads what was there.
 *
 * Context: agent.  Worst case: linear in AGENT_OBJECTS_MAX.
 *
 * SPDX-License-Identifier: MIT */
#ifndef OBJECTS_POOL_H
#define OBJECTS_POOL_H

#include "agent/config.h"
#include "board/object.h"
#include "qmp/reader.h"

/* The Nth object of the pool; NULL: there are fewer. */
const struct object *pool_object(size_t n);

/* Makes an object of TYPE, whose state_size is at most AGENT_OBJECT_STATE, called NAME (at most
 * AGENT_OBJECT_NAME bytes), below PARENT.  NULL: all AGENT_OBJECTS_MAX places are taken. */
const struct object *pool_create(const struct object_type *type, const struct object *parent,
                                 struct json_span name);

/* True when OBJECT is of the pool. */
bool pool_owns(const struct object *object);

/* Takes OBJECT, which is of the pool, out of the tree. */
void pool_delete(const struct object *object);

#endif
