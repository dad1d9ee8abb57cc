/* parse.c - values of properties out of JSON.
 *
 * The texts of errors are those of QEMU's visitors (qapi/qobject-input-visitor.c,
 * qapi/qapi-visit-core.c) and of qapi/qmp/qerror.h.
 *
 * SPDX-License-Identifier: MIT */
#include "qmp/groups.h"
#include "qmp/memory.h"
#include "tree.h"
#include "value.h"

#if QMP_GROUP_OBJECTS

/* What is being read, and where it stands in the property, for the errors. */
struct place {
    struct qmp_call *call;
    const struct object *object;
    const struct object_property *property; /* the value's */
    const struct object_property *outer;    /* of a member or an element: the property; or NULL */
    int index;                              /* of an element, else -1 */
};

/* --------------------------------------------------------------------- errors */

/* Appends TEXT to call->where, of which what fits is kept. */
static void append(struct qmp_call *call, const char *text)
{
    size_t at = 0;

    while (at < QMP_WHERE_MAX - 1 && call->where[at] != '\0')
        at++;
    while (at < QMP_WHERE_MAX - 1 && *text != '\0')
        call->where[at++] = *text++;
    call->where[at] = '\0';
}

/* Appends NUMBER, whose digits are those of MAGNITUDE. */
static void append_number(struct qmp_call *call, uint64_t magnitude, bool negative)
{
    char digits[21];

    json_format_uint(digits, magnitude);
    if (negative)
        append(call, "-");
    append(call, digits);
}

/* Writes "property", "property[1]", "property.member" or "property[1].member" into
 * call->where. */
static void set_where(const struct place *place)
{
    struct qmp_call *call = place->call;

    call->where[0] = '\0';
    append(call, place->outer != NULL ? place->outer->name : place->property->name);
    if (place->index >= 0) {
        append(call, "[");
        append_number(call, (uint64_t)place->index, false);
        append(call, "]");
    }
    /* An element that is no structure has no name of its own. */
    if (place->outer != NULL && place->property->name != NULL) {
        append(call, ".");
        append(call, place->property->name);
    }
}

static int fail(const struct place *place, const char *format)
{
    set_where(place);
    return qmp_fail(place->call, QMP_GENERIC_ERROR, format);
}

static int fail_type(const struct place *place)
{
    switch ((enum object_kind)place->property->kind) {
    case OBJECT_KIND_BOOL:
        return fail(place, "Invalid parameter type for '%w', expected: boolean");
    case OBJECT_KIND_INT:
    case OBJECT_KIND_UINT:
        return fail(place, "Invalid parameter type for '%w', expected: integer");
    case OBJECT_KIND_STRUCT:
        return fail(place, "Invalid parameter type for '%w', expected: object");
    case OBJECT_KIND_ARRAY:
        return fail(place, "Invalid parameter type for '%w', expected: array");
    default:
        return fail(place, "Invalid parameter type for '%w', expected: string");
    }
}

/* QEMU says the C type that a number does not fit. */
static int fail_width(const struct place *place)
{
    set_where(place);
    append(place->call, "' expects ");
    append(place->call, place->property->type);
    return qmp_fail(place->call, QMP_GENERIC_ERROR, "Parameter '%w_t");
}

static void append_bound(const struct place *place, uint64_t bits)
{
    bool negative = place->property->kind == OBJECT_KIND_INT && (int64_t)bits < 0;

    append_number(place->call, negative ? 0 - bits : bits, negative);
}

/* QEMU's text; of one that is too long the end is missing. */
static int fail_range(const struct place *place, uint64_t value)
{
    struct qmp_call *call = place->call;
    char path[QMP_WHERE_MAX];

    set_where(place);
    memcpy(path, call->where, sizeof path);
    call->where[0] = '\0';
    append(call, place->object->type->name);
    append(call, ".");
    append(call, path);
    append(call, " doesn't take value ");
    append_bound(place, value);
    append(call, " (minimum: ");
    append_bound(place, place->property->min.natural);
    append(call, ", maximum: ");
    append_bound(place, place->property->max.natural);
    return qmp_fail(call, QMP_GENERIC_ERROR, "Property %w)");
}

/* --------------------------------------------------------------- plain values */

