/* objects.c - QEMU's commands of the object model.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/objects.h"

#include "agent/objects.h"
#include "objects/tree.h"
#include "objects/value.h"
#include "qmp/memory.h"

#if QMP_GROUP_OBJECTS

enum { PATH, PROPERTY, VALUE }; /* arguments of qom-list, qom-get, qom-set */
enum { IMPLEMENTS, ABSTRACT };  /* of qom-list-types */
enum { TYPENAME };              /* of the two others */

/* ----------------------------------------------------------------- arguments */

static void name_type(struct qmp_call *call, const struct object_type *type)
{
    unsigned i = 0;

    for (; i < QMP_WHERE_MAX - 1 && type->name[i] != '\0'; i++)
        call->where[i] = type->name[i];
    call->where[i] = '\0';
}

/* The object at the argument "path"; NULL after qmp_fail(). */
static const struct object *find_object(struct qmp_call *call, bool *ambiguous)
{
    struct json_span path = qmp_string(call, PATH);
    const struct object *object = tree_resolve(path, ambiguous);

    call->error_text = path;
    if (object == NULL)
        qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Device '%t' not found");
    return object;
}

const struct object_property *agent_find_property(struct qmp_call *call, unsigned access,
                                                  const struct object **found)
{
    struct json_span name = qmp_string(call, PROPERTY);
    const struct object_property *property;
    const struct object *object;
    bool ambiguous;

    *found = object = find_object(call, &ambiguous);
    if (object == NULL)
        return NULL;
    property = tree_alias(found, tree_find_property(object->type, name));
    if (property != NULL && (property->flags & access) != 0)
        return property;
    call->error_text = name;
    name_type(call, object->type);
    qmp_fail(call, QMP_GENERIC_ERROR,
             property == NULL            ? "Property '%w.%t' not found"
             : access == OBJECT_READABLE ? "Property '%w.%t' is not readable"
                                         : "Property '%w.%t' is not writable");
    return NULL;
}

/* ------------------------------------------------------------------- qom-list */

static void write_escaped(struct json_writer *w, const char *text)
{
    struct json_span rest = {text, text_length(text)};

    json_write_escaped(w, &rest);
    if (rest.length > 0)
        w->overflow = true;
}

/* As QEMU's, the description of an enum lists its values: "meaning (one, other)". */
static void write_enum_description(const struct object_property *property, struct json_writer *w)
{
    json_write_key(w, "description");
    json_write_text(w, "\"");
    if (property->description != NULL) {
        write_escaped(w, property->description);
        json_write_text(w, " ");
    }
    for (unsigned i = 0; i < property->count; i++) {
        json_write_text(w, i == 0 ? "(" : ", ");
        write_escaped(w, property->choices[i]);
    }
    json_write_text(w, ")\"");
}

/* INITIAL: what an object begins as, for the default value; NULL: none is told. */
static void write_info(const struct object_property *property, const void *initial,
                       struct json_writer *w)
{
    const struct object *other = NULL;
    const struct object_property *meant = tree_alias(&other, property);

    json_write_begin(w, NULL, '{');
    json_write_string(w, "name", property->name);
    json_write_string(w, "type", meant->type);
    if (meant->kind == OBJECT_KIND_ENUM)
        write_enum_description(meant, w);
    else if (meant->description != NULL)
        json_write_string(w, "description", meant->description);
    if (initial != NULL && meant == property && property->get == NULL &&
        (property->flags & OBJECT_READABLE) != 0)
        value_write_variable(property, (const char *)initial + property->offset, w,
                             "default-value");
    json_write_end(w, '}');
}

static void write_child(const struct object *child, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_string(w, "name", child->name);
    json_write_key(w, "type");
    json_write_text(w, "\"child<");
    json_write_text(w, child->type->name);
    json_write_text(w, ">\"");
    json_write_end(w, '}');
}

/* A property or child a piece.  at[0]: the object; at[1]: properties done; at[2]: children. */
static bool emit_object(struct qmp_stream *stream, struct json_writer *w)
{
    const struct object *object = (const struct object *)stream->at[0];
    const struct object_property *property = tree_property(object->type, stream->at[1]);
    const struct object *child;

    if (stream->at[1] == 0)
        json_write_begin(w, NULL, '[');
    if (property != NULL) {
        stream->at[1]++;
        write_info(property, NULL, w);
        return true;
    }
    child = tree_child(object, stream->at[2]++);
    if (child != NULL)
        write_child(child, w);
    else
        json_write_end(w, ']');
    return child != NULL;
}

