/* check.c - checks a command's arguments against the schema.
 *
 * Walks types and values together with an explicit stack of QMP_CHECK_DEPTH
 * levels.  The order of checks is QEMU's: known members in the order of the
 * schema (missing, then wrong), and unexpected ones when an object is through.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"
#include "qmp/memory.h"

/* An object or array being checked. */
struct level {
    const struct qmp_type *type;
#if QMP_UNIONS
    const struct qmp_type *branch; /* union: what its tag chose, once it is checked; or NULL */
#endif
    const char *name; /* by which its parent knows it; NULL for elements */
    int value;        /* its token */
    int next;         /* object: member to check next; array: next element's token */
    int index;        /* array: of the element being checked, else -1 */
};

struct check {
    struct qmp_call *call;
    int depth;
    struct level levels[QMP_CHECK_DEPTH];
};

/* ------------------------------------------------------------------- errors */

static void append(char *where, const char *text)
{
    uint32_t used = text_length(where), more = text_length(text);

    if (more > QMP_WHERE_MAX - 1 - used)
        more = QMP_WHERE_MAX - 1 - used;
    memcpy(where + used, text, more);
    where[used + more] = '\0';
}

/* Writes "keys[0].data." into call->where: the path to the members of the
 * innermost level, or to its element when NAME is NULL; then NAME. */
static void set_path(struct check *c, const char *name)
{
    char *where = c->call->where, number[21];

    where[0] = '\0';
    for (int i = 1; i < c->depth; i++) {
        const struct level *l = &c->levels[i];

        if (l->name) {
            if (i > 1)
                append(where, ".");
            append(where, l->name);
        }
        if (l->type->meta == QMP_ARRAY) {
            json_format_uint(number, (uint64_t)l->index);
            append(where, "[");
            append(where, number);
            append(where, "]");
        }
    }
    if (name) {
        if (c->depth > 1)
            append(where, ".");
        append(where, name);
    }
}

static int fail_type(struct check *c, const char *name, const char *format)
{
    set_path(c, name);
    return qmp_fail(c->call, QMP_GENERIC_ERROR, format);
}

/* Some of QEMU's errors name the member alone, and an array's element "null". */
static int fail_member(struct check *c, const char *name, const char *format)
{
    c->call->where[0] = '\0';
    append(c->call->where, name ? name : "null");
    return qmp_fail(c->call, QMP_GENERIC_ERROR, format);
}

/* ------------------------------------------------------------------ scalars */

/* QEMU's texts tell apart what is no integer of 64 bits, by the full path, and what
 * does not fit a narrower one, by the member alone. */
static int check_int(struct check *c, const char *name, const struct qmp_type *type, int value)
{
    static const char *const narrow[2][3] = {
        {"Parameter '%w' expects int8_t", "Parameter '%w' expects int16_t",
         "Parameter '%w' expects int32_t"},
        {"Parameter '%w' expects uint8_t", "Parameter '%w' expects uint16_t",
         "Parameter '%w' expects uint32_t"},
    };
    const struct json_doc *doc = &c->call->doc;
    bool number = json_type(doc, value) == JSON_NUMBER, fits = true;
    unsigned bits = type->bits;
    int64_t i = 0;
    uint64_t u = 0;

    if (type->is_unsigned) {
        /* A negative one is an integer, but fits no unsigned type. */
        bool negative = number && json_int64(doc, value, &i) == 0 && i < 0;

        if (!negative && (!number || json_uint64(doc, value, &u) < 0))
            return fail_type(c, name, "Parameter '%w' expects uint64");
        if (negative && bits == 64)
            return fail_type(c, name, "Parameter '%w' expects uint64");
        fits = !negative && (bits == 64 || u >> bits == 0);
    } else {
        if (!number || json_int64(doc, value, &i) < 0)
            return fail_type(c, name, "Invalid parameter type for '%w', expected: integer");
        fits = i >> (bits - 1) == 0 || i >> (bits - 1) == -1;
    }
    if (fits)
        return 0;
    return fail_member(c, name, narrow[type->is_unsigned][bits == 8 ? 0 : bits == 16 ? 1 : 2]);
}

