/* reference.c - whether arguments fit a command, slowly.
 *
 * Sources: QEMU's docs/devel/qapi-code-gen ("Client JSON Protocol introspection"), and its texts.
 *
 * SPDX-License-Identifier: MIT */
#include "reference.h"

#include <errno.h>

#include "fuzz.h"

/* Where a value is: a member of what is at PARENT, or its element. */
struct place {
    const struct place *parent; /* NULL: the arguments themselves */
    const char *name;           /* NULL: an element */
    size_t index;
};

/* A type: what clients are told of it, and its row in the tables for the rest. */
struct type {
    const json_t *entity;
    const struct qmp_type *row;
};

void reference_init(struct reference *r, const char *text, size_t size,
                    const struct qmp_schema *more, size_t where_max)
{
    json_t *list = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL), *entity;
    size_t i;

    REQUIRE(json_is_array(list));
    r->entities = json_object();
    r->tables[0] = &qmp_schema;
    r->tables[1] = more;
    r->where_max = where_max;
    json_array_foreach(list, i, entity)
    {
        const char *name = json_string_value(json_object_get(entity, "name"));

        REQUIRE(name && !json_object_get(r->entities, name));
        REQUIRE(json_object_set(r->entities, name, entity) == 0);
    }
    json_decref(list);
}

const struct qmp_command *reference_command(const struct reference *r, const char *command)
{
    for (unsigned t = 0; t < 2 && r->tables[t]; t++)
        for (unsigned i = 0; i < r->tables[t]->command_count; i++)
            if (strcmp(r->tables[t]->commands[i].name, command) == 0)
                return &r->tables[t]->commands[i];
    return NULL;
}

