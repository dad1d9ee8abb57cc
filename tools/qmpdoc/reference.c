/* reference.c - docs/reference.md: every command, event and type of the schema.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "qmpdoc.h"

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with)
{
    size_t length = strlen(text), wanted = strlen(with);

    return length >= wanted && strcmp(text + length - wanted, with) == 0;
}

bool is_of_one_use(const struct qmp_type *type)
{
    return ends(type->name, "_arg");
}

/* Whose a command or event is; the prefix of its name says it. */
static const char *origin(const char *name)
{
    if (begins(name, "agent-") || begins(name, "AGENT_"))
        return "e2kmon";
    return begins(name, "guest-") ? "QEMU guest agent" : "QEMU";
}

/* ----------------------------------------------------------------- commands */

static void print_command_row(const struct qmp_command *c)
{
    printf("| [`%s`](#command-%s) | %s | %s | %s | %s |\n", c->name, c->name, origin(c->name),
           c->flags & QMP_ALLOW_EARLY ? "yes" : "", c->flags & QMP_ALLOW_OOB ? "yes" : "",
           c->flags & QMP_READ_ONLY ? "yes" : "");
}

static void print_flags(const struct qmp_command *command)
{
    printf("- From: %s\n", origin(command->name));
    printf("- Before negotiation: %s\n", command->flags & QMP_ALLOW_EARLY ? "accepted" : "refused");
    printf("- Out of band: %s\n", command->flags & QMP_ALLOW_OOB ? "accepted" : "refused");
    printf("- When locked to reading: %s\n\n",
           command->flags & (QMP_READ_ONLY | QMP_ALLOW_EARLY) ? "accepted" : "refused");
}

static void print_return(const struct qmp_type *type)
{
    const struct qmp_type *inner = type;

    fputs("Returns ", stdout);
    if (type == &qmp_type_none) {
        puts("`{}`.\n");
        return;
    }
    print_type(type);
    puts(".\n");
    while (inner->meta == QMP_ARRAY)
        inner = inner->element;
    if (inner->meta == QMP_OBJECT)
        print_members(inner);
}

static void print_request(const struct qmp_command *command)
{
    printf("```json\n{\"execute\": \"%s\"", command->name);
    if (command->arguments->count) {
        fputs(", \"arguments\": ", stdout);
        print_example(command->arguments);
    }
    puts("}\n```\n");
}

static void print_command(const struct qmp_command *command)
{
    printf("<a id=\"command-%s\"></a>\n### %s\n\n", command->name, command->name);
    print_prose(command->help);
    puts("\n");
    print_flags(command);
    if (command->arguments->count) {
        puts("Arguments:\n");
        print_members(command->arguments);
    } else {
        puts("No arguments.\n");
    }
    print_request(command);
    print_return(command->returns);
}

/* ------------------------------------------------------------------- groups */

static void print_group_link(const struct group *group)
{
    printf("[`%s`](#group-%s)", group->name, group->name);
}

static void print_group_table(void)
{
    puts("## Groups\n\n"
         "Every command and event belongs to a group. A build option of the value 0 leaves a\n"
         "group out; its commands are then not found.\n\n"
         "| group | build option | what it holds |\n|---|---|---|");
    for (unsigned i = 0; i < group_count; i++) {
        fputs("| ", stdout);
        print_group_link(&groups[i]);
        if (*groups[i].option)
            printf(" | `%s` | ", groups[i].option);
        else
            fputs(" | always there | ", stdout);
        print_prose(groups[i].help);
        puts(" |");
    }
    putchar('\n');
}

static void print_group_commands(const struct group *group)
{
    puts("| command | from | before negotiation | out of band | when locked to reading |\n"
         "|---|---|---|---|---|");
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        if (group_of_command(i) == group)
            print_command_row(&qmp_schema.commands[i]);
    putchar('\n');
}