static int check_builtin(struct check *c, const char *name, const struct qmp_type *type, int value)
{
    static const struct {
        uint8_t json;
        const char *format;
    } wanted[] = {
        [QMP_STRING] = {JSON_STRING, "Invalid parameter type for '%w', expected: string"},
        [QMP_NUMBER] = {JSON_NUMBER, "Invalid parameter type for '%w', expected: number"},
        [QMP_BOOLEAN] = {JSON_BOOL, "Invalid parameter type for '%w', expected: boolean"},
        [QMP_NULL] = {JSON_NULL, "Invalid parameter type for '%w', expected: null"},
    };

    if (type->json == QMP_VALUE)
        return 0;
    if (type->json == QMP_INT)
        return check_int(c, name, type, value);
    if (json_type(&c->call->doc, value) != wanted[type->json].json)
        return fail_type(c, name, wanted[type->json].format);
    return 0;
}

static int check_enum(struct check *c, const char *name, const struct qmp_type *type, int value)
{
    struct qmp_call *call = c->call;

    if (json_type(&call->doc, value) != JSON_STRING)
        return fail_type(c, name, "Invalid parameter type for '%w', expected: string");
    for (unsigned i = 0; i < type->count; i++)
        if (json_equals(&call->doc, value, type->values[i]))
            return 0;
    call->error_text = json_span(&call->doc, value);
    return fail_member(c, name, "Parameter '%w' does not accept value '%t'");
}

/* --------------------------------------------------------------- structures */

/* The branch of an alternate that takes a value of this JSON type, or NULL. */
static const struct qmp_type *choose_branch(const struct qmp_type *type, enum json_type json)
{
    for (unsigned i = 0; i < type->count; i++) {
        const struct qmp_type *t = type->members[i].type;
        bool fits;

        switch (t->meta) {
        case QMP_ENUM:
            fits = json == JSON_STRING;
            break;
        case QMP_ARRAY:
            fits = json == JSON_ARRAY;
            break;
        case QMP_OBJECT:
            fits = json == JSON_OBJECT;
            break;
        default:
            fits = (t->json == QMP_STRING && json == JSON_STRING) ||
                   ((t->json == QMP_INT || t->json == QMP_NUMBER) && json == JSON_NUMBER) ||
                   (t->json == QMP_BOOLEAN && json == JSON_BOOL) ||
                   (t->json == QMP_NULL && json == JSON_NULL);
            break;
        }
        if (fits)
            return t;
    }
    return NULL;
}

static int descend(struct check *c, const char *name, const struct qmp_type *type, int value)
{
    bool array = type->meta == QMP_ARRAY;

    if (json_type(&c->call->doc, value) != (array ? JSON_ARRAY : JSON_OBJECT))
        return fail_type(c, name,
                         array ? "Invalid parameter type for '%w', expected: array"
                               : "Invalid parameter type for '%w', expected: object");
    c->levels[c->depth++] = (struct level){.type = type,
                                           .name = name,
                                           .value = value,
                                           .next = array ? json_first(value) : 0,
                                           .index = -1};
    return 0;
}

static int check_value(struct check *c, const char *name, const struct qmp_type *type, int value)
{
    if (type->meta == QMP_ALTERNATE) {
        const struct qmp_type *chosen = choose_branch(type, json_type(&c->call->doc, value));

        if (!chosen) {
            c->call->error_text = (struct json_span){type->name, text_length(type->name)};
            return fail_member(c, name, "Invalid parameter type for '%w', expected: %t");
        }
        type = chosen;
    }
    switch (type->meta) {
    case QMP_BUILTIN:
        return check_builtin(c, name, type, value);
    case QMP_ENUM:
        return check_enum(c, name, type, value);
    default:
        return descend(c, name, type, value);
    }
}

static int check_element(struct check *c, struct level *l)
{
    int element = l->next;

    if (element >= json_end(&c->call->doc, l->value)) {
        c->depth--;
        return 0;
    }
    l->next = json_next(&c->call->doc, element);
    l->index++;
    return check_value(c, NULL, l->type->element, element);
}