int agent_qom_list(struct qmp_call *call)
{
    bool ambiguous;
    const struct object *object = find_object(call, &ambiguous);

    if (ambiguous) /* only qom-list says so, in QEMU too */
        return qmp_fail(call, QMP_GENERIC_ERROR, "Path '%t' is ambiguous");
    if (object == NULL)
        return -1;
    call->stream->at[0] = (uintptr_t)object;
    call->stream->emit = emit_object;
    return 0;
}

/* ------------------------------------------------------------ qom-get, qom-set */

/* at[0]: the object; at[1]: the property. */
static bool emit_value(struct qmp_stream *stream, struct json_writer *w)
{
    const struct object_property *property = (const struct object_property *)stream->at[1];
    _Alignas(8) char memory[OBJECT_VALUE_MAX];
    union object_value value;

    (void)value_get((const struct object *)stream->at[0], property, memory, &value);
    value_write(property, &value, w, NULL);
    return false;
}

/* at[1]: the property; at[2] on: its value. */
static bool emit_plain(struct qmp_stream *stream, struct json_writer *w)
{
    union object_value value;

    memcpy(&value, &stream->at[2], sizeof value);
    value_write((const struct object_property *)stream->at[1], &value, w, NULL);
    return false;
}

/* Gets the plain value now, as the getter may have a reason why not. */
static int get_plain(struct qmp_call *call, const struct object *object,
                     const struct object_property *property)
{
    union object_value value;
    const char *why = value_get(object, property, NULL, &value);

    if (why != NULL)
        return qmp_fail(call, QMP_GENERIC_ERROR, why);
    memcpy(&call->stream->at[2], &value, sizeof value);
    return 0;
}

_Static_assert(sizeof(union object_value) <= 4 * sizeof(uintptr_t), "a value fits the cursor");

/* The string as it is now, from byte FROM on. */
static struct json_span rest_of_string(const struct qmp_stream *stream, uintptr_t from)
{
    const struct object_property *property = (const struct object_property *)stream->at[1];
    bool ends_with_array = property->kind == OBJECT_KIND_TEXT;
    struct json_span rest = {.text = ""};
    union object_value value;

    (void)value_get((const struct object *)stream->at[0], property, NULL, &value);
    if (value.text != NULL)
        rest.text = value.text;
    for (; from > 0 && rest.text[0] != '\0'; from--)
        rest.text++;
    while ((!ends_with_array || rest.text + rest.length < value.text + property->size) &&
           rest.text[rest.length] != '\0')
        rest.length++;
    return rest;
}

/* A string of any length, as much a piece as fits.  at[2]: bytes written; at[3]: it has begun. */
static bool emit_string(struct qmp_stream *stream, struct json_writer *w)
{
    struct json_span rest = rest_of_string(stream, stream->at[2]);
    uint32_t length = rest.length;

    if (stream->at[3] == 0 || length == 0)
        json_write_bytes(w, "\"", 1);
    if (stream->at[3] != 0 && length == 0)
        return false;
    json_write_escaped(w, &rest);
    if (length > 0 && rest.length == length) /* there was no room for a character */
        w->overflow = true;
    stream->at[2] += length - rest.length;
    stream->at[3] = 1;
    return true;
}

/* An element a piece, of a variable.  at[2]: elements written; at[3]: it has begun. */
static bool emit_elements(struct qmp_stream *stream, struct json_writer *w)
{
    const struct object *object = (const struct object *)stream->at[0];
    const struct object_property *property = (const struct object_property *)stream->at[1];

    if (stream->at[3] == 0)
        json_write_begin(w, NULL, '[');
    stream->at[3] = 1;
    if (stream->at[2] == property->count) {
        json_write_end(w, ']');
        return false;
    }
    value_write_element(property, (char *)object->state + property->offset,
                        (unsigned)stream->at[2]++, w);
    return true;
}

