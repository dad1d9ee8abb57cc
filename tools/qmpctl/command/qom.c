/* qom.c - what the subcommands for objects have in common.
 *
 * SPDX-License-Identifier: MIT */
#include "command/qom.h"

#include <stdlib.h>
#include <string.h>

#include "command/call.h"
#include "common/style.h"
#include "common/table.h"

char *qom_value(struct qmpc *line, const char *path, const char *property, int64_t timeout_ms,
                int *status)
{
    struct qmpc_message *reply;
    char *text = NULL;
    *status = objects_get(line, path, property, timeout_ms, &reply);
    if (*status == QMPC_OK) {
        struct qmpc_json value = qmpc_get(reply, "return");
        text = strndup(value.text, value.length);
        if (text == NULL)
            *status = QMPC_E_MEMORY;
    }
    qmpc_message_free(reply);
    return text;
}

static void add_text(struct table *table, const char *text)
{
    struct qmpc_json value;
    if (qmpc_json_parse(text, strlen(text), &value, NULL) == QMPC_OK)
        table_cell_json(table, value);
    else
        table_cell(table, text);
}

static void put_member(FILE *out, bool first, const char *name, const char *value)
{
    char *quoted = qmpc_json_quote(name, strlen(name));
    fprintf(out, "%s%s: ", first ? "" : ", ", quoted != NULL ? quoted : "\"\"");
    style_json(out, value, strlen(value));
    free(quoted);
}

int qom_show_all(struct qmpc *line, const struct options *options, const char *path)
{
    static const struct table_column columns[] = {{.style = STYLE_NAME}, {.style = STYLE_PLAIN}};
    struct objects_list list;
    int status = objects_list(line, path, options->timeout_ms, &list);
    if (status != QMPC_OK) {
        char *arguments = objects_arguments(path, NULL, NULL);
        int code = call_failed(line, options, status, "qom-list", arguments);
        free(arguments);
        return code;
    }
    struct table *table = table_new(columns, 2);
    bool first = true;
    if (options->json)
        fputs("{\"return\": {", stdout);
    for (size_t i = 0; i < list.count && (status == QMPC_OK || status == QMPC_E_SERVER); i++) {
        const struct objects_entry *entry = &list.entries[i];
        if (entry->kind == OBJECTS_CHILD)
            continue;
        char *value = qom_value(line, path, entry->name, options->timeout_ms, &status);
        if (value != NULL && options->json) {
            put_member(stdout, first, entry->name, value);
            first = false;
        } else if (!options->json) {
            table_cell(table, entry->name);
            add_text(table, value != NULL ? value : qmpc_error_desc(line));
        }
        free(value);
    }
    if (options->json)
        puts("}}");
    else
        table_print(table, stdout, style_wanted(options, stdout), "no properties");
    table_free(table);
    objects_free(&list);
    return status == QMPC_OK || status == QMPC_E_SERVER
               ? EXIT_OK
               : call_failed(line, options, status, "qom-get", NULL);
}
