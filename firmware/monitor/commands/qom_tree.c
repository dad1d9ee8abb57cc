/* qom_tree.c - info qom-tree: an object and what is in it, in order of name.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"
#include "monitor/commands/types.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "objects/tree.h"

/* The cursor: the object to tell of next, and the one that was asked for. */
enum { OBJECT, TOP };

/* The child of PARENT that comes behind LAST; with NULL, the first. */
static const struct object *next_child(const struct object *parent, const struct object *last)
{
    const struct object *child, *next = NULL;

    for (size_t i = 0; (child = tree_object(i)); i++)
        if (child->parent == parent && (!last || types_before(last->name, child->name)) &&
            (!next || types_before(child->name, next->name)))
            next = child;
    return next;
}

/* What OBJECT is in, NULL for TOP.  Where an object was deleted between two pieces and its place
 * given to another, TOP need not be above it. */
static const struct object *parent_of(const struct object *object, const struct object *top)
{
    return object == top ? NULL : object->parent;
}

/* What comes behind OBJECT: in it, or beside it, or beside what it is in.  NULL at the end. */
static const struct object *next_object(const struct object *object, const struct object *top)
{
    const struct object *next = next_child(object, NULL);

    for (const struct object *parent; !next && (parent = parent_of(object, top)); object = parent)
        next = next_child(parent, object);
    return next;
}

static bool emit_tree(struct monitor_run *run)
{
    const struct object *object = (const struct object *)run->at[OBJECT];
    const struct object *top = (const struct object *)run->at[TOP];

    for (const struct object *in = object; (in = parent_of(in, top));)
        say_text(run, "  ");
    say(run, "/%s (%s)\n", object->parent ? object->name : "", object->type->name);
    run->at[OBJECT] = (uintptr_t)next_object(object, top);
    return run->at[OBJECT] != 0;
}

int hmp_info_qom_tree(struct monitor_run *run)
{
    const struct object *top = &object_machine;
    bool ambiguous;

    if (monitor_has(run, 0))
        top = tree_resolve(monitor_string(run, 0), &ambiguous);
    if (!top)
        return monitor_fail(run, "Path '%0' could not be resolved.");
    run->at[OBJECT] = run->at[TOP] = (uintptr_t)top;
    run->emit = emit_tree;
    return 0;
}

#endif
