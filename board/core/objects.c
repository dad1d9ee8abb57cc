/* objects.c - the types and places that every board's objects are hung up in.
 *
 * SPDX-License-Identifier: MIT */
#include "board/object.h"

static const char *get_type(const struct object *object, union object_value *value)
{
    value->text = object->type->name;
    return NULL;
}

static const struct object_property base_properties[] = {
    {.name = "type",
     .type = "string",
     .kind = OBJECT_KIND_STRING,
     .flags = OBJECT_READABLE,
     .get = get_type},
};

const struct object_type object_base = {
    .name = "object", .properties = base_properties, .property_count = 1, .is_abstract = true};
const struct object_type object_container = {.name = "container", .parent = &object_base};
const struct object_type object_device = {
    .name = "device", .parent = &object_base, .is_abstract = true};

OBJECT_LISTED("object_types", &object_base);
OBJECT_LISTED("object_types", &object_container);
OBJECT_LISTED("object_types", &object_device);

const struct object object_root = {.name = "", .type = &object_container};
OBJECT_LISTED("object_list", &object_root);

OBJECT_INSTANCE(object_machine, &object_root, "machine", &object_container, NULL);
OBJECT_INSTANCE(object_unattached, &object_machine, "unattached", &object_container, NULL);
OBJECT_INSTANCE(object_peripheral, &object_machine, "peripheral", &object_container, NULL);
OBJECT_INSTANCE(object_peripheral_anon, &object_machine, "peripheral-anon", &object_container,
                NULL);
OBJECT_INSTANCE(object_objects, &object_root, "objects", &object_container, NULL);