static bool is_member(const struct json_doc *doc, const struct qmp_type *type, int key)
{
    for (unsigned i = 0; i < type->count; i++)
        if (json_equals(doc, key, type->members[i].name))
            return true;
    return false;
}

#if QMP_UNIONS

static bool is_open(const struct level *l)
{
    return l->type->open;
}

/* The branch of a union, or NULL. */
static const struct qmp_type *branch(const struct level *l)
{
    return l->branch;
}

/* The tag of the union has just been checked and is VALUE. */
static void take_branch(struct check *c, struct level *l, int value)
{
    const struct qmp_type *tag = l->type->members[l->type->tag].type;

    for (unsigned i = 0; i < tag->count; i++)
        if (json_equals(&c->call->doc, value, tag->values[i]))
            l->branch = l->type->branches[i];
}

static bool is_tag(const struct level *l, int member)
{
    return l->type->branches != NULL && member == l->type->tag;
}

#else
#define is_open(l)                       false
#define branch(l)                        ((const struct qmp_type *)NULL)
#define take_branch(check, level, value) (void)0
#define is_tag(l, member)                false
#endif

static int check_unexpected(struct check *c, const struct level *l)
{
    const struct json_doc *doc = &c->call->doc;
    int end = json_end(doc, l->value), unexpected = -1;

    for (int key = json_first(l->value); key < end; key = json_next(doc, key))
        if (!is_open(l) && !is_member(doc, l->type, key) &&
            (branch(l) == NULL || !is_member(doc, branch(l), key)))
            unexpected = key;
    if (unexpected < 0) {
        c->depth--;
        return 0;
    }
    set_path(c, c->depth > 1 ? "" : NULL);
    c->call->error_text = json_span(doc, unexpected);
    return qmp_fail(c->call, QMP_GENERIC_ERROR, "Parameter '%w%t' is unexpected");
}

/* The member to check next: the type's own, then those of its branch; NULL: none is left. */
static const struct qmp_member *next_member(const struct level *l)
{
    unsigned next = (unsigned)l->next, own = l->type->count;

    if (next < own)
        return &l->type->members[next];
    if (branch(l) != NULL && next - own < branch(l)->count)
        return &branch(l)->members[next - own];
    return NULL;
}

static int check_member(struct check *c, struct level *l)
{
    const struct qmp_member *m = next_member(l);
    int value, result;

    if (m == NULL)
        return check_unexpected(c, l);
    value = json_member(&c->call->doc, l->value, m->name);
    if (c->depth == 1)
        c->call->argument[l->next] = (int16_t)value;
    l->next++;
    if (value < 0)
        return m->optional ? 0 : fail_type(c, m->name, "Parameter '%w' is missing");
    result = check_value(c, m->name, m->type, value);
    if (result == 0 && is_tag(l, l->next - 1))
        take_branch(c, l, value);
    return result;
}

/* Those of a union's branch come behind the type's own. */
static void forget_arguments(struct qmp_call *call, const struct qmp_type *type)
{
    unsigned count = type->count;

#if QMP_UNIONS
    if (type->branches)
        count = QMP_ARGUMENTS_MAX;
#endif
    for (unsigned i = 0; i < count; i++)
        call->argument[i] = -1;
}

int qmp_check_arguments(struct qmp_call *call, const struct qmp_type *type, int arguments)
{
    struct check c; /* the levels are set as they are entered */
    int result = 0;

    c.call = call;
    c.depth = 0;
    forget_arguments(call, type);
#if QMP_UNIONS
    call->arguments = arguments;
#endif
    if (arguments < 0) {
        for (unsigned i = 0; i < type->count; i++)
            if (!type->members[i].optional)
                return fail_type(&c, type->members[i].name, "Parameter '%w' is missing");
        return 0;
    }
    (void)descend(&c, NULL, type, arguments);
    while (c.depth > 0 && result == 0) {
        struct level *l = &c.levels[c.depth - 1];

        result = l->type->meta == QMP_ARRAY ? check_element(&c, l) : check_member(&c, l);
    }
    return result;
}