static void print_group_events(const struct group *group)
{
    const char *before = "Events: ", *after = "";

    for (unsigned i = 0; i < qmp_schema.event_count; i++)
        if (group_of_event(i) == group) {
            const char *name = qmp_schema.events[i].name;

            printf("%s[`%s`](#event-%s)", before, name, name);
            before = ", ";
            after = ".\n\n";
        }
    fputs(after, stdout);
}

/* A chapter: its commands at a glance, then each of them. */
static void print_group(const struct group *group)
{
    printf("<a id=\"group-%s\"></a>\n## Commands: %s\n\n", group->name, group->name);
    print_prose(group->help);
    puts("\n");
    print_group_commands(group);
    print_group_events(group);
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        if (group_of_command(i) == group)
            print_command(&qmp_schema.commands[i]);
}

/* ------------------------------------------------------------------- events */

static void print_event(unsigned number)
{
    const struct qmp_event_type *event = &qmp_schema.events[number];

    printf("<a id=\"event-%s\"></a>\n### %s\n\n", event->name, event->name);
    print_prose(event->help);
    fputs("\n\n- Group: ", stdout);
    print_group_link(group_of_event(number));
    printf("\n- From: %s\n- Rate limit: ", origin(event->name));
    if (event->rate_limited)
        printf("one in %u µs; the last one is kept and sent later\n\n", QMP_EVENT_INTERVAL);
    else
        puts("none\n");
    if (event->data->count) {
        puts("Data:\n");
        print_members(event->data);
    } else {
        puts("No data.\n");
    }
}

/* -------------------------------------------------------------------- types */

static void print_builtin(const struct qmp_type *type)
{
    static const char *const names[] = {"string",  "integer", "number",
                                        "boolean", "null",    "any value"};

    printf("Builtin: %s", names[type->json]);
    if (type->json == QMP_INT)
        printf(" of %u bits, %s", type->bits, type->is_unsigned ? "unsigned" : "signed");
    puts(".\n");
}

static void print_described_type(const struct qmp_type *type)
{
    static const char *const kinds[] = {
        [QMP_ENUM] = "Enumeration", [QMP_OBJECT] = "Object", [QMP_ALTERNATE] = "Alternate"};

    printf("<a id=\"type-%s\"></a>\n### %s\n\n", type->name, type->name);
    if (type->meta == QMP_BUILTIN) {
        print_builtin(type);
        return;
    }
    fputs(kinds[type->meta], stdout);
    fputs(type->help && *type->help ? ". " : ".", stdout);
    print_prose(type->help ? type->help : "");
    puts("\n");
    if (type->meta != QMP_ENUM) {
        print_members(type);
        return;
    }
    for (unsigned i = 0; i < type->count; i++)
        printf("%s`%s`", i ? ", " : "Values: ", type->values[i]);
    puts("\n");
}

/* ---------------------------------------------------------------- reference */

static void print_head(void)
{
    puts("<!-- Generated by qmpdoc from protocol/schema: do not edit; `make docs` writes it. -->\n"
         "# Reference of commands, events and types\n\n"
         "This is the schema of the full build. An image lists its own commands with\n"
         "`query-commands` and, where it was built in, its whole schema with\n"
         "`query-qmp-schema`. The members of a request are described in\n"
         "[protocol.md](protocol.md), the objects and properties of each board in\n"
         "[devices.md](devices.md). [guide.md](guide.md) shows the commands at work.\n\n"
         "The examples show every argument once, optional ones included. Their values show\n"
         "the type only: they are placeholders.\n");
}

void print_reference(void)
{
    print_head();
    print_group_table();
    for (unsigned i = 0; i < group_count; i++)
        print_group(&groups[i]);
    puts("## Events\n");
    for (unsigned i = 0; i < qmp_schema.event_count; i++)
        print_event(i);
    puts("## Types\n");
    for (unsigned i = 0; i < qmp_schema.type_count; i++) {
        const struct qmp_type *type = qmp_schema.types[i];

        /* Arguments and data of events are shown where they are used. */
        if (type->meta != QMP_ARRAY && type != &qmp_type_none && !is_of_one_use(type))
            print_described_type(type);
    }
}
