/* qom_tree.c - qmpctl qom-tree: all objects below a path, with the values of their properties.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/call.h"
#include "command/qom.h"
#include "common/connect.h"
#include "common/style.h"
#include "common/subcommand.h"

enum { INDENT = 2 };

struct tree {
    struct qmpc *line;
    const struct options *options;
    bool values;
    bool colours;
    char *type; /* of the object at the top */
    int open;   /* --json: how many objects are not closed yet */
};

/* ------------------------------------------------------------------ for people */

static void put_value(const struct tree *tree, const char *text)
{
    struct qmpc_json value;
    char *string = NULL;
    if (qmpc_json_parse(text, strlen(text), &value, NULL) == QMPC_OK)
        string = qmpc_json_strdup(value);
    if (string != NULL)
        style_put(stdout, tree->colours, STYLE_VALUE, *string != '\0' ? string : "\"\"");
    else
        style_text(stdout, text, strlen(text));
    free(string);
}

/* "name: value (type)"; a value that cannot be read is the server's reason. */
static int put_property(struct tree *tree, const char *path, const struct objects_entry *entry,
                        int indent)
{
    int status = QMPC_OK;
    char *value = NULL;
    if (tree->values)
        value = qom_value(tree->line, path, entry->name, tree->options->timeout_ms, &status);
    if (status != QMPC_OK && status != QMPC_E_SERVER)
        return status;
    printf("%*s", indent, "");
    style_put(stdout, false, STYLE_PLAIN, entry->name);
    if (value != NULL) {
        fputs(": ", stdout);
        put_value(tree, value);
    }
    fputs(" (", stdout);
    style_put(stdout, tree->colours, STYLE_NOTE, entry->type);
    fputc(')', stdout);
    if (status == QMPC_E_SERVER) {
        fputs(": ", stdout);
        style_put(stdout, tree->colours, STYLE_WARN, qmpc_error_desc(tree->line));
    }
    putchar('\n');
    free(value);
    return QMPC_OK;
}

/* What lists an object tells its type; of the one at the top nobody has. */
static const char *type_of(const struct tree *tree, const char *type, unsigned depth)
{
    return depth == 0 && tree->type != NULL ? tree->type : type;
}

static void put_object(const struct tree *tree, const char *path, const char *type, unsigned depth)
{
    const char *last = strrchr(path, '/');
    printf("%*s", (int)depth * INDENT, "");
    style_put(stdout, tree->colours, STYLE_NAME,
              depth > 0 && last != NULL && last[1] != '\0' ? last + 1 : path);
    if (*type != '\0') {
        fputs(" (", stdout);
        style_put(stdout, tree->colours, STYLE_NOTE, type);
        fputc(')', stdout);
    }
    putchar('\n');
}

static int show(void *context, const char *path, const char *type, unsigned depth,
                const struct objects_list *list)
{
    struct tree *tree = context;
    int status = QMPC_OK;
    put_object(tree, path, type_of(tree, type, depth), depth);
    for (size_t i = 0; i < list->count && status == QMPC_OK; i++)
        if (list->entries[i].kind != OBJECTS_CHILD && strcmp(list->entries[i].name, "type") != 0)
            status = put_property(tree, path, &list->entries[i], (int)(depth + 1) * INDENT);
    fflush(stdout);
    return status;
}

/* ------------------------------------------------------------------- for programs */

static void put_string(const char *before, const char *text)
{
    char *quoted = qmpc_json_quote(text, strlen(text));
    fputs(before, stdout);
    if (quoted != NULL)
        style_json(stdout, quoted, strlen(quoted));
    free(quoted);
}

/* Closes objects until DEPTH of them are open. */
static void close_to(struct tree *tree, int depth)
{
    while (tree->open > depth) {
        fputs("]}", stdout);
        tree->open--;
    }
}

