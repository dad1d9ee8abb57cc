/* schema.c - the model of a server's commands and types.
 *
 * SPDX-License-Identifier: MIT */
#include "common/schema.h"

#include <stdlib.h>
#include <string.h>

enum { VALUES_SHOWN = 6, DESCRIBE_DEPTH = 4 };

struct schema {
    struct qmpc_message *reply;
    struct schema_entry *entries;
    size_t count;
};

static enum schema_kind kind_of(struct qmpc_json json)
{
    static const char *const names[] = {
        [SCHEMA_BUILTIN] = "builtin",     [SCHEMA_ENUM] = "enum",
        [SCHEMA_ARRAY] = "array",         [SCHEMA_OBJECT] = "object",
        [SCHEMA_ALTERNATE] = "alternate", [SCHEMA_COMMAND] = "command",
        [SCHEMA_EVENT] = "event",
    };
    struct qmpc_json meta;
    qmpc_json_member(json, "meta-type", &meta);
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++)
        if (qmpc_json_string_is(meta, names[i]))
            return (enum schema_kind)i;
    return SCHEMA_OTHER;
}

static int compare(const void *left, const void *right)
{
    const struct schema_entry *a = left;
    const struct schema_entry *b = right;
    return strcmp(a->name, b->name);
}

static bool fill(struct schema *schema, struct qmpc_json list)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(list);
    struct qmpc_json json;
    struct qmpc_json name;
    schema->entries = calloc(qmpc_json_count(list) + 1, sizeof *schema->entries);
    if (schema->entries == NULL)
        return false;
    while (qmpc_json_next(&walk, NULL, &json)) {
        struct schema_entry *entry = &schema->entries[schema->count];
        qmpc_json_member(json, "name", &name);
        entry->name = qmpc_json_strdup(name);
        entry->kind = kind_of(json);
        entry->json = json;
        if (entry->name != NULL)
            schema->count++;
    }
    qsort(schema->entries, schema->count, sizeof *schema->entries, compare);
    return schema->count > 0;
}

struct schema *schema_new(struct qmpc_message *reply)
{
    struct schema *schema = calloc(1, sizeof *schema);
    if (schema == NULL) {
        qmpc_message_free(reply);
        return NULL;
    }
    schema->reply = reply;
    struct qmpc_json list = qmpc_get(reply, "return");
    if (qmpc_json_type(list) == QMPC_JSON_ARRAY && fill(schema, list))
        return schema;
    schema_free(schema);
    return NULL;
}

void schema_free(struct schema *schema)
{
    if (schema == NULL)
        return;
    for (size_t i = 0; i < schema->count; i++)
        free(schema->entries[i].name);
    free(schema->entries);
    qmpc_message_free(schema->reply);
    free(schema);
}

const struct schema_entry *schema_entries(const struct schema *schema, size_t *count)
{
    *count = schema != NULL ? schema->count : 0;
    return schema != NULL ? schema->entries : NULL;
}

const struct schema_entry *schema_find(const struct schema *schema, const char *name)
{
    if (schema == NULL || name == NULL)
        return NULL;
    const struct schema_entry wanted = {.name = (char *)name};
    return bsearch(&wanted, schema->entries, schema->count, sizeof wanted, compare);
}

const struct schema_entry *schema_command(const struct schema *schema, const char *name)
{
    const struct schema_entry *entry = schema_find(schema, name);
    return entry != NULL && entry->kind == SCHEMA_COMMAND ? entry : NULL;
}

/* The entry that a string in the schema names. */
static const struct schema_entry *named(const struct schema *schema, struct qmpc_json string)
{
    char *name = qmpc_json_strdup(string);
    const struct schema_entry *entry = schema_find(schema, name);
    free(name);
    return entry;
}

const struct schema_entry *schema_type(const struct schema *schema,
                                       const struct schema_entry *entry, const char *member)
{
    struct qmpc_json name;
    if (entry == NULL || qmpc_json_member(entry->json, member, &name) != QMPC_OK)
        return NULL;
    return named(schema, name);
}

static void visit_members(const struct schema *schema, struct qmpc_json members, bool optional,
                          schema_visit *visit, void *context)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(members);
    struct qmpc_json json;
    struct qmpc_json part;
    while (qmpc_json_next(&walk, NULL, &json)) {
        struct schema_member member = {.optional =
                                           qmpc_json_member(json, "default", &part) == QMPC_OK};
        if (member.optional != optional || qmpc_json_member(json, "name", &part) != QMPC_OK)
            continue;
        member.name = qmpc_json_strdup(part);
        qmpc_json_member(json, "type", &part);
        member.type = named(schema, part);
        if (member.name != NULL)
            visit(context, &member);
        free(member.name);
    }
}

