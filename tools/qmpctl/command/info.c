/* info.c - qmpctl info: what a server is and has, on one screen.
 *
 * Everything is asked for and nothing has to be there: what a server does not know is left out.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/call.h"
#include "command/info.h"
#include "common/connect.h"
#include "common/style.h"
#include "common/subcommand.h"

static const struct {
    const char *key; /* with --json */
    const char *command;
} parts[INFO_PARTS] = {
    [INFO_VERSION] = {"version", "query-version"},
    [INFO_STATUS] = {"status", "query-status"},
    [INFO_NAME] = {"name", "query-name"},
    [INFO_TARGET] = {"target", "query-target"},
    [INFO_CPUS] = {"cpus", "query-cpus-fast"},
    [INFO_MEMORY] = {"memory", "query-memory-size-summary"},
    [INFO_AREAS] = {"memory-areas", "query-memdev"},
    [INFO_AGENT] = {"agent", "agent-info"},
    [INFO_PORTS] = {"ports", "query-chardev"},
};

const char *const info_places[INFO_PLACES] = {"/machine", "/machine/peripheral",
                                              "/machine/peripheral-anon", "/machine/unattached"};

/* ------------------------------------------------------------------------ asking */

bool info_is_device(const struct objects_entry *entry)
{
    static const char *const parts_of[] = {"child<container>", "child<qemu:memory-region>",
                                           "child<irq>", "child<memory-region>", "child<System>"};
    if (entry->kind != OBJECTS_CHILD)
        return false;
    for (size_t i = 0; i < sizeof parts_of / sizeof parts_of[0]; i++)
        if (strcmp(entry->type, parts_of[i]) == 0)
            return false;
    return true;
}

/* Stops only where there is no answer at all. */
static int ask(struct qmpc *line, int64_t timeout_ms, struct info *info)
{
    int status = QMPC_OK;
    for (size_t i = 0; i < INFO_PARTS && status == QMPC_OK; i++) {
        status = qmpc_command(line, parts[i].command, NULL, qmpc_deadline(timeout_ms),
                              &info->replies[i]);
        if (status == QMPC_E_SERVER) {
            qmpc_message_free(info->replies[i]);
            info->replies[i] = NULL;
            status = QMPC_OK;
        }
    }
    for (size_t i = 0; i < INFO_PLACES && status == QMPC_OK; i++) {
        status = objects_list(line, info_places[i], timeout_ms, &info->devices[i]);
        if (status == QMPC_E_SERVER)
            status = QMPC_OK;
    }
    return status;
}

static void forget(struct info *info)
{
    for (size_t i = 0; i < INFO_PARTS; i++)
        qmpc_message_free(info->replies[i]);
    for (size_t i = 0; i < INFO_PLACES; i++)
        objects_free(&info->devices[i]);
}

/* ------------------------------------------------------------------ for programs */

static void put_quoted(const char *before, const char *text)
{
    char *quoted = qmpc_json_quote(text, strlen(text));
    fputs(before, stdout);
    style_json(stdout, quoted != NULL ? quoted : "\"\"", quoted != NULL ? strlen(quoted) : 2);
    free(quoted);
}

static void show_json(const struct info *info)
{
    fputs("{\"return\": {", stdout);
    for (size_t i = 0; i < INFO_PARTS; i++) {
        struct qmpc_json value = qmpc_get(info->replies[i], "return");
        if (value.text == NULL)
            continue;
        printf("\"%s\": ", parts[i].key);
        style_json(stdout, value.text, value.length);
        fputs(", ", stdout);
    }
    fputs("\"devices\": [", stdout);
    bool first = true;
    for (size_t i = 0; i < INFO_PLACES; i++) {
        for (size_t k = 0; k < info->devices[i].count; k++) {
            const struct objects_entry *entry = &info->devices[i].entries[k];
            char type[128];
            char *path = objects_join(info_places[i], entry->name);
            if (info_is_device(entry) && path != NULL) {
                objects_type(entry, type, sizeof type);
                put_quoted(first ? "{\"path\": " : ", {\"path\": ", path);
                put_quoted(", \"type\": ", type);
                putchar('}');
                first = false;
            }
            free(path);
        }
    }
    puts("]}}");
}

extern const struct subcommand subcommand_info;

static int run(struct options *options, int argc, char **argv)
{
    struct info info = {0};
    int first = options_scan(options, argc, argv, &subcommand_info, NULL, true);
    if (first < 0)
        return options_code(first);
    if (argc > first)
        return options_refuse("info takes no operands, not ", argv[first]);
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    int status = ask(line, options->timeout_ms, &info);
    if (status != QMPC_OK)
        code = call_failed(line, options, status, "query-version", NULL);
    else if (options->json)
        show_json(&info);
    else
        info_show(&info, style_wanted(options, stdout));
    forget(&info);
    connect_close(line);
    return status == QMPC_OK ? EXIT_OK : code;
}

const struct subcommand subcommand_info = {
    .name = "info",
    .operands = "",
    .summary = "version, status, processors, memory, ports and devices",
    .help = "\n"
            "  qmpctl -s /tmp/qmp.sock info\n"
            "  qmpctl --json info | jq -r '.return.devices[].path'\n"
            "\n"
            "What a server does not know is left out.  With --json each answer is as the server\n"
            "gave it: \"version\", \"status\", \"cpus\", \"memory\" and so on.\n",
    .run = run,
};
