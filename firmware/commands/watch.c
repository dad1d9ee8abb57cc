/* watch.c - the commands that begin and end watches.
 *
 * SPDX-License-Identifier: MIT */
#include "watch.h"

#include "commands.h"
#include "commands/objects.h"
#include "objects/tree.h"
#include "objects/value.h"
#include "qmp/memory.h"

#if QMP_GROUP_WATCH

enum { PATH, PROPERTY, ABOVE, BELOW, INTERVAL }; /* arguments of agent-watch */
enum { ID };                                     /* of agent-unwatch */

#define INTERVAL_DEFAULT 10      /* milliseconds */
#define INTERVAL_MAX     3600000 /* milliseconds */

static bool is_number(const struct object_property *property)
{
    return property->kind == OBJECT_KIND_INT || property->kind == OBJECT_KIND_UINT;
}

/* Whether an event can tell each value of the enum: the writer needs room to spare. */
static bool is_short_enum(const struct object_property *property)
{
    union object_value value = {.natural = 0};
    char text[AGENT_WATCH_VALUE_MAX];
    struct json_writer w;

    if (property->kind != OBJECT_KIND_ENUM)
        return false;
    for (value.choice = 0; value.choice < property->count; value.choice++) {
        json_writer_init(&w, text, sizeof text);
        value_write(property, &value, &w, NULL);
        if (w.overflow)
            return false;
    }
    return true;
}

static int check_kind(struct qmp_call *call, const struct object_property *property)
{
    bool plain = is_number(property) || property->kind == OBJECT_KIND_BOOL;

    call->error_text = qmp_string(call, PROPERTY);
    if (!plain && !is_short_enum(property))
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "Property '%t' is no bool, number or short enum: it cannot be watched");
    if (!is_number(property) && (qmp_has(call, ABOVE) || qmp_has(call, BELOW)))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Property '%t' is no number: it has no bounds");
    return 0;
}

/* The interval in microseconds, or below 0 after qmp_fail(). */
static int64_t get_interval(struct qmp_call *call)
{
    int64_t interval = qmp_has(call, INTERVAL) ? qmp_int(call, INTERVAL) : INTERVAL_DEFAULT;

    if (interval >= 0 && interval <= INTERVAL_MAX)
        return interval * 1000;
    return qmp_fail(call, QMP_GENERIC_ERROR,
                    "Parameter 'interval' expects 0 to 3600000 milliseconds");
}

/* at[0]: the id; at[1]: the property; at[2] on: its value. */
static bool emit_begun(struct qmp_stream *stream, struct json_writer *w)
{
    union object_value value;

    memcpy(&value, &stream->at[2], sizeof value);
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "id", stream->at[0]);
    value_write((const struct object_property *)stream->at[1], &value, w, "value");
    json_write_end(w, '}');
    return false;
}

int agent_watch(struct qmp_call *call)
{
    struct agent *agent = call->context;
    char path[AGENT_PATH_MAX + 1];
    const struct object *object;
    const struct object_property *property = agent_find_property(call, OBJECT_READABLE, &object);
    struct agent_watch *watch;
    int64_t interval;

    if (property == NULL || check_kind(call, property) < 0)
        return -1;
    interval = get_interval(call);
    if (interval < 0)
        return -1;
    call->error_text = qmp_string(call, PATH);
    if (!tree_path(object, path))
        return qmp_fail(call, QMP_GENERIC_ERROR, "The path of '%t' is too long for an event");
    watch = watch_new(agent);
    json_format_uint(call->where, AGENT_WATCHES_MAX);
    if (watch == NULL)
        return qmp_fail(call, QMP_GENERIC_ERROR, "There are %w watches already: no room");
    watch->object = object;
    watch->property = property;
    watch->interval = (uint32_t)interval;
    watch->has_above = qmp_has(call, ABOVE);
    watch->above = watch->has_above ? qmp_int(call, ABOVE) : 0;
    watch->has_below = qmp_has(call, BELOW);
    watch->below = watch->has_below ? qmp_int(call, BELOW) : 0;
    watch_begin(agent, watch);
    call->stream->at[0] = watch->id;
    call->stream->at[1] = (uintptr_t)property;
    memcpy(&call->stream->at[2], &watch->seen, sizeof watch->seen);
    call->stream->emit = emit_begun;
    return 0;
}

int agent_unwatch(struct qmp_call *call)
{
    call->error_text = json_span(&call->doc, call->argument[ID]);
    if (watch_end(call->context, qmp_int(call, ID)) < 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "There is no watch %t");
    return 0;
}

static void write_watch(const struct agent_watch *watch, struct json_writer *w)
{
    char path[AGENT_PATH_MAX + 1];

    (void)tree_path(watch->object, path);
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "id", watch->id);
    json_write_string(w, "path", path);
    json_write_string(w, "property", watch->property->name);
    if (watch->has_above)
        json_write_int(w, "above", watch->above);
    if (watch->has_below)
        json_write_int(w, "below", watch->below);
    json_write_uint(w, "interval", watch->interval / 1000);
    json_write_end(w, '}');
}

/* A watch a piece.  at[0]: places looked at; at[1]: the list has begun. */
static bool emit_watches(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;

    if (!stream->at[1])
        json_write_begin(w, NULL, '[');
    stream->at[1] = true;
    while (stream->at[0] < AGENT_WATCHES_MAX && agent->watches.list[stream->at[0]].id == 0)
        stream->at[0]++;
    if (stream->at[0] == AGENT_WATCHES_MAX) {
        json_write_end(w, ']');
        return false;
    }
    write_watch(&agent->watches.list[stream->at[0]++], w);
    return true;
}

int agent_query_watches(struct qmp_call *call)
{
    call->stream->emit = emit_watches;
    return 0;
}

#endif