void schema_members(const struct schema *schema, const struct schema_entry *object,
                    schema_visit *visit, void *context)
{
    struct qmpc_json members;
    if (object == NULL || object->kind != SCHEMA_OBJECT ||
        qmpc_json_member(object->json, "members", &members) != QMPC_OK)
        return;
    visit_members(schema, members, false, visit, context);
    visit_members(schema, members, true, visit, context);
}

struct search {
    const char *name;
    const struct schema_entry *type;
};

static void match_member(void *context, const struct schema_member *member)
{
    struct search *search = context;
    if (strcmp(member->name, search->name) == 0)
        search->type = member->type;
}

const struct schema_entry *schema_member_type(const struct schema *schema,
                                              const struct schema_entry *object, const char *name)
{
    struct search search = {.name = name};
    schema_members(schema, object, match_member, &search);
    return search.type;
}

char *schema_tag(const struct schema_entry *object)
{
    struct qmpc_json tag;
    if (object == NULL || qmpc_json_member(object->json, "tag", &tag) != QMPC_OK)
        return NULL;
    return qmpc_json_strdup(tag);
}

const struct schema_entry *schema_case(const struct schema *schema,
                                       const struct schema_entry *object, const char *value)
{
    struct qmpc_json variants;
    struct qmpc_json json;
    struct qmpc_json part;
    if (object == NULL || qmpc_json_member(object->json, "variants", &variants) != QMPC_OK)
        return NULL;
    struct qmpc_json_iter walk = qmpc_json_iterate(variants);
    while (qmpc_json_next(&walk, NULL, &json))
        if (qmpc_json_member(json, "case", &part) == QMPC_OK && qmpc_json_string_is(part, value) &&
            qmpc_json_member(json, "type", &part) == QMPC_OK)
            return named(schema, part);
    return NULL;
}

/* The types an alternate may be of.  None of them is an alternate. */
static void visit_alternatives(const struct schema *schema, const struct schema_entry *type,
                               schema_visit_value *visit, void *context)
{
    struct qmpc_json members;
    struct qmpc_json json;
    struct qmpc_json part;
    qmpc_json_member(type->json, "members", &members);
    struct qmpc_json_iter walk = qmpc_json_iterate(members);
    while (qmpc_json_next(&walk, NULL, &json)) {
        qmpc_json_member(json, "type", &part);
        const struct schema_entry *one = named(schema, part);
        if (one != NULL && one->kind != SCHEMA_ALTERNATE)
            schema_values(schema, one, visit, context);
    }
}

void schema_values(const struct schema *schema, const struct schema_entry *type,
                   schema_visit_value *visit, void *context)
{
    struct qmpc_json values;
    struct qmpc_json json;
    if (type == NULL)
        return;
    if (type->kind == SCHEMA_BUILTIN && qmpc_json_member(type->json, "json-type", &json) == 0 &&
        qmpc_json_string_is(json, "boolean")) {
        visit(context, "false");
        visit(context, "true");
    }
    if (type->kind == SCHEMA_ALTERNATE)
        visit_alternatives(schema, type, visit, context);
    if (type->kind != SCHEMA_ENUM || qmpc_json_member(type->json, "values", &values) != QMPC_OK)
        return;
    struct qmpc_json_iter walk = qmpc_json_iterate(values);
    while (qmpc_json_next(&walk, NULL, &json)) {
        char *value = qmpc_json_strdup(json);
        if (value != NULL)
            visit(context, value);
        free(value);
    }
}

struct listing {
    FILE *out;
    size_t count;
};

static void describe_value(void *context, const char *value)
{
    struct listing *listing = context;
    if (listing->count < VALUES_SHOWN)
        fprintf(listing->out, "%s%s", listing->count > 0 ? "|" : "", value);
    else if (listing->count == VALUES_SHOWN)
        fputs("|...", listing->out);
    listing->count++;
}

static void describe(const struct schema *schema, const struct schema_entry *type, FILE *out,
                     int depth)
{
    struct listing listing = {.out = out};
    enum schema_kind kind = type != NULL ? type->kind : SCHEMA_OTHER;
    if (kind == SCHEMA_BUILTIN) {
        fputs(type->name, out);
    } else if (kind == SCHEMA_ENUM) {
        schema_values(schema, type, describe_value, &listing);
    } else if (kind == SCHEMA_ARRAY) {
        fputc('[', out);
        if (depth < DESCRIBE_DEPTH)
            describe(schema, schema_type(schema, type, "element-type"), out, depth + 1);
        fputc(']', out);
    } else if (kind == SCHEMA_OBJECT) {
        fputs(qmpc_json_find(type->json, "members.0", &(struct qmpc_json){0}) == 0 ? "{...}" : "{}",
              out);
    } else {
        fputs("any", out);
    }
}

void schema_describe(const struct schema *schema, const struct schema_entry *type, FILE *out)
{
    describe(schema, type, out, 0);
}