int agent_qom_get(struct qmp_call *call)
{
    const struct object *object;
    const struct object_property *property = agent_find_property(call, OBJECT_READABLE, &object);

    if (property == NULL)
        return -1;
    call->stream->at[0] = (uintptr_t)object;
    call->stream->at[1] = (uintptr_t)property;
    if (property->kind == OBJECT_KIND_STRUCT || property->kind == OBJECT_KIND_ARRAY) {
        bool by_elements = property->kind == OBJECT_KIND_ARRAY && property->get == NULL;

        call->stream->emit = by_elements ? emit_elements : emit_value;
        return 0;
    }
    call->stream->emit = emit_plain;
    if (get_plain(call, object, property) < 0)
        return -1;
    if (property->kind == OBJECT_KIND_STRING || property->kind == OBJECT_KIND_TEXT) {
        call->stream->at[2] = call->stream->at[3] = 0;
        call->stream->emit = emit_string;
    }
    return 0;
}

int agent_qom_set(struct qmp_call *call)
{
    const struct object *object;
    const struct object_property *property = agent_find_property(call, OBJECT_WRITABLE, &object);

    if (property == NULL)
        return -1;
    return value_set(call, object, property, call->argument[VALUE]);
}

/* ----------------------------------------------------------------------- types */

static void write_type(const struct object_type *type, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_string(w, "name", type->name);
    if (type->is_abstract)
        json_write_bool(w, "abstract", true);
    if (type->parent != NULL)
        json_write_string(w, "parent", type->parent->name);
    json_write_end(w, '}');
}

/* A type a piece.  at[0]: the ancestor wanted; at[1]: abstract ones too; at[2]: how far;
 * at[3]: whether the list is open. */
static bool emit_types(struct qmp_stream *stream, struct json_writer *w)
{
    const struct object_type *ancestor = (const struct object_type *)stream->at[0];
    const struct object_type *type;

    if (stream->at[3] == 0)
        json_write_begin(w, NULL, '[');
    stream->at[3] = 1;
    do
        type = ancestor == NULL ? NULL : tree_type(stream->at[2]++);
    while (type != NULL &&
           (!tree_is_a(type, ancestor) || (type->is_abstract && stream->at[1] == 0)));
    if (type != NULL)
        write_type(type, w);
    else
        json_write_end(w, ']');
    return type != NULL;
}

int agent_qom_list_types(struct qmp_call *call)
{
    const struct object_type *ancestor = &object_base;

    if (qmp_has(call, IMPLEMENTS))
        ancestor = tree_find_type(qmp_string(call, IMPLEMENTS));
    call->stream->at[0] = (uintptr_t)ancestor;
    call->stream->at[1] = qmp_has(call, ABSTRACT) && qmp_bool(call, ABSTRACT);
    call->stream->emit = emit_types;
    return 0;
}

/* A property a piece.  at[0]: the type; at[1]: properties done; at[2]: how many to leave out. */
static bool emit_properties(struct qmp_stream *stream, struct json_writer *w)
{
    const struct object_property *property =
        tree_property((const struct object_type *)stream->at[0], stream->at[1] + stream->at[2]);

    if (stream->at[1]++ == 0)
        json_write_begin(w, NULL, '[');
    if (property != NULL)
        write_info(property, ((const struct object_type *)stream->at[0])->initial, w);
    else
        json_write_end(w, ']');
    return property != NULL;
}

int agent_qom_list_properties(struct qmp_call *call)
{
    const struct object_type *type = tree_find_type(qmp_string(call, TYPENAME));

    call->error_text = qmp_string(call, TYPENAME);
    if (type == NULL)
        return qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Class '%t' not found");
    call->stream->at[0] = (uintptr_t)type;
    call->stream->emit = emit_properties;
    return 0;
}

/* As QEMU, without what every object has. */
int agent_device_list_properties(struct qmp_call *call)
{
    const struct object_type *type = tree_find_type(qmp_string(call, TYPENAME));

    call->error_text = qmp_string(call, TYPENAME);
    if (type == NULL)
        return qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Device '%t' not found");
    if (!tree_is_a(type, &object_device) || type->is_abstract)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "Parameter 'typename' expects a non-abstract device type");
    call->stream->at[0] = (uintptr_t)type;
    call->stream->at[2] = object_base.property_count;
    call->stream->emit = emit_properties;
    return 0;
}

#endif
