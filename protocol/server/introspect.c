/* introspect.c - query-qmp-schema: the schema in QEMU's SchemaInfo format.
 *
 * Streamed: a piece is the head of an entity, one of its members or values, or
 * its end, so that a type with hundreds of members passes through the same small
 * buffer.  Types keep their names (QEMU numbers them).
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"

#if QMP_INTROSPECTION

/* Cursor: at[0] the list, at[1] the entity in it, at[2] its part, at[3] server, at[4] the reply
 * has begun, at[5] the schema: the server's, then what extends it. */
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
    if (command->flags & QMP_SAVEVM_MONITOR_NODES) {
        json_write_begin(w, "features", '[');
        json_write_string(w, NULL, "savevm-monitor-nodes");
        json_write_end(w, ']');
    }
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

/* The second list of an entity: an enum has its values again as plain strings, a union its
 * variants. */
static unsigned second_list(const struct qmp_type *type)
{
    if (type->meta == QMP_ENUM)
        return type->count;
#if QMP_UNIONS
    if (type->meta == QMP_OBJECT && type->branches)
        return type->members[type->tag].type->count;
#endif
    return 0;
}

static void begin_second_list(const struct qmp_type *type, struct json_writer *w)
{
    json_write_end(w, ']');
#if QMP_UNIONS
    if (type->meta == QMP_OBJECT)
        json_write_string(w, "tag", type->members[type->tag].name);
#endif
    json_write_begin(w, type->meta == QMP_ENUM ? "values" : "variants", '[');
}

static void write_second(const struct qmp_type *type, unsigned item, struct json_writer *w)
{
    if (type->meta == QMP_ENUM) {
        json_write_string(w, NULL, type->values[item]);
        return;
    }
#if QMP_UNIONS
    const struct qmp_type *branch = type->branches[item];

    json_write_begin(w, NULL, '{');
    json_write_string(w, "case", type->members[type->tag].type->values[item]);
    json_write_string(w, "type", branch ? branch->name : qmp_type_none.name);
    json_write_end(w, '}');
#endif
}

/* Parts of a type: its head, its members, its second list, its end.  Returns false after the
 * last. */
static bool write_type_part(const struct qmp_type *type, unsigned part, struct json_writer *w)
{
    unsigned count = type->meta == QMP_ARRAY || type->meta == QMP_BUILTIN ? 0 : type->count;
    unsigned seconds = second_list(type), item = part - FIRST_ITEM;

    if (part == HEAD) {
        write_type_head(type, w);
        return true;
    }
    if (item < count) {
        write_member(type, item, w);
        return true;
    }
    item -= count;
    if (seconds > 0 && item == 0)
        begin_second_list(type, w);
    if (item < seconds) {
        write_second(type, item, w);
        return true;
    }
    if (type->meta != QMP_ARRAY && type->meta != QMP_BUILTIN)
        json_write_end(w, ']');
    json_write_end(w, '}');
    return false;
}

static bool is_listed(const struct qmp_server *server, const struct qmp_schema *schema,
                      enum list list, uintptr_t i)
{
#if QMP_EXTENSIONS
    if (list == COMMANDS && schema != server->schema)
        return qmp_can_execute(server, &schema->commands[i]);
#endif
    if (list == COMMANDS)
        return server->handlers[i] != NULL;
    if (list == TYPES) /* the widths of integers are not types of their own */
        return schema->types[i]->name == type_name(schema->types[i]);
    return true;
}

/* Finds the next entity in SCHEMA; false when there is none left. */
static bool find_entity(struct qmp_stream *stream, const struct qmp_schema *schema)
{
    const struct qmp_server *server = (const struct qmp_server *)stream->at[3];
    const uint16_t counts[] = {schema->command_count, schema->event_count, schema->type_count};

    for (; stream->at[0] <= TYPES; stream->at[0]++, stream->at[1] = 0)
        for (; stream->at[1] < counts[stream->at[0]]; stream->at[1]++)
            if (is_listed(server, schema, (enum list)stream->at[0], stream->at[1]))
                return true;
    return false;
}

/* Finds the next entity; returns the schema it is in, NULL: there is none left. */
static const struct qmp_schema *find_next(struct qmp_stream *stream)
{
    const struct qmp_server *server = (const struct qmp_server *)stream->at[3];

    if (stream->at[5] == 0) {
        if (find_entity(stream, server->schema))
            return server->schema;
        stream->at[5] = 1;
        stream->at[0] = stream->at[1] = 0;
    }
#if QMP_EXTENSIONS
    if (server->more_schema && find_entity(stream, server->more_schema))
        return server->more_schema;
#endif
    return NULL;
}

static bool emit_schema(struct qmp_stream *stream, struct json_writer *w)
{
    const struct qmp_schema *schema;

    if (!stream->at[4]) {
        json_write_begin(w, NULL, '[');
        stream->at[4] = true;
        return true;
    }
    schema = find_next(stream);
    if (!schema) {
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
