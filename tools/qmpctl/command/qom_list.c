/* qom_list.c - qmpctl qom-list: what an object has.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "command/call.h"
#include "command/qom.h"
#include "common/connect.h"
#include "common/subcommand.h"
#include "common/table.h"

static void show(const struct options *options, const struct objects_list *list)
{
    static const struct table_column columns[] = {
        {.head = "name", .style = STYLE_NAME},
        {.head = "type"},
        {.head = "description", .style = STYLE_NOTE},
    };
    struct table *table = table_new(columns, 3);
    for (size_t i = 0; i < list->count; i++) {
        table_cell(table, list->entries[i].name);
        table_cell(table, list->entries[i].type);
        table_cell(table, list->entries[i].description);
    }
    table_print(table, stdout, style_wanted(options, stdout), "no properties");
    table_free(table);
}

static int list_object(struct qmpc *line, const struct options *options, const char *path)
{
    struct objects_list list;
    char *arguments = objects_arguments(path, NULL, NULL);
    if (options->json)
        return call_command(line, options, "qom-list", arguments);
    int status = objects_list(line, path, options->timeout_ms, &list);
    int code = EXIT_OK;
    if (status == QMPC_OK)
        show(options, &list);
    else
        code = call_failed(line, options, status, "qom-list", arguments);
    free(arguments);
    objects_free(&list);
    return code;
}

extern const struct subcommand subcommand_qom_list;

static int run(struct options *options, int argc, char **argv)
{
    if (call_is_raw(argc, argv, "path"))
        return call_run(options, argc, argv);
    int first = options_scan(options, argc, argv, &subcommand_qom_list, NULL, true);
    if (first < 0)
        return options_code(first);
    if (argc - first > 1)
        return options_refuse("qom-list takes one PATH, not also ", argv[first + 1]);
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    code = list_object(line, options, argc > first ? argv[first] : "/");
    connect_close(line);
    return code;
}

const struct subcommand subcommand_qom_list = {
    .name = "qom-list",
    .operands = "[PATH]",
    .summary = "the properties and children of an object",
    .help = "\n"
            "  qmpctl qom-list                              the root of the tree\n"
            "  qmpctl qom-list /machine/peripheral          the devices of the application\n"
            "  qmpctl qom-list hub                          what the object hub has\n"
            "  qmpctl --json qom-list hub | jq -r .return[].name\n"
            "\n"
            "PATH may be the end of a path that fits one object.  The form of the server's\n"
            "command works too: qmpctl qom-list path=hub\n",
    .run = run,
};
