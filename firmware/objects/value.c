/* value.c - values of properties.
 *
 * The texts of errors are those of QEMU's visitors (qapi/qobject-input-visitor.c,
 * qapi/qapi-visit-core.c) and of qapi/qmp/qerror.h.
 *
 * SPDX-License-Identifier: MIT */
#include "value.h"

#include "qmp/memory.h"

/* ------------------------------------------------------------------ variables */

static volatile void *variable(const struct object *object, const struct object_property *property)
{
    return (volatile char *)object->state + property->offset;
}

static uint64_t load(const volatile void *from, unsigned size)
{
    switch (size) {
    case 1:
        return *(const volatile uint8_t *)from;
    case 2:
        return *(const volatile uint16_t *)from;
    case 4:
        return *(const volatile uint32_t *)from;
    default:
        return *(const volatile uint64_t *)from;
    }
}

static void store(volatile void *to, unsigned size, uint64_t value)
{
    switch (size) {
    case 1:
        *(volatile uint8_t *)to = (uint8_t)value;
        break;
    case 2:
        *(volatile uint16_t *)to = (uint16_t)value;
        break;
    case 4:
        *(volatile uint32_t *)to = (uint32_t)value;
        break;
    default:
        *(volatile uint64_t *)to = value;
        break;
    }
}

static int64_t sign_extend(uint64_t value, unsigned size)
{
    unsigned unused = 64 - 8 * size;

    return (int64_t)(value << unused) >> unused;
}

union object_value value_get(const struct object *object, const struct object_property *property)
{
    union object_value value = {.natural = 0};

    if (property->get != NULL) {
        property->get(object, &value);
        return value;
    }
    if (property->kind == OBJECT_KIND_STRING) {
        value.text = *(const char *const volatile *)variable(object, property);
        return value;
    }
    value.natural = load(variable(object, property), property->size);
    if (property->kind == OBJECT_KIND_BOOL)
        value.boolean = value.natural != 0;
    else if (property->kind == OBJECT_KIND_INT)
        value.number = sign_extend(value.natural, property->size);
    else if (property->kind == OBJECT_KIND_ENUM)
        value.choice = (unsigned)value.natural;
    return value;
}

/* Returns NULL, or why not. */
static const char *put(const struct object *object, const struct object_property *property,
                       const union object_value *value)
{
    uint64_t bits = value->natural;

    if (property->set != NULL)
        return property->set(object, value);
    if (property->kind == OBJECT_KIND_BOOL)
        bits = value->boolean;
    else if (property->kind == OBJECT_KIND_ENUM)
        bits = value->choice;
    store(variable(object, property), property->size, bits);
    return NULL;
}

/* ----------------------------------------------------------------------- JSON */

void value_write(const struct object_property *property, const union object_value *value,
                 struct json_writer *w, const char *key)
{
    switch ((enum object_kind)property->kind) {
    case OBJECT_KIND_BOOL:
        json_write_bool(w, key, value->boolean);
        break;
    case OBJECT_KIND_INT:
        json_write_int(w, key, value->number);
        break;
    case OBJECT_KIND_UINT:
        json_write_uint(w, key, value->natural);
        break;
    case OBJECT_KIND_STRING:
        json_write_string(w, key, value->text != NULL ? value->text : "");
        break;
    case OBJECT_KIND_ENUM:
        /* An application may have put anything into its variable. */
        json_write_string(
            w, key, value->choice < property->choice_count ? property->choices[value->choice] : "");
        break;
    }
}

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

static int fail(struct qmp_call *call, const struct object_property *property, const char *format)
{
    call->where[0] = '\0';
    append(call, property->name);
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

static int fail_type(struct qmp_call *call, const struct object_property *property)
{
    switch ((enum object_kind)property->kind) {
    case OBJECT_KIND_BOOL:
        return fail(call, property, "Invalid parameter type for '%w', expected: boolean");
    case OBJECT_KIND_INT:
    case OBJECT_KIND_UINT:
        return fail(call, property, "Invalid parameter type for '%w', expected: integer");
    default:
        return fail(call, property, "Invalid parameter type for '%w', expected: string");
    }
}

static int parse_bool(struct qmp_call *call, const struct object_property *property, int token,
                      union object_value *value)
{
    if (json_type(&call->doc, token) != JSON_BOOL)
        return fail_type(call, property);
    value->boolean = json_bool(&call->doc, token);
    return 0;
}

/* QEMU says the C type that a number does not fit. */
static int fail_width(struct qmp_call *call, const struct object_property *property)
{
    call->where[0] = '\0';
    append(call, property->name);
    append(call, "' expects ");
    append(call, property->type);
    return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter '%w_t");
}

/* Appends NUMBER, whose digits are those of MAGNITUDE. */
static void append_number(struct qmp_call *call, uint64_t magnitude, bool negative)
{
    char digits[22];
    unsigned at = sizeof digits - 1;

    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude != 0);
    if (negative)
        digits[--at] = '-';
    append(call, &digits[at]);
}

