/* help.c - what a line of the shell may be, and what a command takes.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/style.h"
#include "common/table.h"
#include "shell/shell.h"

static const char lines_help[] =
    "  COMMAND [KEY=VALUE ...]    query-status\n"
    "                             qom-get path=hub property=temperature\n"
    "                             device_add driver=sensor id=spare unit=\"deg C\"\n"
    "                             device_add driver=sensor id='S-7'    '...' is always a text\n"
    "  {...}                      a request as JSON, sent as it is\n"
    "  transaction( ... )         actions in lines of their own, sent as one command\n"
    "  help COMMAND, ? COMMAND    its arguments and their types\n"
    "  query-commands, TAB        the commands that this server has\n"
    "  # ...                      a comment\n"
    "  exit, Ctrl-D               leave; the server goes on (its command \"quit\" would end it)\n";

static const char hmp_help[] =
    "  help, info ...             answered by the server's human monitor\n"
    "  cpu N                      the processor that the lines after it mean\n"
    "  exit, Ctrl-D               leave; the server goes on (\"quit\" would end it)\n";

struct table_place {
    const struct schema *schema;
    struct table *table;
};

static void add_row(void *context, const struct schema_member *member)
{
    const struct table_place *place = context;
    char *type = NULL;
    size_t size;
    FILE *out = open_memstream(&type, &size);
    if (out == NULL)
        return;
    schema_describe(place->schema, member->type, out);
    fclose(out);
    table_cell(place->table, member->name);
    table_cell(place->table, type);
    table_cell(place->table, member->optional ? "optional" : "");
    free(type);
}

/* The members of a type, one a row; of a union the common ones. */
static void show_members(struct shell *shell, const struct schema_entry *type)
{
    static const struct table_column columns[] = {
        {.style = STYLE_NAME}, {.style = STYLE_PLAIN}, {.style = STYLE_NOTE}};
    const struct schema *schema = knowledge_schema(shell->knowledge);
    struct table_place place = {.schema = schema, .table = table_new(columns, 3)};
    bool colours = style_wanted(shell->options, stdout);
    schema_members(schema, type, add_row, &place);
    if (table_rows(place.table) > 0)
        table_print(place.table, stdout, colours, NULL);
    table_free(place.table);
    char *tag = schema_tag(type);
    if (tag != NULL) {
        fputs("and more that depend on ", stdout);
        style_put(stdout, colours, STYLE_NAME, tag);
        fputc('\n', stdout);
    }
    free(tag);
}

static void show_returned(struct shell *shell, const struct schema_entry *type)
{
    const struct schema *schema = knowledge_schema(shell->knowledge);
    const char *what = "returns";
    while (type != NULL && type->kind == SCHEMA_ARRAY) {
        what = "returns a list of";
        type = schema_type(schema, type, "element-type");
    }
    if (type == NULL)
        return;
    struct qmpc_json first;
    if (type->kind == SCHEMA_OBJECT && qmpc_json_find(type->json, "members.0", &first) == QMPC_OK) {
        printf("%s\n", what);
        show_members(shell, type);
    } else if (type->kind != SCHEMA_OBJECT) {
        printf("%s ", what);
        schema_describe(schema, type, stdout);
        putchar('\n');
    }
}

/* True if the server has no schema, or not yet, and this was told. */
static bool has_no_schema(struct shell *shell)
{
    if (knowledge_schema(shell->knowledge) != NULL)
        return false;
    fprintf(stderr, "qmpctl: this server does not tell what its commands take "
                    "(it has no query-qmp-schema, or has not answered yet)\n");
    return true;
}

static int show_command(struct shell *shell, const char *command)
{
    if (has_no_schema(shell))
        return EXIT_COMMAND_FAILED;
    const struct schema *schema = knowledge_schema(shell->knowledge);
    const struct schema_entry *entry = schema_find(schema, command);
    if (entry == NULL || (entry->kind != SCHEMA_COMMAND && entry->kind != SCHEMA_EVENT)) {
        fprintf(stderr, "qmpctl: the server has no command or event \"");
        style_put(stderr, false, STYLE_PLAIN, command);
        fprintf(stderr, "\"; %s lists its commands\n",
                shell->interactive ? "TAB" : "query-commands");
        return EXIT_COMMAND_FAILED;
    }
    style_put(stdout, style_wanted(shell->options, stdout), STYLE_HEAD, entry->name);
    bool oob = false;
    struct qmpc_json member;
    if (qmpc_json_member(entry->json, "allow-oob", &member) == QMPC_OK)
        qmpc_json_bool(member, &oob);
    puts(entry->kind == SCHEMA_EVENT ? ", an event" : oob ? ", also out of band" : "");
    show_members(shell, schema_type(schema, entry, "arg-type"));
    show_returned(shell, schema_type(schema, entry, "ret-type"));
    return EXIT_OK;
}

int help_show(struct shell *shell, const char *command)
{
    if (command != NULL)
        return show_command(shell, command);
    fputs(shell->hmp ? hmp_help : lines_help, stdout);
    return EXIT_OK;
}
