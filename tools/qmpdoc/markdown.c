/* markdown.c - pieces of Markdown that several parts of the reference need.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "qmpdoc.h"

void print_prose(const char *text)
{
    for (; *text; text++) {
        if (strchr("|<*`\\", *text))
            putchar('\\');
        putchar(*text);
    }
}

void print_type(const struct qmp_type *type)
{
    while (type->meta == QMP_ARRAY) {
        fputs("array of ", stdout);
        type = type->element;
    }
    printf("[`%s`](#type-%s)", type->name, type->name);
}

/* The members that a value of the tag brings along. */
static void print_branches(const struct qmp_type *object)
{
    const struct qmp_member *tag = &object->members[object->tag];

    printf("| `%s` | further members |\n|---|---|\n", tag->name);
    for (unsigned i = 0; i < tag->type->count; i++) {
        printf("| `%s` | ", tag->type->values[i]);
        if (object->branches[i]) {
            fputs("those of ", stdout);
            print_type(object->branches[i]);
            puts(" |");
        } else {
            puts("none |");
        }
    }
    putchar('\n');
}

void print_members(const struct qmp_type *object)
{
    if (object->count == 0)
        return;
    puts("| member | type | presence | meaning |\n|---|---|---|---|");
    for (unsigned i = 0; i < object->count; i++) {
        const struct qmp_member *m = &object->members[i];

        printf("| `%s` | ", m->name);
        print_type(m->type);
        printf(" | %s | ", m->optional ? "optional" : "always");
        print_prose(m->help);
        puts(" |");
    }
    putchar('\n');
    if (object->branches)
        print_branches(object);
    if (object->open)
        puts("Further members may have any name.\n");
}

static void print_builtin_example(const struct qmp_type *type)
{
    static const char *const values[] = {
        [QMP_STRING] = "\"...\"", [QMP_INT] = "1",     [QMP_NUMBER] = "1.5",
        [QMP_BOOLEAN] = "true",   [QMP_NULL] = "null", [QMP_VALUE] = "null",
    };

    fputs(values[type->json], stdout);
}

static void print_member_examples(const struct qmp_type *object, const char *before)
{
    for (unsigned i = 0; i < object->count; i++) {
        printf("%s\"%s\": ", before, object->members[i].name);
        print_example(object->members[i].type);
        before = ", ";
    }
}

/* Arguments nest at most QMP_CHECK_DEPTH deep, so this does. */
void print_example(const struct qmp_type *type)
{
    switch (type->meta) {
    case QMP_ENUM:
        printf("\"%s\"", type->values[0]);
        break;
    case QMP_ARRAY:
        putchar('[');
        print_example(type->element);
        putchar(']');
        break;
    case QMP_ALTERNATE:
        print_example(type->members[0].type);
        break;
    case QMP_OBJECT:
        putchar('{');
        print_member_examples(type, "");
        /* The example of an enum is its first value, and so is that of a tag. */
        if (type->branches && type->branches[0])
            print_member_examples(type->branches[0], ", ");
        putchar('}');
        break;
    default:
        print_builtin_example(type);
        break;
    }
}
