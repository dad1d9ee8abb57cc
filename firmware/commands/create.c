/* create.c - objects that a host creates and deletes.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "objects/pool.h"
#include "objects/tree.h"
#include "objects/value.h"
#include "qmp/memory.h"
#include "watch.h"

#if QMP_GROUP_OBJECTS

enum { QOM_TYPE, OBJECT_ID };    /* arguments of object-add */
enum { DRIVER, BUS, DEVICE_ID }; /* of device_add */
enum { ID };                     /* of object-del, device_del */

#if !QMP_UNIONS || !QMP_EVENT_TEXT
#error "object-add and device_add need QMP_UNIONS (arguments of any name) and QMP_EVENT_TEXT"
#endif
_Static_assert(AGENT_PATH_MAX < QMP_EVENT_TEXT, "an event tells the path of an object");

/* ------------------------------------------------------------------- creating */

static int check_id(struct qmp_call *call, struct json_span id)
{
    call->error_text = id;
    if (!agent_is_identifier(id))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'id' expects an identifier");
    if (id.length <= AGENT_OBJECT_NAME)
        return 0;
    json_format_uint(call->where, AGENT_OBJECT_NAME);
    return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'id' is longer than %w bytes");
}

/* Whether the key belongs to the command itself and is no property. */
static bool is_argument(const struct qmp_call *call, int key)
{
    const struct qmp_type *type = call->command->arguments;

    for (unsigned i = 0; i < type->count; i++)
        if (json_equals(&call->doc, key, type->members[i].name))
            return true;
    return false;
}

static int fail_property(struct qmp_call *call, const struct object_type *type, int key,
                         const char *format)
{
    uint32_t length = text_length(type->name);

    call->error_text = json_span(&call->doc, key);
    if (length > QMP_WHERE_MAX - 1)
        length = QMP_WHERE_MAX - 1;
    memcpy(call->where, type->name, length);
    call->where[length] = '\0';
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

/* Gives the new OBJECT the properties among the arguments. */
static int set_properties(struct qmp_call *call, const struct object *object, const char *unknown)
{
    const struct json_doc *doc = &call->doc;
    int end = json_end(doc, call->arguments);

    for (int key = json_first(call->arguments); key < end; key = json_next(doc, key)) {
        const struct object *owner = object;
        const struct object_property *property;

        if (is_argument(call, key))
            continue;
        property = tree_alias(&owner, tree_find_property(object->type, json_span(doc, key)));
        if (property == NULL)
            return fail_property(call, object->type, key, unknown);
        if ((property->flags & OBJECT_WRITABLE) == 0)
            return fail_property(call, object->type, key, "Property '%w.%t' is not writable");
        if (value_set(call, owner, property, key + 1) != 0)
            return -1;
    }
    return 0;
}

/* Creates an object of TYPE called NAME below PARENT; UNKNOWN is the error for a property that
 * it does not have. */
static int create(struct qmp_call *call, const struct object_type *type,
                  const struct object *parent, struct json_span name, const char *unknown)
{
    const struct object *object;
    const char *why;

    if (type->state_size > AGENT_OBJECT_STATE) {
        json_format_uint(call->where, type->state_size);
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "An object of this type does not fit the pool: it has %w bytes");
    }
    object = pool_create(type, parent, name);
    if (object == NULL) {
        json_format_uint(call->where, AGENT_OBJECTS_MAX);
        return qmp_fail(call, QMP_GENERIC_ERROR, "There are %w created objects already: no room");
    }
    if (set_properties(call, object, unknown) != 0) {
        pool_delete(object);
        return -1;
    }
    why = type->complete != NULL ? type->complete(object) : NULL;
    if (why == NULL)
        return 0;
    pool_delete(object);
    return qmp_fail(call, QMP_GENERIC_ERROR, why);
}

int agent_object_add(struct qmp_call *call)
{
    const struct object_type *type = tree_find_type(qmp_string(call, QOM_TYPE));
    struct json_span id = qmp_string(call, OBJECT_ID);

    call->error_text = qmp_string(call, QOM_TYPE);
    if (type == NULL || type->initial == NULL || tree_is_a(type, &object_device))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'qom-type' does not accept value '%t'");
    if (check_id(call, id) != 0)
        return -1;
    if (tree_find_child(&object_objects, id) != NULL)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "attempt to add duplicate property '%t' to object (type 'container')");
    return create(call, type, &object_objects, id, "Parameter '%t' is unexpected");
}