static int show_json(void *context, const char *path, const char *type, unsigned depth,
                     const struct objects_list *list)
{
    struct tree *tree = context;
    bool sibling = tree->open > (int)depth;
    bool first = true;
    close_to(tree, (int)depth);
    put_string(sibling ? ", {\"path\": " : "{\"path\": ", path);
    put_string(", \"type\": ", type_of(tree, type, depth));
    fputs(", \"properties\": {", stdout);
    for (size_t i = 0; i < list->count; i++) {
        const struct objects_entry *entry = &list->entries[i];
        if (entry->kind == OBJECTS_CHILD)
            continue;
        int status = QMPC_OK;
        char *value = tree->values ? qom_value(tree->line, path, entry->name,
                                               tree->options->timeout_ms, &status)
                                   : strdup("null");
        if (status != QMPC_OK && status != QMPC_E_SERVER)
            return status;
        if (value == NULL)
            continue;
        put_string(first ? "" : ", ", entry->name);
        fputs(": ", stdout);
        style_json(stdout, value, strlen(value));
        free(value);
        first = false;
    }
    fputs("}, \"children\": [", stdout);
    tree->open = (int)depth + 1;
    return QMPC_OK;
}

/* ----------------------------------------------------------------------------- run */

static int walk(struct tree *tree, const char *path)
{
    const struct options *options = tree->options;
    struct objects_list list;
    int status = objects_list(tree->line, path, options->timeout_ms, &list);
    objects_free(&list);
    if (status == QMPC_OK) {
        struct qmpc_message *reply;
        objects_get(tree->line, path, "type", options->timeout_ms, &reply);
        tree->type = qmpc_json_strdup(qmpc_get(reply, "return"));
        qmpc_message_free(reply);
        if (options->json)
            fputs("{\"return\": ", stdout);
        status = objects_walk(tree->line, path, options->timeout_ms,
                              options->json ? show_json : show, tree);
        if (options->json && status == QMPC_OK) {
            close_to(tree, 0);
            puts("}");
        }
    }
    if (status == QMPC_OK)
        return EXIT_OK;
    char *arguments = objects_arguments(path, NULL, NULL);
    int code = call_failed(tree->line, options, status, "qom-list", arguments);
    free(arguments);
    return code;
}

enum { NO_VALUES = OWN_OPTION };

static int take(void *context, int option, const char *argument)
{
    struct tree *tree = context;
    (void)option;
    (void)argument;
    tree->values = false;
    return -1;
}

extern const struct subcommand subcommand_qom_tree;

static int run(struct options *options, int argc, char **argv)
{
    static const struct option longs[] = {{"no-values", no_argument, NULL, NO_VALUES},
                                          {NULL, 0, NULL, 0}};
    struct tree tree = {.options = options, .values = true};
    const struct own_options own = {.longs = longs, .take = take, .context = &tree};
    int first = options_scan(options, argc, argv, &subcommand_qom_tree, &own, true);
    if (first < 0)
        return options_code(first);
    if (argc - first > 1)
        return options_refuse("qom-tree takes one PATH, not also ", argv[first + 1]);
    int code;
    tree.line = connect_open(options, NULL, &code);
    if (tree.line == NULL)
        return code;
    tree.colours = style_wanted(options, stdout);
    code = walk(&tree, argc > first ? argv[first] : "/");
    connect_close(tree.line);
    free(tree.type);
    return code;
}

const struct subcommand subcommand_qom_tree = {
    .name = "qom-tree",
    .operands = "[PATH]",
    .summary = "all objects below a path, with their values",
    .help =
        "\n"
        "  qmpctl qom-tree                          everything\n"
        "  qmpctl qom-tree /machine/peripheral      the devices of the application\n"
        "  qmpctl qom-tree --no-values              names and types only, for a slow line\n"
        "  qmpctl --json qom-tree hub | jq .return.properties\n"
        "\n"
        "  --no-values   do not read the properties\n"
        "\n"
        "With --json an object is {\"path\", \"type\", \"properties\", \"children\"}; a property\n"
        "that cannot be read is left out, one that was not is null.\n",
    .run = run,
};
