/* objects.c - the object tree of a server as data.
 *
 * SPDX-License-Identifier: MIT */
#include "common/objects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *objects_arguments(const char *path, const char *property, const char *value)
{
    char *result = NULL;
    char *at = qmpc_json_quote(path, strlen(path));
    char *name = property != NULL ? qmpc_json_quote(property, strlen(property)) : strdup("");
    if (at != NULL && name != NULL &&
        asprintf(&result, "{\"path\": %s%s%s%s%s}", at, property != NULL ? ", \"property\": " : "",
                 name, value != NULL ? ", \"value\": " : "", value != NULL ? value : "") < 0)
        result = NULL;
    free(at);
    free(name);
    return result;
}

static int command(struct qmpc *line, const char *name, char *arguments, int64_t timeout_ms,
                   struct qmpc_message **reply)
{
    if (reply != NULL)
        *reply = NULL;
    int status = arguments != NULL
                     ? qmpc_command(line, name, arguments, qmpc_deadline(timeout_ms), reply)
                     : QMPC_E_MEMORY;
    free(arguments);
    return status;
}

int objects_get(struct qmpc *line, const char *path, const char *property, int64_t timeout_ms,
                struct qmpc_message **reply)
{
    return command(line, "qom-get", objects_arguments(path, property, NULL), timeout_ms, reply);
}

int objects_set(struct qmpc *line, const char *path, const char *property, const char *value,
                int64_t timeout_ms, struct qmpc_message **reply)
{
    return command(line, "qom-set", objects_arguments(path, property, value), timeout_ms, reply);
}

static bool begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static char *text_of(struct qmpc_json object, const char *member)
{
    struct qmpc_json value;
    if (qmpc_json_member(object, member, &value) != QMPC_OK ||
        qmpc_json_type(value) != QMPC_JSON_STRING)
        return strdup("");
    return qmpc_json_strdup(value);
}

static bool fill(struct objects_entry *entry, struct qmpc_json value)
{
    entry->name = text_of(value, "name");
    entry->type = text_of(value, "type");
    entry->description = text_of(value, "description");
    if (entry->name == NULL || entry->type == NULL || entry->description == NULL)
        return false;
    if (begins(entry->type, "child<"))
        entry->kind = OBJECTS_CHILD;
    else if (begins(entry->type, "link<"))
        entry->kind = OBJECTS_LINK;
    return true;
}

void objects_free(struct objects_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->entries[i].name);
        free(list->entries[i].type);
        free(list->entries[i].description);
    }
    free(list->entries);
    *list = (struct objects_list){NULL, 0};
}

static int take_list(const struct qmpc_message *reply, struct objects_list *list)
{
    struct qmpc_json all = qmpc_get(reply, "return");
    struct qmpc_json_iter walk = qmpc_json_iterate(all);
    struct qmpc_json value;
    list->entries = calloc(qmpc_json_count(all) + 1, sizeof *list->entries);
    if (list->entries == NULL)
        return QMPC_E_MEMORY;
    while (qmpc_json_next(&walk, NULL, &value))
        if (!fill(&list->entries[list->count++], value))
            return QMPC_E_MEMORY;
    return QMPC_OK;
}

int objects_list(struct qmpc *line, const char *path, int64_t timeout_ms, struct objects_list *list)
{
    struct qmpc_message *reply;
    *list = (struct objects_list){NULL, 0};
    int status = command(line, "qom-list", objects_arguments(path, NULL, NULL), timeout_ms, &reply);
    if (status == QMPC_OK)
        status = take_list(reply, list);
    if (status != QMPC_OK)
        objects_free(list);
    qmpc_message_free(reply);
    return status;
}

const struct objects_entry *objects_find(const struct objects_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->entries[i].name, name) == 0)
            return &list->entries[i];
    return NULL;
}

void objects_type(const struct objects_entry *entry, char *buffer, size_t size)
{
    const char *type = entry->type;
    size_t length = strlen(type);
    if (entry->kind != OBJECTS_PROPERTY) {
        type += strcspn(type, "<") + 1;
        length = strlen(type);
        if (length > 0 && type[length - 1] == '>')
            length--;
    }
    snprintf(buffer, size, "%.*s", (int)length, type);
}

char *objects_join(const char *parent, const char *name)
{
    char *path = NULL;
    size_t length = strlen(parent);
    bool slash = length > 0 && parent[length - 1] == '/';
    return asprintf(&path, "%s%s%s", parent, slash ? "" : "/", name) < 0 ? NULL : path;
}

char *objects_split(char *path)
{
    char *dot = strrchr(path, '.');
    if (dot == NULL || dot == path || dot[1] == '\0' || strchr(dot, '/') != NULL)
        return NULL;
    *dot = '\0';
    return dot + 1;
}

/* --------------------------------------------------------------------- walk */

/* The way from the top to an object: its list, and the next of its entries to look at. */
struct level {
    char *path;
    struct objects_list list;
    size_t next;
};

static void leave(struct level *level)
{
    free(level->path);
    objects_free(&level->list);
}

static int enter(struct qmpc *line, struct level *level, char *path, int64_t timeout_ms)
{
    *level = (struct level){.path = path};
    if (path == NULL)
        return QMPC_E_MEMORY;
    return objects_list(line, path, timeout_ms, &level->list);
}

static struct objects_entry *next_child(struct level *level)
{
    while (level->next < level->list.count) {
        struct objects_entry *entry = &level->list.entries[level->next++];
        if (entry->kind == OBJECTS_CHILD)
            return entry;
    }
    return NULL;
}

int objects_walk(struct qmpc *line, const char *path, int64_t timeout_ms, objects_visit *visit,
                 void *context)
{
    struct level levels[OBJECTS_DEPTH];
    char type[128] = "";
    size_t depth = 0;
    int status = enter(line, &levels[depth], strdup(path), timeout_ms);
    if (status == QMPC_OK)
        status = visit(context, path, type, 0, &levels[0].list);
    for (depth = 1; status == QMPC_OK && depth > 0;) {
        struct objects_entry *child = next_child(&levels[depth - 1]);
        if (child == NULL) {
            leave(&levels[--depth]);
            continue;
        }
        if (depth == OBJECTS_DEPTH)
            continue;
        struct level *below = &levels[depth];
        char *at = objects_join(levels[depth - 1].path, child->name);
        status = enter(line, below, at, timeout_ms);
        objects_type(child, type, sizeof type);
        if (status == QMPC_E_SERVER) { /* it has gone */
            leave(below);
            status = QMPC_OK;
        } else {
            if (status == QMPC_OK)
                status = visit(context, at, type, (unsigned)depth, &below->list);
            depth++;
        }
    }
    while (depth > 0)
        leave(&levels[--depth]);
    return status;
}