static void append_bound(struct qmp_call *call, const struct object_property *property,
                         uint64_t bits)
{
    bool negative = property->kind == OBJECT_KIND_INT && (int64_t)bits < 0;

    append_number(call, negative ? 0 - bits : bits, negative);
}

/* QEMU's text; of one that is too long the end is missing. */
static int fail_range(struct qmp_call *call, const struct object *object,
                      const struct object_property *property, uint64_t value)
{
    call->where[0] = '\0';
    append(call, object->type->name);
    append(call, ".");
    append(call, property->name);
    append(call, " doesn't take value ");
    append_bound(call, property, value);
    append(call, " (minimum: ");
    append_bound(call, property, property->min.natural);
    append(call, ", maximum: ");
    append_bound(call, property, property->max.natural);
    return qmp_fail(call, QMP_GENERIC_ERROR, "Property %w)");
}

static int parse_int(struct qmp_call *call, const struct object *object,
                     const struct object_property *property, int token, union object_value *value)
{
    if (json_type(&call->doc, token) != JSON_NUMBER ||
        json_int64(&call->doc, token, &value->number) != 0)
        return fail_type(call, property);
    if (sign_extend((uint64_t)value->number, property->size) != value->number)
        return fail_width(call, property);
    if ((property->min.number != 0 || property->max.number != 0) &&
        (value->number < property->min.number || value->number > property->max.number))
        return fail_range(call, object, property, (uint64_t)value->number);
    return 0;
}

static int parse_uint(struct qmp_call *call, const struct object *object,
                      const struct object_property *property, int token, union object_value *value)
{
    int64_t number;

    /* As QEMU's visitor, it takes a negative number for its 64 bits. */
    if (json_type(&call->doc, token) != JSON_NUMBER ||
        json_uint64(&call->doc, token, &value->natural) != 0) {
        if (json_type(&call->doc, token) != JSON_NUMBER ||
            json_int64(&call->doc, token, &number) != 0)
            return fail_type(call, property);
        value->natural = (uint64_t)number;
    }
    if (property->size < 8 && value->natural >> (8 * property->size) != 0)
        return fail_width(call, property);
    if ((property->min.natural != 0 || property->max.natural != 0) &&
        (value->natural < property->min.natural || value->natural > property->max.natural))
        return fail_range(call, object, property, value->natural);
    return 0;
}

static int parse_enum(struct qmp_call *call, const struct object_property *property, int token,
                      union object_value *value)
{
    if (json_type(&call->doc, token) != JSON_STRING)
        return fail_type(call, property);
    for (unsigned i = 0; i < property->choice_count; i++)
        if (json_equals(&call->doc, token, property->choices[i])) {
            value->choice = i;
            return 0;
        }
    call->error_text = json_span(&call->doc, token);
    return fail(call, property, "Parameter '%w' does not accept value '%t'");
}

static int parse(struct qmp_call *call, const struct object *object,
                 const struct object_property *property, int token, union object_value *value)
{
    call->error_text = json_span(&call->doc, token);
    switch ((enum object_kind)property->kind) {
    case OBJECT_KIND_BOOL:
        return parse_bool(call, property, token, value);
    case OBJECT_KIND_INT:
        return parse_int(call, object, property, token, value);
    case OBJECT_KIND_UINT:
        return parse_uint(call, object, property, token, value);
    case OBJECT_KIND_ENUM:
        return parse_enum(call, property, token, value);
    default:
        return fail_type(call, property);
    }
}

int value_set(struct qmp_call *call, const struct object *object,
              const struct object_property *property, int token)
{
    union object_value value = {.natural = 0};
    const char *why;

    if (parse(call, object, property, token, &value) != 0)
        return -1;
    why = put(object, property, &value);
    return why == NULL ? 0 : qmp_fail(call, QMP_GENERIC_ERROR, why);
}
