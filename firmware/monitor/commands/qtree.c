/* qtree.c - info qtree: the devices with their properties, all on one bus.
 *
 * A device's name stands where QEMU has the id it was given: below /machine/peripheral only.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "objects/tree.h"
#include "objects/value.h"
#include "qmp/memory.h"

/* The cursor: how many objects are through; of the one under way, whether its head is, how many of
 * its properties, and of a string among them how many bytes. */
enum { OBJECTS, IN_OBJECT, PROPERTIES, IN_STRING };

/* Bytes of a structure or an array, as JSON; a longer one is not shown. */
#define JSON_MAX 256

static void say_quoted(struct monitor_run *run, const char *text)
{
    say(run, "\"%s\"", text);
}

static void say_path(struct monitor_run *run, const struct object *object)
{
    char path[AGENT_PATH_MAX + 1];

    say_quoted(run, object && tree_path(object, path) ? path : "");
}

static void say_json(struct monitor_run *run, const struct object_property *property,
                     const union object_value *value)
{
    char text[JSON_MAX];
    struct json_writer w;

    json_writer_init(&w, text, sizeof text);
    value_write(property, value, &w, NULL);
    if (w.overflow)
        say_text(run, "...");
    else
        say_bytes(run, text, w.length);
}

static void say_number(struct monitor_run *run, const union object_value *value, bool is_signed)
{
    say(run, is_signed ? "%jd (0x%jx)" : "%ju (0x%jx)", value->natural, value->natural);
}

static void say_value(struct monitor_run *run, const struct object_property *property,
                      const union object_value *value)
{
    switch ((enum object_kind)property->kind) {
    case OBJECT_KIND_BOOL:
        say_text(run, value->boolean ? "true" : "false");
        break;
    case OBJECT_KIND_INT:
    case OBJECT_KIND_UINT:
        say_number(run, value, property->kind == OBJECT_KIND_INT);
        break;
    case OBJECT_KIND_ENUM:
        say_quoted(run, value->choice < property->count ? property->choices[value->choice] : "");
        break;
    case OBJECT_KIND_LINK:
        say_path(run, value->object);
        break;
    default:
        say_json(run, property, value);
        break;
    }
}

/* -------------------------------------------------------------------- strings */

static bool is_string(const struct object_property *property)
{
    return property->kind == OBJECT_KIND_STRING || property->kind == OBJECT_KIND_TEXT;
}

/* The string as it is now, from byte FROM on. */
static struct json_span rest_of(const struct object_property *property, const char *text,
                                uintptr_t from)
{
    uintptr_t limit = property->kind == OBJECT_KIND_TEXT ? property->size : UINTPTR_MAX, at = 0;
    struct json_span rest = {.length = 0};

    if (!text)
        text = "";
    while (at < limit && at < from && text[at] != '\0')
        at++;
    rest.text = text + at;
    while (at < limit && text[at] != '\0')
        at++, rest.length++;
    return rest;
}

/* What fits of the string; true when it is through. */
static bool say_string(struct monitor_run *run, const struct object_property *property,
                       const union object_value *value)
{
    struct json_span rest = rest_of(property, value->text, run->at[IN_STRING]);
    uint32_t length = rest.length;
    bool done;

    if (run->at[IN_STRING] == 0)
        say_text(run, "\"");
    done = say_some(run, &rest);
    run->at[IN_STRING] += length - rest.length;
    return done;
}

/* ----------------------------------------------------------------------- walk */

static bool is_device(const struct object *object)
{
    return object->parent && tree_is_a(object->type, &object_device);
}

static void say_head(struct monitor_run *run, const struct object *object)
{
    say(run, "  dev: %s, id \"%s\"\n", object->type->name,
        object->parent == &object_peripheral ? object->name : "");
}

/* The property, or as much of it as fits; true when it is through. */
static bool say_property(struct monitor_run *run, const struct object *object,
                         const struct object_property *property)
{
    const struct object_property *meant = tree_alias(&object, property);
    _Alignas(8) char memory[OBJECT_VALUE_MAX];
    union object_value value;

    if (!meant || !(meant->flags & OBJECT_READABLE) || value_get(object, meant, memory, &value))
        return true;
    if (run->at[IN_STRING] == 0)
        say(run, "    %s = ", property->name);
    if (is_string(meant)) {
        if (!say_string(run, meant, &value))
            return false;
        say_text(run, "\"");
    } else {
        say_value(run, meant, &value);
    }
    say_text(run, "\n");
    return true;
}

/* Where its registers are. */
static void say_windows(struct monitor_run *run, const struct object *object)
{
    for (size_t i = 0; i < board_description.window_count; i++) {
        const struct board_window *window = &board_description.windows[i];

        if (window->object == object)
            say(run, "    mmio %016jx/%016jx\n", (uintmax_t)window->base, (uintmax_t)window->size);
    }
}

/* A property a piece, but for what every object has. */
static bool emit_devices(struct monitor_run *run)
{
    const struct object *object = tree_object(run->at[OBJECTS]);
    const struct object_property *property;

    if (!object)
        return false;
    if (is_device(object) && !run->at[IN_OBJECT]) {
        say_head(run, object);
        run->at[IN_OBJECT] = true;
        run->at[PROPERTIES] = object_base.property_count;
        return true;
    }
    property = is_device(object) ? tree_property(object->type, run->at[PROPERTIES]) : NULL;
    if (!property) {
        if (run->at[IN_OBJECT])
            say_windows(run, object);
        run->at[OBJECTS]++;
        run->at[IN_OBJECT] = false;
    } else if (say_property(run, object, property)) {
        run->at[PROPERTIES]++;
        run->at[IN_STRING] = 0;
    }
    return true;
}

static bool emit_bus(struct monitor_run *run)
{
    say_text(run, "bus: main-system-bus\n  type System\n");
    run->emit = emit_devices;
    return true;
}

int hmp_info_qtree(struct monitor_run *run)
{
    run->emit = emit_bus;
    return 0;
}

#endif
