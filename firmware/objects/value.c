/* value.c - values of properties: where they are kept, and what they look like in JSON.
 *
 * SPDX-License-Identifier: MIT */
#include "value.h"

#include "board/gate.h"
#include "qmp/groups.h"
#include "tree.h"

#if QMP_GROUP_OBJECTS

/* ------------------------------------------------------------------ variables */

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

/* TEXT, to which a variable at VARIABLE points: an isolated application may have let it point
 * anywhere, and at no end. */
static const char *believe_text(const volatile void *variable, const char *text)
{
#if BOARD_ISOLATED
    size_t length = 0;

    if (!board_app_may_write((uintptr_t)variable, sizeof text))
        return text;
    for (; length < OBJECT_VALUE_MAX && board_app_may_read((uintptr_t)text + length, 1); length++)
        if (text[length] == '\0')
            return text;
    return "";
#else
    (void)variable;
    return text;
#endif
}

/* The plain value at VARIABLE. */
static union object_value load_value(const volatile void *variable,
                                     const struct object_property *property)
{
    union object_value value = {.natural = 0};
    unsigned unused = 64 - 8 * property->size;

    switch ((enum object_kind)property->kind) {
    case OBJECT_KIND_STRING:
        value.text = believe_text(variable, *(const char *const volatile *)variable);
        break;
    case OBJECT_KIND_TEXT:
        value.text = (const char *)variable;
        break;
    case OBJECT_KIND_LINK:
        value.object = tree_believe(*(const struct object *const volatile *)variable);
        break;
    case OBJECT_KIND_BOOL:
        value.boolean = load(variable, property->size) != 0;
        break;
    case OBJECT_KIND_INT:
        value.number = (int64_t)(load(variable, property->size) << unused) >> unused;
        break;
    case OBJECT_KIND_ENUM:
        value.choice = (unsigned)load(variable, property->size);
        break;
    default:
        value.natural = load(variable, property->size);
        break;
    }
    return value;
}

void value_store(volatile void *variable, const struct object_property *property,
                 const union object_value *value)
{
    switch ((enum object_kind)property->kind) {
    case OBJECT_KIND_TEXT: {
        volatile char *to = variable;
        unsigned i = 0;

        for (; i < property->size - 1u && value->text[i] != '\0'; i++)
            to[i] = value->text[i];
        to[i] = '\0';
        break;
    }
    case OBJECT_KIND_LINK:
        *(const struct object *volatile *)variable = value->object;
        break;
    case OBJECT_KIND_BOOL:
        store(variable, property->size, value->boolean);
        break;
    case OBJECT_KIND_ENUM:
        store(variable, property->size, value->choice);
        break;
    default:
        store(variable, property->size, value->natural);
        break;
    }
}

static bool is_plain(const struct object_property *property)
{
    return property->kind != OBJECT_KIND_STRUCT && property->kind != OBJECT_KIND_ARRAY;
}

const char *value_get(const struct object *object, const struct object_property *property,
                      void *memory, union object_value *value)
{
    volatile char *variable = (volatile char *)object->state + property->offset;

    value->natural = 0;
    if (!is_plain(property))
        value->memory = property->get != NULL ? memory : (void *)(uintptr_t)variable;
    if (property->get != NULL)
        return property->get(object, value);
    if (is_plain(property))
        *value = load_value(variable, property);
    return NULL;
}

/* ----------------------------------------------------------------------- JSON */

/* The text ends with the array it is in, if not before. */
static void write_text(const struct object_property *property, const char *text,
                       struct json_writer *w, const char *key)
{
    struct json_span rest = {.text = text};

    while (rest.length < property->size && text[rest.length] != '\0')
        rest.length++;
    json_write_key(w, key);
    json_write_bytes(w, "\"", 1);
    json_write_escaped(w, &rest);
    if (rest.length > 0)
        w->overflow = true;
    json_write_bytes(w, "\"", 1);
    w->comma = true;
}

static void write_link(const struct object *object, struct json_writer *w, const char *key)
{
    char path[AGENT_PATH_MAX + 1];

    json_write_string(w, key, object != NULL && tree_path(object, path) ? path : "");
}

static void write_plain(const struct object_property *property, const union object_value *value,
                        struct json_writer *w, const char *key)
{
    switch ((enum object_kind)property->kind) {
    case OBJECT_KIND_BOOL:
        json_write_bool(w, key, value->boolean);
        break;
    case OBJECT_KIND_INT:
        json_write_int(w, key, value->number);
        break;
    case OBJECT_KIND_STRING:
        json_write_string(w, key, value->text != NULL ? value->text : "");
        break;
    case OBJECT_KIND_TEXT:
        write_text(property, value->text, w, key);
        break;
    case OBJECT_KIND_LINK:
        write_link(value->object, w, key);
        break;
    case OBJECT_KIND_ENUM:
        /* An application may have put anything into its variable. */
        json_write_string(w, key,
                          value->choice < property->count ? property->choices[value->choice] : "");
        break;
    default:
        json_write_uint(w, key, value->natural);
        break;
    }
}

static void write_struct(const struct object_property *property, const char *memory,
                         struct json_writer *w, const char *key)
{
    json_write_begin(w, key, '{');
    for (unsigned i = 0; i < property->count; i++) {
        const struct object_property *member = &property->members[i];
        union object_value value = load_value(memory + member->offset, member);

        write_plain(member, &value, w, member->name);
    }
    json_write_end(w, '}');
}

void value_write_element(const struct object_property *property, const volatile void *array,
                         unsigned i, struct json_writer *w)
{
    const struct object_property *element = property->members;
    const char *memory = (const char *)(uintptr_t)array + (size_t)i * element->size;
    union object_value value;

    if (element->kind == OBJECT_KIND_STRUCT) {
        write_struct(element, memory, w, NULL);
        return;
    }
    value = load_value(memory, element);
    write_plain(element, &value, w, NULL);
}

static void write_array(const struct object_property *property, const char *memory,
                        struct json_writer *w, const char *key)
{
    json_write_begin(w, key, '[');
    for (unsigned i = 0; i < property->count; i++)
        value_write_element(property, memory, i, w);
    json_write_end(w, ']');
}

void value_write(const struct object_property *property, const union object_value *value,
                 struct json_writer *w, const char *key)
{
    if (property->kind == OBJECT_KIND_STRUCT)
        write_struct(property, value->memory, w, key);
    else if (property->kind == OBJECT_KIND_ARRAY)
        write_array(property, value->memory, w, key);
    else
        write_plain(property, value, w, key);
}

void value_write_variable(const struct object_property *property, const volatile void *variable,
                          struct json_writer *w, const char *key)
{
    union object_value value = {.memory = (void *)(uintptr_t)variable};

    if (is_plain(property))
        value = load_value(variable, property);
    value_write(property, &value, w, key);
}

/* -------------------------------------------------------------------- setting */

/* Puts the bytes of a structure or an array in place. */
static void store_bytes(volatile char *to, const char *from, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        to[i] = from[i];
}

int value_set(struct qmp_call *call, const struct object *object,
              const struct object_property *property, int token)
{
    volatile char *variable = (volatile char *)object->state + property->offset;
    _Alignas(8) char memory[OBJECT_VALUE_MAX];
    union object_value value;
    const char *why = NULL;

    if (value_parse(call, object, property, token, memory, &value) != 0)
        return -1;
    if (property->set != NULL)
        why = property->set(object, &value);
    else if (is_plain(property))
        value_store(variable, property, &value);
    else
        store_bytes(variable, value.memory, property->size);
    return why == NULL ? 0 : qmp_fail(call, QMP_GENERIC_ERROR, why);
}

#endif
