/* arguments.c - arguments that nearly fit a command.
 *
 * SPDX-License-Identifier: MIT */
#include "arguments.h"

#include "fuzz.h"

#define DEPTH_MAX 12 /* of what is made, well below any limit */

struct maker {
    const struct reference *reference;
    struct choices *choices;
    FILE *out;
};

/* True now and then, never without bytes. */
static bool now_and_then(struct maker *m)
{
    return choose(m->choices, 16) == 15;
}

#define PICK(m, list) list[choose((m)->choices, sizeof list / sizeof list[0])]

static void make_value(struct maker *m, const char *type, unsigned depth);

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

/* Any value but perhaps the right one. */
static void make_other(struct maker *m)
{
    static const char *const others[] = {"null",
                                         "true",
                                         "\"\"",
                                         "{}",
                                         "[]",
                                         "1",
                                         "1.0",
                                         "[[]]",
                                         "{\"x\":1}",
                                         "\"red\"",
                                         "[null]",
                                         "-1",
                                         "{\"type\":\"qcode\",\"data\":\"a\"}",
                                         "[{\"x\":1,\"y\":256}]",
                                         "\"\\u0000\"",
                                         "1e400"};

    fputs(PICK(m, others), m->out);
}

static void make_integer(struct maker *m)
{
    static const char *const edges[] = {"1",
                                        "0",
                                        "-1",
                                        "-0",
                                        "127",
                                        "128",
                                        "-128",
                                        "-129",
                                        "255",
                                        "256",
                                        "32767",
                                        "32768",
                                        "-32768",
                                        "-32769",
                                        "65535",
                                        "65536",
                                        "2147483647",
                                        "2147483648",
                                        "-2147483648",
                                        "-2147483649",
                                        "4294967295",
                                        "4294967296",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "-9223372036854775808",
                                        "-9223372036854775809",
                                        "18446744073709551615",
                                        "18446744073709551616",
                                        "-18446744073709551615",
                                        "1.0",
                                        "1e0",
                                        "-0.0",
                                        "0e400"};

    fputs(PICK(m, edges), m->out);
}

static void make_string(struct maker *m)
{
    static const char *const texts[] = {
        "a", "", "red", "\\\"", "\\\\", "\\u00e9", "\\u0000", "\\ud834\\udd1e", "/machine"};

    fprintf(m->out, "\"%s\"", PICK(m, texts));
}

static void make_builtin(struct maker *m, const char *json)
{
    if (strcmp(json, "int") == 0 || strcmp(json, "number") == 0)
        make_integer(m);
    else if (strcmp(json, "string") == 0)
        make_string(m);
    else if (strcmp(json, "boolean") == 0)
        fputs(choose(m->choices, 2) ? "false" : "true", m->out);
    else if (strcmp(json, "null") == 0)
        fputs("null", m->out);
    else
        make_other(m);
}

/* A value of the enum, one that goes on behind one, or one that ends before. */
static void make_enum_value(struct maker *m, const json_t *entity)
{
    const json_t *values = json_object_get(entity, "members");
    const char *name = text_of(
        json_array_get(values, choose(m->choices, (unsigned)json_array_size(values))), "name");
    int length = (int)strlen(name);

    switch (choose(m->choices, 24)) {
    case 21:
        fprintf(m->out, "\"%sx\"", name);
        break;
    case 22:
        fprintf(m->out, "\"%.*s\"", length > 0 ? length - 1 : 0, name);
        break;
    case 23:
        fprintf(m->out, "\"%s\\u0000\"", name);
        break;
    default:
        fprintf(m->out, "\"%s\"", name);
        break;
    }
}

static void make_array(struct maker *m, const json_t *entity, unsigned depth)
{
    static const uint8_t counts[] = {1, 0, 2, 3};
    unsigned count = PICK(m, counts);

    fputc('[', m->out);
    for (unsigned i = 0; i < count; i++) {
        if (i)
            fputc(',', m->out);
        make_value(m, text_of(entity, "element-type"), depth);
    }
    fputc(']', m->out);
}

/* ------------------------------------------------------------------- objects */

