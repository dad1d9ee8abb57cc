/* property.h - a device's properties as the agent would reach them, for unit tests of drivers.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_PROPERTY_H
#define UNIT_PROPERTY_H

#include "../unit.h"

#include "board/object.h"

static inline const struct object_property *property_find(const struct object *object,
                                                          const char *name)
{
    for (size_t i = 0; i < object->type->property_count; i++)
        if (strcmp(object->type->properties[i].name, name) == 0)
            return &object->type->properties[i];
    fail_msg("no property %s", name);
    return NULL;
}

/* A number. */
static inline uint64_t property_get(const struct object *object, const char *name)
{
    const struct object_property *property = property_find(object, name);
    union object_value value = {.natural = 0};

    assert_true(property->flags & OBJECT_READABLE);
    if (property->get != NULL)
        property->get(object, &value);
    else /* the tests' machines are little-endian */
        memcpy(&value.natural, (const char *)object->state + property->offset, property->size);
    return value.natural;
}

/* The name of an enum's value. */
static inline const char *property_choice(const struct object *object, const char *name)
{
    const struct object_property *property = property_find(object, name);
    union object_value value = {.choice = 0};

    property->get(object, &value);
    return property->choices[value.choice];
}

/* Returns what the setter says. */
static inline const char *property_set(const struct object *object, const char *name,
                                       uint64_t number)
{
    const struct object_property *property = property_find(object, name);
    union object_value value = {.natural = number};

    assert_true(property->flags & OBJECT_WRITABLE);
    if (property->set != NULL)
        return property->set(object, &value);
    memcpy((char *)object->state + property->offset, &number, property->size);
    return NULL;
}

#endif
