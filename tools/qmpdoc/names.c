/* names.c - the names that clients rely on, one command, event or type a line, without prose.
 *
 * What a version promises is compared by this list (docs/interface): a line is a kind, a name, and
 * words in any order.  `a:T` is a member, `a?:T` an optional one, [T] an array of T, `->T` what a
 * command returns, `=v` a value of an enumeration, `|T` a type of an alternate, `v>T` what the
 * value v of a union's tag brings along; `+` and a word is a property.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "qmpdoc.h"

static void print_name(const struct qmp_type *type)
{
    unsigned depth = 0;

    for (; type->meta == QMP_ARRAY; type = type->element, depth++)
        putchar('[');
    fputs(type->name, stdout);
    while (depth--)
        putchar(']');
}

static void print_member_words(const struct qmp_type *object)
{
    for (unsigned i = 0; i < object->count; i++) {
        const struct qmp_member *m = &object->members[i];

        printf(" %s%s:", m->name, m->optional ? "?" : "");
        print_name(m->type);
    }
    if (object->open)
        fputs(" +open", stdout);
    if (!object->branches)
        return;
    printf(" +tag=%s", object->members[object->tag].name);
    for (unsigned i = 0; i < object->members[object->tag].type->count; i++)
        if (object->branches[i]) {
            printf(" %s>", object->members[object->tag].type->values[i]);
            print_name(object->branches[i]);
        }
}

static void print_command_line(const struct qmp_command *command)
{
    static const struct {
        unsigned flag;
        const char *word;
    } flags[] = {{QMP_ALLOW_EARLY, "early"},
                 {QMP_ALLOW_OOB, "oob"},
                 {QMP_READ_ONLY, "read-only"},
                 {QMP_SAVEVM_MONITOR_NODES, "savevm-monitor-nodes"}};

    printf("command %s", command->name);
    print_member_words(command->arguments);
    for (unsigned i = 0; i < sizeof flags / sizeof *flags; i++)
        if (command->flags & flags[i].flag)
            printf(" +%s", flags[i].word);
    if (command->returns != &qmp_type_none) {
        fputs(" ->", stdout);
        print_name(command->returns);
    }
    puts("");
}

static void print_type_line(const struct qmp_type *type)
{
    printf("type %s", type->name);
    switch (type->meta) {
    case QMP_ENUM:
        for (unsigned i = 0; i < type->count; i++)
            printf(" =%s", type->values[i]);
        break;
    case QMP_ALTERNATE:
        for (unsigned i = 0; i < type->count; i++) {
            fputs(" |", stdout);
            print_name(type->members[i].type);
        }
        break;
    case QMP_OBJECT:
        print_member_words(type);
        break;
    default:
        if (type->json == QMP_INT)
            printf(" +%s%u", type->is_unsigned ? "unsigned" : "signed", type->bits);
        break;
    }
    puts("");
}

void print_names(void)
{
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        print_command_line(&qmp_schema.commands[i]);
    for (unsigned i = 0; i < qmp_schema.event_count; i++) {
        printf("event %s", qmp_schema.events[i].name);
        print_member_words(qmp_schema.events[i].data);
        puts("");
    }
    /* Those of arguments and of events' data stand where they are used. */
    for (unsigned i = 0; i < qmp_schema.type_count; i++)
        if (qmp_schema.types[i]->meta != QMP_ARRAY && qmp_schema.types[i] != &qmp_type_none &&
            !is_of_one_use(qmp_schema.types[i]))
            print_type_line(qmp_schema.types[i]);
}
