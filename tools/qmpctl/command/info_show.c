/* info_show.c - what a server is and has, for people.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "command/info.h"
#include "common/progress.h"
#include "common/style.h"
#include "common/table.h"

static bool text_at(const struct info *info, enum info_part part, const char *path, char *text,
                    size_t size)
{
    return qmpc_get_string(info->replies[part], path, text, size) > 0;
}

static void add_version(struct table *table, const struct info *info)
{
    char text[256];
    char package[128];
    int64_t major = 0, minor = 0, micro = 0;
    if (qmpc_get_int64(info->replies[INFO_VERSION], "return.qemu.major", &major) == QMPC_OK &&
        qmpc_get_int64(info->replies[INFO_VERSION], "return.qemu.minor", &minor) == QMPC_OK &&
        qmpc_get_int64(info->replies[INFO_VERSION], "return.qemu.micro", &micro) == QMPC_OK) {
        bool named = text_at(info, INFO_VERSION, "return.package", package, sizeof package);
        table_cell(table, "version");
        if (info->replies[INFO_AGENT] != NULL && named)
            table_cellf(table, "%s, speaks as QEMU %d.%d.%d does", package, (int)major, (int)minor,
                        (int)micro);
        else
            table_cellf(table, "QEMU %d.%d.%d%s%s%s", (int)major, (int)minor, (int)micro,
                        named ? " (" : "", named ? package : "", named ? ")" : "");
    }
    if (text_at(info, INFO_NAME, "return.name", text, sizeof text)) {
        table_cell(table, "name");
        table_cell(table, text);
    }
    if (text_at(info, INFO_AGENT, "return.board", text, sizeof text)) {
        bool interrupts = true;
        qmpc_get_bool(info->replies[INFO_AGENT], "return.interrupts", &interrupts);
        table_cell(table, "board");
        table_cellf(table, "%s, the agent is entered by %s", text,
                    interrupts ? "interrupts" : "polling");
    }
    if (text_at(info, INFO_TARGET, "return.arch", text, sizeof text)) {
        table_cell(table, "target");
        table_cell(table, text);
    }
}

static void add_status(struct table *table, const struct info *info)
{
    char text[64];
    int64_t uptime;
    if (text_at(info, INFO_STATUS, "return.status", text, sizeof text)) {
        table_cell(table, "status");
        table_cell(table, text);
    }
    if (qmpc_get_int64(info->replies[INFO_AGENT], "return.uptime", &uptime) == QMPC_OK) {
        int64_t seconds = uptime / 1000000;
        table_cell(table, "up for");
        table_cellf(table, "%" PRId64 ":%02d:%02d", seconds / 3600, (int)(seconds / 60 % 60),
                    (int)(seconds % 60));
    }
}

static void add_memory(struct table *table, const struct info *info)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(info->replies[INFO_AREAS], "return"));
    struct qmpc_json area, value;
    char size[PROGRESS_SIZE_ROOM];
    uint64_t bytes;
    if (qmpc_get_uint64(info->replies[INFO_MEMORY], "return.base-memory", &bytes) == QMPC_OK) {
        table_cell(table, "memory");
        table_cellf(table, "%s (%" PRIu64 " bytes)", progress_size(bytes, size), bytes);
    }
    while (qmpc_json_next(&walk, NULL, &area)) {
        qmpc_json_member(area, "size", &value);
        if (qmpc_json_uint64(value, &bytes) != QMPC_OK)
            continue;
        qmpc_json_member(area, "id", &value);
        char *id = qmpc_json_strdup(value);
        table_cell(table, "");
        table_cellf(table, "%s: %s", id != NULL ? id : "?", progress_size(bytes, size));
        free(id);
    }
}

static void add_cpus(struct table *table, const struct info *info)
{
    struct qmpc_json list = qmpc_get(info->replies[INFO_CPUS], "return");
    struct qmpc_json_iter walk = qmpc_json_iterate(list);
    struct qmpc_json cpu, value;
    bool first = true;
    while (qmpc_json_next(&walk, NULL, &cpu)) {
        int64_t index = 0;
        qmpc_json_member(cpu, "cpu-index", &value);
        qmpc_json_int64(value, &index);
        qmpc_json_member(cpu, "qom-path", &value);
        char *path = qmpc_json_strdup(value);
        if (first)
            table_cellf(table, "cpus (%zu)", qmpc_json_count(list));
        else
            table_cell(table, "");
        table_cellf(table, "%d: %s", (int)index, path != NULL ? path : "?");
        free(path);
        first = false;
    }
}

static void add_ports(struct table *table, const struct info *info)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(info->replies[INFO_PORTS], "return"));
    struct qmpc_json port, value;
    for (bool first = true; qmpc_json_next(&walk, NULL, &port); first = false) {
        qmpc_json_member(port, "label", &value);
        char *label = qmpc_json_strdup(value);
        qmpc_json_member(port, "filename", &value);
        char *device = qmpc_json_strdup(value);
        table_cell(table, first ? "ports" : "");
        table_cellf(table, "%s: %s", label != NULL ? label : "?", device != NULL ? device : "?");
        free(label);
        free(device);
    }
}

static void show_devices(const struct info *info, bool colours)
{
    static const struct table_column columns[] = {
        {.head = "device", .style = STYLE_NAME},
        {.head = "type"},
        {.head = "below", .style = STYLE_NOTE},
    };
    struct table *table = table_new(columns, 3);
    for (size_t i = 0; i < INFO_PLACES; i++) {
        for (size_t k = 0; k < info->devices[i].count; k++) {
            const struct objects_entry *entry = &info->devices[i].entries[k];
            char type[128];
            if (!info_is_device(entry))
                continue;
            objects_type(entry, type, sizeof type);
            table_cell(table, entry->name);
            table_cell(table, type);
            table_cell(table, info_places[i]);
        }
    }
    if (table_rows(table) > 0)
        putchar('\n');
    table_print(table, stdout, colours, NULL);
    table_free(table);
}

void info_show(const struct info *info, bool colours)
{
    static const struct table_column columns[] = {{.style = STYLE_NAME}, {.style = STYLE_PLAIN}};
    struct table *table = table_new(columns, 2);
    add_version(table, info);
    add_status(table, info);
    add_cpus(table, info);
    add_memory(table, info);
    add_ports(table, info);
    table_print(table, stdout, colours, "the server tells nothing about itself");
    table_free(table);
    show_devices(info, colours);
}