const json_t *reference_entity(const struct reference *r, const char *name)
{
    const json_t *entity = json_object_get(r->entities, name);

    REQUIRE(entity);
    return entity;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static bool is(const json_t *object, const char *key, const char *text)
{
    return strcmp(text_of(object, key), text) == 0;
}

/* --------------------------------------------------------------------- errors */

static void write_path(const struct place *p, char *to)
{
    *to = '\0';
    if (!p)
        return;
    write_path(p->parent, to);
    if (p->name)
        sprintf(to + strlen(to), "%s%s", p->parent ? "." : "", p->name);
    else
        sprintf(to + strlen(to), "[%zu]", p->index);
}

/* FORMAT has a %s for the place: its whole path, or what it is called alone. */
static bool fail(struct reference *r, const struct place *p, bool whole, const char *format)
{
    static char where[REFERENCE_ERROR_MAX];

    if (whole)
        write_path(p, where);
    else
        strcpy(where, p->name ? p->name : "null");
    where[r->where_max - 1] = '\0';
    snprintf(r->error, sizeof r->error, format, where);
    return false;
}

static bool fail_kind(struct reference *r, const struct place *p, const char *kind)
{
    char format[80];

    snprintf(format, sizeof format, "Invalid parameter type for '%%s', expected: %s", kind);
    return fail(r, p, true, format);
}

/* -------------------------------------------------------------------- scalars */

/* A string without its mark; NULL when the value is none. */
static const char *string_of(const json_t *value)
{
    const char *text = json_string_value(value);

    return text && text[0] == 'S' ? text + 1 : NULL;
}

static const char *digits_of(const json_t *value)
{
    const char *text = json_string_value(value);

    return text && text[0] == 'N' ? text + 1 : NULL;
}

static bool check_integer(struct reference *r, const struct qmp_type *row, const json_t *value,
                          const struct place *p)
{
    const char *digits = digits_of(value);
    bool integer = digits && digits[strspn(digits, "-0123456789")] == '\0';
    bool is_signed, natural;
    long long i = 0, most = row->bits == 64 ? INT64_MAX : (1LL << (row->bits - 1)) - 1;
    unsigned long long u = 0;
    char format[80];

    REQUIRE(row->meta == QMP_BUILTIN && row->json == QMP_INT);
    errno = 0;
    if (integer)
        i = strtoll(digits, NULL, 10);
    is_signed = integer && errno == 0;
    errno = 0;
    if (integer)
        u = strtoull(digits, NULL, 10);
    natural = integer && errno == 0 && (digits[0] != '-' || u == 0);

    snprintf(format, sizeof format, "Parameter '%%s' expects %sint%u_t",
             row->is_unsigned ? "u" : "", row->bits);
    if (!row->is_unsigned) {
        if (!is_signed)
            return fail_kind(r, p, "integer");
        return (i <= most && i >= -most - 1) || fail(r, p, false, format);
    }
    if (natural && (row->bits == 64 || u < 1ULL << row->bits))
        return true;
    if (row->bits < 64 && (natural || is_signed))
        return fail(r, p, false, format);
    return fail(r, p, true, "Parameter '%s' expects uint64");
}

static bool check_builtin(struct reference *r, struct type type, const json_t *value,
                          const struct place *p)
{
    const char *kind = text_of(type.entity, "json-type");

    if (strcmp(kind, "int") == 0)
        return check_integer(r, type.row, value, p);
    if (strcmp(kind, "string") == 0)
        return string_of(value) || fail_kind(r, p, kind);
    if (strcmp(kind, "number") == 0)
        return digits_of(value) || fail_kind(r, p, kind);
    if (strcmp(kind, "boolean") == 0)
        return json_is_boolean(value) || fail_kind(r, p, kind);
    if (strcmp(kind, "null") == 0)
        return json_is_null(value) || fail_kind(r, p, kind);
    REQUIRE(strcmp(kind, "value") == 0);
    return true;
}

static bool check_enum(struct reference *r, struct type type, const json_t *value,
                       const struct place *p)
{
    const char *text = string_of(value);
    const json_t *member;
    size_t i, room;

    if (!text)
        return fail_kind(r, p, "string");
    json_array_foreach(json_object_get(type.entity, "members"), i,
                       member) if (json_string_length(value) - 1 ==
                                       strlen(text_of(member, "name")) &&
                                   is(member, "name", text)) return true;
    fail(r, p, false, "Parameter '%s' does not accept value '");
    room = sizeof r->error - strlen(r->error);
    snprintf(r->error + strlen(r->error), room, "%s'", text);
    return false;
}

/* ----------------------------------------------------------------- structures */

static bool check_value(struct reference *r, struct type type, const json_t *value,
                        const struct place *p);

static bool check_array(struct reference *r, struct type type, const json_t *value,
                        const struct place *p)
{
    struct type element = {reference_entity(r, text_of(type.entity, "element-type")),
                           type.row->element};
    const json_t *v;
    size_t i;

    if (!json_is_array(value))
        return fail_kind(r, p, "array");
    json_array_foreach(
        value, i, v) if (!check_value(r, element, v, &(struct place){p, NULL, i})) return false;
    return true;
}

static struct type member_type(const struct reference *r, const json_t *member,
                               const struct qmp_type *row)
{
    for (unsigned i = 0; i < row->count; i++)
        if (is(member, "name", row->members[i].name))
            return (struct type){reference_entity(r, text_of(member, "type")),
                                 row->members[i].type};
    REQUIRE(!"introspection tells of a member that the tables have not");
    abort();
}

/* The members of TYPE, which VALUE may have others beside; their names go to KNOWN. */
static bool check_members(struct reference *r, struct type type, const json_t *value,
                          const struct place *p, json_t *known)
{
    const json_t *member;
    size_t i;

    json_array_foreach(json_object_get(type.entity, "members"), i, member)
    {
        const char *name = text_of(member, "name");
        const json_t *v = json_object_get(value, name);
        struct place at = {p, name, 0};

        json_object_set_new(known, name, json_true());
        if (!v && !json_object_get(member, "default"))
            return fail(r, &at, true, "Parameter '%s' is missing");
        if (v && !check_value(r, member_type(r, member, type.row), v, &at))
            return false;
    }
    return true;
}

/* The row of the type NAME among the branches of a union, or NULL. */
static const struct qmp_type *branch_row(const struct qmp_type *row, const char *name)
{
#if QMP_UNIONS
    for (unsigned i = 0; i < row->members[row->tag].type->count; i++)
        if (row->branches[i] && strcmp(row->branches[i]->name, name) == 0)
            return row->branches[i];
#else
    (void)row;
#endif
    REQUIRE(strcmp(name, "q_empty") == 0);
    return NULL;
}

/* What the tag of a union brings in addition; the row is NULL when that is nothing. */
static struct type variant(const struct reference *r, struct type type, const json_t *value)
{
    const char *tag = string_of(json_object_get(value, text_of(type.entity, "tag")));
    const json_t *v;
    size_t i;

    json_array_foreach(json_object_get(type.entity, "variants"), i,
                       v) if (tag && is(v, "case", tag)) return (struct type){
        reference_entity(r, text_of(v, "type")), branch_row(type.row, text_of(v, "type"))};
    return (struct type){NULL, NULL};
}

static bool is_open(const struct qmp_type *row)
{
#if QMP_UNIONS
    return row->open;
#else
    (void)row;
    return false;
#endif
}

static bool check_object(struct reference *r, struct type type, const json_t *value,
                         const struct place *p)
{
    json_t *known = json_object();
    const char *key, *unexpected = NULL;
    struct type more;
    json_t *v;
    bool good;

    if (!json_is_object(value)) {
        json_decref(known);
        return fail_kind(r, p, "object");
    }
    good = check_members(r, type, value, p, known);
    more = good ? variant(r, type, value) : (struct type){NULL, NULL};
    if (more.row)
        good = check_members(r, more, value, p, known);
    json_object_foreach((json_t *)value, key, v) if (!json_object_get(known, key)) unexpected = key;
    json_decref(known);
    if (good && unexpected && !is_open(type.row)) {
        good = fail(r, p, true, p ? "Parameter '%s." : "Parameter '%s");
        r->error[strlen("Parameter '") + r->where_max - 1] = '\0'; /* the dot belongs to the path */
        snprintf(r->error + strlen(r->error), sizeof r->error - strlen(r->error),
                 "%s' is unexpected", unexpected);
    }
    return good;
}

/* The kind of JSON that a branch of an alternate takes. */
static bool takes(const json_t *entity, const json_t *value)
{
    const char *json = text_of(entity, "json-type");

    if (is(entity, "meta-type", "enum") || strcmp(json, "string") == 0)
        return string_of(value) != NULL;
    if (strcmp(json, "int") == 0 || strcmp(json, "number") == 0)
        return digits_of(value) != NULL;
    return (is(entity, "meta-type", "object") && json_is_object(value)) ||
           (is(entity, "meta-type", "array") && json_is_array(value)) ||
           (strcmp(json, "boolean") == 0 && json_is_boolean(value)) ||
           (strcmp(json, "null") == 0 && json_is_null(value));
}

static bool check_alternate(struct reference *r, struct type type, const json_t *value,
                            const struct place *p)
{
    const json_t *member;
    char format[120];
    size_t i;

    json_array_foreach(json_object_get(type.entity, "members"), i, member)
    {
        struct type branch = {reference_entity(r, text_of(member, "type")),
                              type.row->members[i].type};

        if (takes(branch.entity, value))
            return check_value(r, branch, value, p);
    }
    snprintf(format, sizeof format, "Invalid parameter type for '%%s', expected: %s",
             text_of(type.entity, "name"));
    return fail(r, p, false, format);
}

static bool check_value(struct reference *r, struct type type, const json_t *value,
                        const struct place *p)
{
    if (is(type.entity, "meta-type", "builtin"))
        return check_builtin(r, type, value, p);
    if (is(type.entity, "meta-type", "enum"))
        return check_enum(r, type, value, p);
    if (is(type.entity, "meta-type", "array"))
        return check_array(r, type, value, p);
    if (is(type.entity, "meta-type", "alternate"))
        return check_alternate(r, type, value, p);
    REQUIRE(is(type.entity, "meta-type", "object"));
    return check_object(r, type, value, p);
}

const char *reference_check(struct reference *r, const char *command, const json_t *arguments)
{
    const json_t *entity = reference_entity(r, command);
    struct type type = {reference_entity(r, text_of(entity, "arg-type")),
                        reference_command(r, command)->arguments};
    json_t *none = json_object();
    bool good = check_value(r, type, arguments ? arguments : none, NULL);

    REQUIRE(is(entity, "meta-type", "command"));
    json_decref(none);
    return good ? NULL : r->error;
}
