/* candidate_objects.c - names in the tree of objects.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/candidates.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "agent/uplink.h"
#include "objects/pool.h"
#include "objects/tree.h"

/* The NUMBERth object; what is not below PARENT has no name here. */
static const struct object *named_object(const struct object *parent, unsigned number,
                                         struct json_span *word)
{
    const struct object *object = tree_object(number);

    word->length = 0;
    if (object && object->parent == parent)
        *word = candidate(object->name);
    return object;
}

static bool children(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    return named_object(c->parent, number, word) != NULL;
}

/* Those that can be deleted. */
bool candidates_created(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    const struct object *object = named_object(c->parent, number, word);

    if (object && !pool_owns(object))
        word->length = 0;
    return object != NULL;
}

bool candidates_root(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    *word = candidate("/");
    return number == 0;
}

bool candidates_properties(const struct monitor_completion *c, unsigned number,
                           struct json_span *word)
{
    const struct object_property *property = tree_property(c->parent->type, number);

    if (!property)
        return false;
    *word = candidate(property->name);
    return true;
}

/* A type whose objects a host creates, and which is a device or not. */
static bool type_of(bool device, unsigned number, struct json_span *word)
{
    const struct object_type *type = tree_type(number);

    if (!type)
        return false;
    word->length = 0;
    if (type->initial && tree_is_a(type, &object_device) == device)
        *word = candidate(type->name);
    return true;
}

bool candidates_devices(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    return type_of(true, number, word);
}

bool candidates_objects(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    return type_of(false, number, word);
}

/* A path has no characters that canonical text writes in another way. */
static const struct object *object_at(struct json_span path)
{
    bool ambiguous;

    for (uint32_t i = 0; i < path.length; i++)
        if (path.text[i] == '"' || path.text[i] == '\\')
            return NULL;
    return tree_resolve(path, &ambiguous);
}

void candidates_find_in_path(struct monitor_completion *c)
{
    struct json_span path = {c->stem.text, 0};

    if (c->stem.length == 0)
        c->candidates = candidates_root;
    for (uint32_t i = 0; i < c->stem.length; i++)
        if (c->stem.text[i] == '/')
            path.length = i + 1;
    if (path.length == 0)
        return;
    c->stem.text += path.length;
    c->stem.length -= path.length;
    path.length -= path.length > 1;
    c->parent = object_at(path);
    c->candidates = c->parent ? children : NULL;
}

void candidates_find_in_object(struct monitor_completion *c, struct json_span path)
{
    c->parent = object_at(path);
    c->candidates = c->parent ? candidates_properties : NULL;
}

#if QMP_GROUP_DEVICES

bool candidates_links(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    const struct object *object = named_object(&object_peripheral, number, word);

    (void)c;
    if (object && !tree_is_a(object->type, &uplink_type))
        word->length = 0;
    return object != NULL;
}

#endif

char candidates_end_in_tree(const struct monitor_completion *c, struct json_span name)
{
    const struct object *object;

    if (c->candidates == candidates_root)
        return '\0';
    if (c->candidates != children)
        return ' ';
    object = tree_find_child(c->parent, name);
    return object && tree_child(object, 0) ? '/' : ' ';
}

#endif