static int parse_int(const struct place *place, int token, int64_t *number)
{
    const struct object_property *property = place->property;
    const struct json_doc *doc = &place->call->doc;
    unsigned unused = 64 - 8 * property->size;

    if (json_type(doc, token) != JSON_NUMBER || json_int64(doc, token, number) != 0)
        return fail_type(place);
    if ((int64_t)((uint64_t)*number << unused) >> unused != *number)
        return fail_width(place);
    if ((property->min.number != 0 || property->max.number != 0) &&
        (*number < property->min.number || *number > property->max.number))
        return fail_range(place, (uint64_t)*number);
    return 0;
}

static int parse_uint(const struct place *place, int token, uint64_t *number)
{
    const struct object_property *property = place->property;
    const struct json_doc *doc = &place->call->doc;
    int64_t negative;

    if (json_type(doc, token) != JSON_NUMBER)
        return fail_type(place);
    /* As QEMU's visitor, it takes a negative number for its 64 bits. */
    if (json_uint64(doc, token, number) != 0) {
        if (json_int64(doc, token, &negative) != 0)
            return fail_type(place);
        *number = (uint64_t)negative;
    }
    if (property->size < 8 && *number >> (8 * property->size) != 0)
        return fail_width(place);
    if ((property->min.natural != 0 || property->max.natural != 0) &&
        (*number < property->min.natural || *number > property->max.natural))
        return fail_range(place, *number);
    return 0;
}

static int parse_enum(const struct place *place, int token, unsigned *choice)
{
    const struct json_doc *doc = &place->call->doc;

    if (json_type(doc, token) != JSON_STRING)
        return fail_type(place);
    for (unsigned i = 0; i < place->property->count; i++)
        if (json_equals(doc, token, place->property->choices[i])) {
            *choice = i;
            return 0;
        }
    return fail(place, "Parameter '%w' does not accept value '%t'");
}

/* The text goes to TO, which has place->property->size bytes, OBJECT_VALUE_MAX at most. */
static int parse_text(const struct place *place, int token, char *to)
{
    struct json_span rest;
    unsigned length = 0, size = place->property->size;

    if (size > OBJECT_VALUE_MAX)
        size = OBJECT_VALUE_MAX;
    if (json_type(&place->call->doc, token) != JSON_STRING)
        return fail_type(place);
    rest = json_span(&place->call->doc, token);
    for (int byte; (byte = json_string_byte(&rest)) >= 0; to[length++] = (char)byte) {
        if (byte == 0xc0) /* what the canonical form has for U+0000 */
            return fail(place, "Parameter '%w' cannot contain U+0000");
        if (length + 1 == size) {
            set_where(place);
            append(place->call, "' is longer than ");
            append_number(place->call, size - 1u, false);
            return qmp_fail(place->call, QMP_GENERIC_ERROR, "Parameter '%w bytes");
        }
    }
    to[length] = '\0';
    return 0;
}

/* An object whose path cannot be told is none to lead to. */
static int check_path(struct qmp_call *call, const struct object *object)
{
    char path[AGENT_PATH_MAX + 1];

    if (tree_path(object, path))
        return 0;
    call->where[0] = '\0';
    append_number(call, AGENT_PATH_MAX, false);
    return qmp_fail(call, QMP_GENERIC_ERROR, "The path of '%t' is longer than %w bytes");
}

static int parse_link(const struct place *place, int token, const struct object **object)
{
    const struct object_type *target = place->property->target;
    struct qmp_call *call = place->call;
    bool ambiguous = false;

    if (json_type(&call->doc, token) != JSON_STRING)
        return fail_type(place);
    *object = NULL;
    if (call->error_text.length == 0)
        return 0;
    *object = tree_resolve(call->error_text, &ambiguous);
    if (ambiguous)
        return fail(place, "Path '%t' does not uniquely identify an object");
    if (*object == NULL) {
        call->where[0] = '\0';
        return qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Device '%t' not found");
    }
    if (tree_is_a((*object)->type, target))
        return check_path(call, *object);
    set_where(place);
    append(call, "', expected: ");
    append(call, target->name);
    return qmp_fail(call, QMP_GENERIC_ERROR, "Invalid parameter type for '%w");
}

