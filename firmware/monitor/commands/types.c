/* types.c - info qdm, and what device_add tells of types: in order of name, a line a piece.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/commands/types.h"
#include "monitor/grammar/options.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "objects/tree.h"
#include "objects/value.h"
#include "qmp/memory.h"

bool types_before(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return (unsigned char)*a < (unsigned char)*b;
}

/* ------------------------------------------------------------------ the types */

/* The cursor: the type told last (NULL: none yet), and which are asked for. */
enum { LAST_TYPE, WHICH };
enum { DEVICES, CREATABLE_DEVICES, CREATABLE_OBJECTS };

static bool is_listed(const struct object_type *type, uintptr_t which)
{
    return !type->is_abstract && tree_is_a(type, &object_device) == (which != CREATABLE_OBJECTS) &&
           (type->initial || which == DEVICES);
}

static const struct object_type *next_type(const struct object_type *last, uintptr_t which)
{
    const struct object_type *type, *next = NULL;

    for (size_t i = 0; (type = tree_type(i)); i++)
        if (is_listed(type, which) && (!last || types_before(last->name, type->name)) &&
            (!next || types_before(type->name, next->name)))
            next = type;
    return next;
}

static bool emit_types(struct monitor_run *run)
{
    const struct object_type *last = (const struct object_type *)run->at[LAST_TYPE];
    const struct object_type *type = next_type(last, run->at[WHICH]);

    if (!type)
        return false;
    if (!last)
        say_text(run, "Uncategorized devices:\n");
    say(run, "name \"%s\", bus System%s\n", type->name, type->initial ? "" : ", no-user");
    run->at[LAST_TYPE] = (uintptr_t)type;
    return true;
}

int types_list(struct monitor_run *run, bool creatable)
{
    run->at[LAST_TYPE] = 0;
    run->at[WHICH] = creatable ? CREATABLE_DEVICES : DEVICES;
    run->emit = emit_types;
    return 0;
}

static bool emit_objects(struct monitor_run *run)
{
    const struct object_type *last = (const struct object_type *)run->at[LAST_TYPE];
    const struct object_type *type = next_type(last, CREATABLE_OBJECTS);

    if (!last)
        say_text(run, "List of user creatable objects:\n");
    if (!type)
        return false;
    say_text(run, "  ");
    say_text(run, type->name);
    say_text(run, "\n");
    run->at[LAST_TYPE] = (uintptr_t)type;
    return true;
}

int types_list_objects(struct monitor_run *run)
{
    run->at[LAST_TYPE] = 0;
    run->emit = emit_objects;
    return 0;
}

int hmp_info_qdm(struct monitor_run *run)
{
    return types_list(run, false);
}

/* ------------------------------------------------------- the options of a type */

/* The cursor: the type, the property told last, and whether types have their own names. */
enum { TYPE, LAST_PROPERTY, OWN_NAMES };

#define NAME_WIDTH  24
#define DEFAULT_MAX 64

static const struct object_property *next_property(const struct object_type *type,
                                                   const struct object_property *last)
{
    const struct object_property *property, *next = NULL;

    for (size_t i = 0; (property = tree_property(type, i)); i++)
        if ((property->flags & OBJECT_WRITABLE) &&
            (!last || types_before(last->name, property->name)) &&
            (!next || types_before(property->name, next->name)))
            next = property;
    return next;
}

/* "  name=<type>", in a column of NAME_WIDTH if more follows. */
static void say_name(struct monitor_run *run, const struct object_property *property, bool more)
{
    bool string = !run->at[OWN_NAMES] && options_is(options_name(property->type), "string");
    const char *type = string ? "str" : property->type;
    unsigned width = 5 + text_length(property->name) + text_length(type);

    say(run, "  %s=<%s>%-*s", property->name, type,
        more && width < NAME_WIDTH ? (int)(NAME_WIDTH - width) : 0, "");
}

/* Writes what a new object has there; false: nothing to tell. */
static bool write_default(const struct object_type *type, const struct object_property *property,
                          struct json_writer *w)
{
    if (property->get || !type->initial || !(property->flags & OBJECT_READABLE) ||
        property->kind == OBJECT_KIND_LINK)
        return false;
    value_write_variable(property, (const char *)type->initial + property->offset, w, NULL);
    return !w->overflow;
}

static void say_property(struct monitor_run *run, const struct object_type *type,
                         const struct object_property *property)
{
    char text[DEFAULT_MAX];
    struct json_writer w;
    bool has_default;

    json_writer_init(&w, text, sizeof text);
    has_default = write_default(type, property, &w);
    say_name(run, property, has_default || property->description);
    if (has_default || property->description)
        say_text(run, " - ");
    if (property->description)
        say_text(run, property->description);
    if (has_default) {
        say_text(run, " (default: ");
        say_bytes(run, text, w.length);
        say_text(run, ")");
    }
    say_text(run, "\n");
}

static bool emit_options(struct monitor_run *run)
{
    const struct object_type *type = (const struct object_type *)run->at[TYPE];
    const struct object_property *last = (const struct object_property *)run->at[LAST_PROPERTY];
    const struct object_property *property = next_property(type, last);

    if (!last) {
        say_text(run, property ? "" : "There are no options for ");
        say_text(run, type->name);
        say_text(run, property ? " options:\n" : ".\n");
    }
    if (!property)
        return false;
    say_property(run, type, property);
    run->at[LAST_PROPERTY] = (uintptr_t)property;
    return true;
}

int types_help(struct monitor_run *run, struct json_span type)
{
    request_begin(run);
    request_text(run, "typename", type);
    if (monitor_try(run, QMP_CMD_device_list_properties) < 0)
        return monitor_fail(run, run->message);
    run->at[TYPE] = (uintptr_t)tree_find_type(type);
    run->at[LAST_PROPERTY] = 0;
    run->at[OWN_NAMES] = false;
    run->emit = emit_options;
    return 0;
}

int types_help_object(struct monitor_run *run, const struct object_type *type)
{
    run->at[TYPE] = (uintptr_t)type;
    run->at[LAST_PROPERTY] = 0;
    run->at[OWN_NAMES] = true;
    run->emit = emit_options;
    return 0;
}

#endif