/* The lowest "device[N]" that is free, in NAME. */
static struct json_span choose_name(char name[AGENT_OBJECT_NAME + 1])
{
    static const char stem[] = "device[";
    struct json_span span = {.text = name};

    for (unsigned n = 0;; n++) {
        memcpy(name, stem, sizeof stem - 1);
        span.length = sizeof stem - 1;
        span.length += json_format_uint(name + span.length, n);
        name[span.length++] = ']';
        if (tree_find_child(&object_peripheral_anon, span) == NULL)
            return span;
    }
}

int agent_device_add(struct qmp_call *call)
{
    static const char unknown[] = "Property '%w.%t' not found";
    const struct object_type *type = tree_find_type(qmp_string(call, DRIVER));
    char name[AGENT_OBJECT_NAME + 1];
    struct json_span id;

    /* In QEMU's order. */
    if (qmp_has(call, DEVICE_ID) && check_id(call, qmp_string(call, DEVICE_ID)) != 0)
        return -1;
    call->error_text = qmp_string(call, DRIVER);
    if (type == NULL || !tree_is_a(type, &object_device))
        return qmp_fail(call, QMP_GENERIC_ERROR, "'%t' is not a valid device model name");
    if (type->is_abstract)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "Parameter 'driver' expects a non-abstract device type");
    if (type->initial == NULL)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "Parameter 'driver' expects a pluggable device type");
    if (qmp_has(call, BUS)) {
        call->error_text = qmp_string(call, BUS);
        return qmp_fail(call, QMP_GENERIC_ERROR, "Bus '%t' not found");
    }
    if (!qmp_has(call, DEVICE_ID))
        return create(call, type, &object_peripheral_anon, choose_name(name), unknown);
    id = call->error_text = qmp_string(call, DEVICE_ID);
    if (tree_find_child(&object_peripheral, id) != NULL)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Duplicate device ID '%t'");
    return create(call, type, &object_peripheral, id, unknown);
}

/* ------------------------------------------------------------------- deleting */

/* What links to the object would lead nowhere, and an object that no host created is the
 * program's. */
static int check_unused(struct qmp_call *call, const struct object *object)
{
    if (pool_owns(object) && tree_linked(object) == NULL)
        return 0;
    return qmp_fail(call, QMP_GENERIC_ERROR, "object '%t' is in use, can not be deleted");
}

static void delete_object(struct agent *agent, const struct object *object)
{
    watch_forget(agent, object);
    if (object->type->finalize != NULL)
        object->type->finalize(object);
    pool_delete(object);
}

int agent_object_del(struct qmp_call *call)
{
    const struct object *object = tree_find_child(&object_objects, qmp_string(call, ID));

    call->error_text = qmp_string(call, ID);
    if (object == NULL)
        return qmp_fail(call, QMP_GENERIC_ERROR, "object '%t' not found");
    if (check_unused(call, object) != 0)
        return -1;
    delete_object(call->context, object);
    return 0;
}

static void send_deleted(struct qmp_call *call, const struct object *object)
{
    char path[AGENT_PATH_MAX + 1];
    uint64_t data[2];
    uint32_t length;

    (void)tree_path(object, path); /* a bounded name, below a place of ours: it fits */
    length = text_length(path);
    data[0] = length - text_length(object->name); /* the name is the end of the path */
    if (object->parent == &object_peripheral_anon)
        data[0] = QMP_ABSENT;
    data[1] = 0;
    qmp_event_send_text(call->server, QMP_EVENT_DEVICE_DELETED, data, path, length + 1);
}

int agent_device_del(struct qmp_call *call)
{
    struct json_span id = qmp_string(call, ID);
    const struct object *object;
    bool ambiguous = false;

    call->error_text = id;
    if (id.length > 0 && id.text[0] == '/')
        object = tree_resolve(id, &ambiguous);
    else if (id.length == 0) /* a path of no parts leads to where it begins */
        object = &object_peripheral;
    else
        object = tree_find_child(&object_peripheral, id);
    if (object == NULL)
        return qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Device '%t' not found");
    if (!tree_is_a(object->type, &object_device))
        return qmp_fail(call, QMP_GENERIC_ERROR, "%t is not a hotpluggable device");
    if (!pool_owns(object))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Device '%t' does not support hotplugging");
    if (check_unused(call, object) != 0)
        return -1;
    send_deleted(call, object);
    delete_object(call->context, object);
    return 0;
}

#endif
