/* introspect.c - query-qmp-schema: the schema in QEMU's SchemaInfo format.
 *
 * Streamed: a piece is the head of an entity, one of its members or values, or
 * its end, so that a type with hundreds of members passes through the same small
 * buffer.  Types keep their names (QEMU numbers them).
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"

#if QMP_INTROSPECTION

/* Cursor: at[0] the list, at[1] the entity in it, at[2] its part, at[3] server. */
enum list { COMMANDS, EVENTS, TYPES };

enum part { HEAD = 0, FIRST_ITEM = 1 };

static void write_name(struct json_writer *w, const char *name, const char *meta_type)
{
    json_write_string(w, "name", name);
    json_write_string(w, "meta-type", meta_type);
}

static void write_command(const struct qmp_command *command, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    write_name(w, command->name, "command");
    json_write_string(w, "arg-type", command->arguments->name);
    json_write_string(w, "ret-type", command->returns->name);
    if (command->flags & QMP_ALLOW_OOB)
        json_write_bool(w, "allow-oob", true);
    json_write_end(w, '}');
}

static void write_event(const struct qmp_event_type *event, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    write_name(w, event->name, "event");
    json_write_string(w, "arg-type", event->data->name);
    json_write_end(w, '}');
}

/* The name of a type, as introspection gives it: all integers are "int". */
static const char *type_name(const struct qmp_type *type)
{
    return type->meta == QMP_BUILTIN && type->json == QMP_INT ? qmp_type_int.name : type->name;
}

static void write_type_head(const struct qmp_type *type, struct json_writer *w)
{
    static const char *const meta[] = {"builtin", "enum", "array", "object", "alternate"};
    static const char *const json[] = {"string", "int", "number", "boolean", "null", "value"};

    json_write_begin(w, NULL, '{');
    write_name(w, type->name, meta[type->meta]);
    if (type->meta == QMP_BUILTIN)
        json_write_string(w, "json-type", json[type->json]);
    else if (type->meta == QMP_ARRAY)
        json_write_string(w, "element-type", type_name(type->element));
    else
        json_write_begin(w, "members", '[');
}

static void write_member(const struct qmp_type *type, unsigned i, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    if (type->meta == QMP_ENUM) {
        json_write_string(w, "name", type->values[i]);
    } else {
        if (type->meta == QMP_OBJECT)
            json_write_string(w, "name", type->members[i].name);
        json_write_string(w, "type", type_name(type->members[i].type));
        if (type->members[i].optional) {
            json_write_key(w, "default");
            json_write_text(w, "null");
        }
    }
    json_write_end(w, '}');
}

/* Parts of a type: its head, COUNT members; an enum then has its values again as
 * plain strings; its end.  Returns false after the last. */
static bool write_type_part(const struct qmp_type *type, unsigned part, struct json_writer *w)
{
    unsigned count = type->meta == QMP_ARRAY || type->meta == QMP_BUILTIN ? 0 : type->count;
    unsigned item = part - FIRST_ITEM;

    if (part == HEAD) {
        write_type_head(type, w);
        return true;
    }
    if (item < count) {
        write_member(type, item, w);
        return true;
    }
    item -= count;
    if (type->meta == QMP_ENUM) {
        if (item == 0) {
            json_write_end(w, ']');
            json_write_begin(w, "values", '[');
        }
        if (item < count) {
            json_write_string(w, NULL, type->values[item]);
            return true;
        }
    }
    if (type->meta != QMP_ARRAY && type->meta != QMP_BUILTIN)
        json_write_end(w, ']');
    json_write_end(w, '}');
    return false;
}

static bool is_listed(const struct qmp_server *server, enum list list, uintptr_t i)
{
    if (list == COMMANDS)
        return server->handlers[i] != NULL;
    if (list == TYPES) /* the widths of integers are not types of their own */
        return server->schema->types[i]->name == type_name(server->schema->types[i]);
    return true;
}

/* Finds the next entity; false when there is none left. */
static bool find_entity(struct qmp_stream *stream, const struct qmp_server *server)
{
    const uint16_t counts[] = {server->schema->command_count, server->schema->event_count,
                               server->schema->type_count};

    for (; stream->at[0] <= TYPES; stream->at[0]++, stream->at[1] = 0)
        for (; stream->at[1] < counts[stream->at[0]]; stream->at[1]++)
            if (is_listed(server, (enum list)stream->at[0], stream->at[1]))
                return true;
    return false;
}

static bool emit_schema(struct qmp_stream *stream, struct json_writer *w)
{
    const struct qmp_server *server = (const struct qmp_server *)stream->at[3];
    const struct qmp_schema *schema = server->schema;

    if (!stream->at[4]) {
        json_write_begin(w, NULL, '[');
        stream->at[4] = true;
        return true;
    }
    if (!find_entity(stream, server)) {
        json_write_end(w, ']');
        return false;
    }
    if (stream->at[0] == COMMANDS)
        write_command(&schema->commands[stream->at[1]], w);
    else if (stream->at[0] == EVENTS)
        write_event(&schema->events[stream->at[1]], w);
    else if (write_type_part(schema->types[stream->at[1]], (unsigned)stream->at[2], w)) {
        stream->at[2]++;
        return true;
    }
    stream->at[1]++;
    stream->at[2] = HEAD;
    return true;
}

int qmp_do_query_schema(struct qmp_call *call)
{
    call->stream->emit = emit_schema;
    call->stream->at[3] = (uintptr_t)call->server;
    return 0;
}

#endif