/* A text goes to TEXT. */
static int parse_plain(const struct place *place, int token, char *text, union object_value *value)
{
    const struct json_doc *doc = &place->call->doc;

    place->call->error_text = json_span(doc, token);
    value->natural = 0;
    switch ((enum object_kind)place->property->kind) {
    case OBJECT_KIND_BOOL:
        if (json_type(doc, token) != JSON_BOOL)
            return fail_type(place);
        value->boolean = json_bool(doc, token);
        return 0;
    case OBJECT_KIND_INT:
        return parse_int(place, token, &value->number);
    case OBJECT_KIND_UINT:
        return parse_uint(place, token, &value->natural);
    case OBJECT_KIND_ENUM:
        return parse_enum(place, token, &value->choice);
    case OBJECT_KIND_TEXT:
        value->text = text;
        return parse_text(place, token, text);
    case OBJECT_KIND_LINK:
        return parse_link(place, token, &value->object);
    default:
        return fail_type(place);
    }
}

/* ------------------------------------------------------- structures and arrays */

/* Reads a plain value into the bytes at TO. */
static int parse_into(const struct place *place, int token, char *to)
{
    union object_value value;
    int result = parse_plain(place, token, to, &value);

    if (result == 0 && place->property->kind != OBJECT_KIND_TEXT)
        value_store(to, place->property, &value);
    return result;
}

static bool is_member(const struct object_property *property, const struct json_doc *doc, int key)
{
    for (unsigned i = 0; i < property->count; i++)
        if (json_equals(doc, key, property->members[i].name))
            return true;
    return false;
}

/* place->property is the structure; it may be an element. */
static int parse_struct(const struct place *place, int token, char *memory)
{
    const struct object_property *property = place->property;
    const struct json_doc *doc = &place->call->doc;
    struct place inner = *place;

    if (json_type(doc, token) != JSON_OBJECT)
        return fail_type(place);
    inner.outer = place->outer != NULL ? place->outer : property;
    for (unsigned i = 0; i < property->count; i++) {
        int value = json_member(doc, token, property->members[i].name);

        inner.property = &property->members[i];
        if (value < 0)
            return fail(&inner, "Parameter '%w' is missing");
        if (parse_into(&inner, value, memory + inner.property->offset) != 0)
            return -1;
    }
    for (int key = json_first(token); key < json_end(doc, token); key = json_next(doc, key)) {
        if (is_member(property, doc, key))
            continue;
        place->call->error_text = json_span(doc, key);
        return fail(place, "Parameter '%w.%t' is unexpected");
    }
    return 0;
}

static int parse_array(const struct place *place, int token, char *memory)
{
    const struct object_property *property = place->property, *element = property->members;
    const struct json_doc *doc = &place->call->doc;
    struct place inner = {place->call, place->object, element, property, 0};
    int value = json_first(token), result = 0;

    if (json_type(doc, token) != JSON_ARRAY)
        return fail_type(place);
    for (; inner.index < property->count && value < json_end(doc, token) && result == 0;
         inner.index++, value = json_next(doc, value), memory += element->size)
        result = element->kind == OBJECT_KIND_STRUCT ? parse_struct(&inner, value, memory)
                                                     : parse_into(&inner, value, memory);
    if (result == 0 && (inner.index < property->count || value < json_end(doc, token))) {
        set_where(place);
        append(place->call, "' takes exactly ");
        append_number(place->call, property->count, false);
        return qmp_fail(place->call, QMP_GENERIC_ERROR, "Parameter '%w elements");
    }
    return result;
}

int value_parse(struct qmp_call *call, const struct object *object,
                const struct object_property *property, int token, void *memory,
                union object_value *value)
{
    const struct place place = {call, object, property, NULL, -1};

    if (property->kind != OBJECT_KIND_STRUCT && property->kind != OBJECT_KIND_ARRAY)
        return parse_plain(&place, token, memory, value);
    if (property->size > OBJECT_VALUE_MAX)
        return fail(&place, "Parameter '%w' is larger than what can be written");
    value->memory = memory;
    memset(memory, 0, property->size); /* padding too */
    return property->kind == OBJECT_KIND_STRUCT ? parse_struct(&place, token, memory)
                                                : parse_array(&place, token, memory);
}

#endif
