/* tree.c - finds objects, types and properties.
 *
 * SPDX-License-Identifier: MIT */
#include "tree.h"

#include "pool.h"
#include "qmp/groups.h"
#include "qmp/memory.h"

#if QMP_GROUP_OBJECTS

/* The linker gathers these (linker/sections.ld; on a host by itself). */
extern const void *const __start_object_list[], *const __stop_object_list[];
extern const void *const __start_object_types[], *const __stop_object_types[];

const struct object *tree_object(size_t n)
{
    size_t count = (size_t)(__stop_object_list - __start_object_list);

    return n < count ? __start_object_list[n] : pool_object(n - count);
}

const struct object_type *tree_type(size_t n)
{
    size_t count = (size_t)(__stop_object_types - __start_object_types);

    return n < count ? __start_object_types[n] : NULL;
}

/* NAME is canonical text: a name of ours has nothing in it that would be escaped. */
static bool is_called(struct json_span name, const char *text)
{
    uint32_t i = 0;

    while (i < name.length && text[i] != '\0' && name.text[i] == text[i])
        i++;
    return i == name.length && text[i] == '\0';
}

const struct object_type *tree_find_type(struct json_span name)
{
    const struct object_type *type;

    for (size_t i = 0; (type = tree_type(i)) != NULL; i++)
        if (is_called(name, type->name))
            return type;
    return NULL;
}

bool tree_is_a(const struct object_type *type, const struct object_type *ancestor)
{
    while (type != NULL && type != ancestor)
        type = type->parent;
    return type != NULL;
}

/* The ancestor of TYPE that has DEPTH ancestors of its own. */
static const struct object_type *ancestor_at(const struct object_type *type, unsigned depth)
{
    unsigned length = 0;

    for (const struct object_type *t = type->parent; t != NULL; t = t->parent)
        length++;
    for (; length > depth; length--)
        type = type->parent;
    return type;
}

const struct object_property *tree_property(const struct object_type *type, size_t n)
{
    const struct object_type *owner;

    for (unsigned depth = 0;; depth++) {
        owner = ancestor_at(type, depth);
        if (n < owner->property_count)
            return &owner->properties[n];
        n -= owner->property_count;
        if (owner == type)
            return NULL;
    }
}

const struct object_property *tree_find_property(const struct object_type *type,
                                                 struct json_span name)
{
    const struct object_property *property;

    for (size_t i = 0; (property = tree_property(type, i)) != NULL; i++)
        if (is_called(name, property->name))
            return property;
    return NULL;
}

const struct object_property *tree_alias(const struct object **object,
                                         const struct object_property *property)
{
    while (property != NULL && property->kind == OBJECT_KIND_ALIAS) {
        *object = property->object;
        property = tree_find_property(
            (*object)->type, (struct json_span){property->type, text_length(property->type)});
    }
    return property;
}

const struct object *tree_child(const struct object *parent, size_t n)
{
    const struct object *object;

    for (size_t i = 0; (object = tree_object(i)) != NULL; i++)
        if (object->parent == parent && n-- == 0)
            return object;
    return NULL;
}

const struct object *tree_find_child(const struct object *parent, struct json_span name)
{
    const struct object *object;

    for (size_t i = 0; (object = tree_object(i)) != NULL; i++)
        if (object->parent == parent && is_called(name, object->name))
            return object;
    return NULL;
}

#if BOARD_ISOLATED
const struct object *tree_believe(const struct object *object)
{
    const struct object *known;

    for (size_t i = 0; (known = tree_object(i)) != NULL; i++)
        if (known == object)
            return known;
    return NULL;
}
#endif

const struct object *tree_link(const struct object *object, const struct object_property *property)
{
    union object_value value = {.natural = 0};

    if (property->get != NULL)
        (void)property->get(object, &value);
    else
        value.object = tree_believe(
            *(const struct object *volatile *)((char *)object->state + property->offset));
    return value.object;
}

/* A part of a path is a child, or else a link. */
static const struct object *follow(const struct object *object, struct json_span name)
{
    const struct object *child = tree_find_child(object, name);
    const struct object_property *property;

    if (child != NULL)
        return child;
    property = tree_alias(&object, tree_find_property(object->type, name));
    if (property == NULL || property->kind != OBJECT_KIND_LINK)
        return NULL;
    return tree_link(object, property);
}

static bool links_to(const struct object *object, const struct object *target)
{
    const struct object_property *property;

    for (size_t i = 0; (property = tree_property(object->type, i)) != NULL; i++)
        if (property->kind == OBJECT_KIND_LINK && tree_link(object, property) == target)
            return true;
    return false;
}

const struct object *tree_linked(const struct object *target)
{
    const struct object *object;

    for (size_t i = 0; (object = tree_object(i)) != NULL; i++)
        if (object != target && links_to(object, target))
            return object;
    return NULL;
}

/* Takes the part up to the next '/' off *PATH. */
static struct json_span next_part(struct json_span *path)
{
    struct json_span part = {.text = path->text};

    while (part.length < path->length && path->text[part.length] != '/')
        part.length++;
    path->text += part.length;
    path->length -= part.length;
    if (path->length > 0) {
        path->text++;
        path->length--;
    }
    return part;
}

/* Where PATH leads from OBJECT; empty parts count for nothing, as in QEMU. */
static const struct object *walk(const struct object *object, struct json_span path)
{
    while (object != NULL && path.length > 0) {
        struct json_span part = next_part(&path);

        if (part.length > 0)
            object = follow(object, part);
    }
    return object;
}

const struct object *tree_resolve(struct json_span path, bool *ambiguous)
{
    const struct object *object, *found = NULL;

    *ambiguous = false;
    if (path.length > 0 && path.text[0] == '/')
        return walk(&object_root, path);
    for (size_t i = 0; (object = tree_object(i)) != NULL; i++) {
        const struct object *end = walk(object, path);

        if (end == NULL)
            continue;
        if (found != NULL) {
            *ambiguous = true;
            return NULL;
        }
        found = end;
    }
    return found;
}

#endif

/* Without the group too: an event tells the path of a clock. */
bool tree_path(const struct object *object, char *path)
{
    size_t at = AGENT_PATH_MAX;

    path[at] = '\0';
    if (object->parent == NULL)
        path[--at] = '/';
    for (; object->parent != NULL; object = object->parent) {
        size_t length = text_length(object->name);

        if (length + 1 > at)
            return false;
        at -= length;
        memcpy(path + at, object->name, length);
        path[--at] = '/';
    }
    memmove(path, path + at, AGENT_PATH_MAX + 1 - at);
    return true;
}
