/* tree.h - the objects and types of the image, and the paths to them.
 *
 * Context: agent.  Nothing is kept; every function is linear in the number of objects (the
 * partial paths: times the depth of the tree).
 *
 * SPDX-License-Identifier: MIT */
#ifndef OBJECTS_TREE_H
#define OBJECTS_TREE_H

#include "agent/config.h"
#include "board/config.h"
#include "board/object.h"
#include "qmp/reader.h"

/* The Nth object or type, in no particular order; NULL: there are fewer. */
const struct object *tree_object(size_t n);
const struct object_type *tree_type(size_t n);

/* The type called NAME (canonical text), or NULL. */
const struct object_type *tree_find_type(struct json_span name);

/* Whether TYPE is ANCESTOR or descends from it. */
bool tree_is_a(const struct object_type *type, const struct object_type *ancestor);

/* The Nth property of TYPE, its ancestors' before its own; NULL: there are fewer. */
const struct object_property *tree_property(const struct object_type *type, size_t n);

/* The property of TYPE called NAME, or NULL. */
const struct object_property *tree_find_property(const struct object_type *type,
                                                 struct json_span name);

/* The Nth child of PARENT; NULL: it has fewer. */
const struct object *tree_child(const struct object *parent, size_t n);

/* The property that PROPERTY of *OBJECT stands for: itself, or of an alias the other's, and
 * *OBJECT is then the other. */
const struct object_property *tree_alias(const struct object **object,
                                         const struct object_property *property);

/* The child of PARENT called NAME, or NULL. */
const struct object *tree_find_child(const struct object *parent, struct json_span name);

/* The object at PATH (canonical text): from the root if it begins with '/', else wherever it
 * leads from one object only.  Links are followed.  NULL when there is none, or *AMBIGUOUS. */
const struct object *tree_resolve(struct json_span path, bool *ambiguous);

/* Writes the path of OBJECT from the root, ended by a NUL; PATH has AGENT_PATH_MAX + 1 bytes.
 * Returns false when it is longer. */
bool tree_path(const struct object *object, char *path);

/* OBJECT, which an application has written down, if it is one of the tree, else NULL.  Where the
 * application is not isolated it could do worse than lie, and is believed. */
#if BOARD_ISOLATED
const struct object *tree_believe(const struct object *object);
#else
static inline const struct object *tree_believe(const struct object *object)
{
    return object;
}
#endif

/* The object that OBJECT's property PROPERTY, a link, leads to, or NULL. */
const struct object *tree_link(const struct object *object, const struct object_property *property);

/* Another object with a link to TARGET, or NULL.  Worst case: all properties of all objects. */
const struct object *tree_linked(const struct object *target);

#endif