/* A key, its first letter sometimes as an escape. */
static void make_key(struct maker *m, const char *name, bool *first)
{
    fputs(*first ? "" : ",", m->out);
    *first = false;
    if (now_and_then(m) && name[0])
        fprintf(m->out, "\"\\u%04x%s\":", (unsigned char)name[0], name + 1);
    else
        fprintf(m->out, "\"%s\":", name);
}

static void make_members(struct maker *m, const json_t *entity, unsigned depth, bool *first)
{
    const json_t *members = json_object_get(entity, "members");
    size_t count = json_array_size(members);
    bool backwards = now_and_then(m);

    for (size_t i = 0; i < count; i++) {
        const json_t *member = json_array_get(members, backwards ? count - 1 - i : i);
        bool optional = json_object_get(member, "default") != NULL;

        if (optional ? choose(m->choices, 4) == 3 : now_and_then(m))
            continue;
        make_key(m, text_of(member, "name"), first);
        if (now_and_then(m))
            make_other(m);
        else
            make_value(m, text_of(member, "type"), depth);
    }
}

static void make_unexpected(struct maker *m, bool *first)
{
    static const char *const names[] = {"zz",       "typ",     "types", "",
                                        "x\\u0000", "\\u00e9", "\\\"",  "q"};

    make_key(m, "unexpected", first);
    make_other(m);
    if (now_and_then(m)) {
        make_key(m, PICK(m, names), first);
        make_other(m);
    }
}

/* Of a union: the branch that goes with the value of the tag that is written here, mostly. */
static void make_variant(struct maker *m, const json_t *entity, unsigned depth, bool *first)
{
    const json_t *members = json_object_get(entity, "members"), *member;
    const json_t *variants = json_object_get(entity, "variants");
    const json_t *chosen =
        json_array_get(variants, choose(m->choices, (unsigned)json_array_size(variants)));
    size_t i;

    json_array_foreach(members, i, member)
    {
        const char *name = text_of(member, "name");

        if (json_object_get(member, "default") && choose(m->choices, 4) == 3)
            continue;
        make_key(m, name, first);
        if (strcmp(name, text_of(entity, "tag")) == 0 && !now_and_then(m))
            fprintf(m->out, "\"%s\"", text_of(chosen, "case"));
        else
            make_value(m, text_of(member, "type"), depth);
    }
    if (now_and_then(m))
        chosen = json_array_get(variants, 0);
    make_members(m, reference_entity(m->reference, text_of(chosen, "type")), depth, first);
}

static void make_object(struct maker *m, const json_t *entity, unsigned depth)
{
    bool first = true, early = now_and_then(m);

    fputc('{', m->out);
    if (early)
        make_unexpected(m, &first);
    if (json_object_get(entity, "variants"))
        make_variant(m, entity, depth, &first);
    else
        make_members(m, entity, depth, &first);
    if (!early && now_and_then(m))
        make_unexpected(m, &first);
    fputc('}', m->out);
}

static void make_value(struct maker *m, const char *type, unsigned depth)
{
    const json_t *entity = reference_entity(m->reference, type);
    const char *meta = text_of(entity, "meta-type");
    const json_t *branches = json_object_get(entity, "members");

    if (depth > DEPTH_MAX || now_and_then(m)) {
        make_other(m);
    } else if (strcmp(meta, "builtin") == 0) {
        make_builtin(m, text_of(entity, "json-type"));
    } else if (strcmp(meta, "enum") == 0) {
        make_enum_value(m, entity);
    } else if (strcmp(meta, "array") == 0) {
        make_array(m, entity, depth + 1);
    } else if (strcmp(meta, "alternate") == 0) {
        unsigned i = choose(m->choices, (unsigned)json_array_size(branches));
        make_value(m, text_of(json_array_get(branches, i), "type"), depth + 1);
    } else {
        make_object(m, entity, depth + 1);
    }
}

char *arguments_make(const struct reference *r, const char *command, struct choices *c,
                     size_t *size)
{
    const json_t *entity = reference_entity(r, command);
    char *text = NULL;
    struct maker m = {r, c, open_memstream(&text, size)};

    REQUIRE(m.out);
    make_object(&m, reference_entity(r, text_of(entity, "arg-type")), 0);
    REQUIRE(fclose(m.out) == 0);
    return text;
}
