/* complete_objects.c - paths in the server's tree of objects, and what is at them.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "shell/complete.h"

static bool is_child(const char *type)
{
    return strncmp(type, "child<", 6) == 0;
}

/* "child<sensor>" as "sensor", in place. */
static const char *plain_type(char *type)
{
    char *open = strchr(type, '<');
    size_t length = strlen(type);
    if (open == NULL || type[length - 1] != '>')
        return type;
    type[length - 1] = '\0';
    return open + 1;
}

static void add_entry(struct qmpc_json entry, bool children, const char *prefix, const char *value,
                      struct candidates *candidates)
{
    struct qmpc_json part;
    qmpc_json_member(entry, "name", &part);
    char *name = qmpc_json_strdup(part);
    qmpc_json_member(entry, "type", &part);
    char *type = qmpc_json_strdup(part);
    if (name != NULL && type != NULL && is_child(type) == children &&
        strncmp(name, value, strlen(value)) == 0)
        candidates_add(candidates, "", prefix, name, "", plain_type(type));
    free(name);
    free(type);
}

/* Returns how many there are at PATH that begin with VALUE. */
static size_t add_members(struct knowledge *knowledge, const char *path, bool children,
                          const char *prefix, const char *value, struct candidates *candidates)
{
    size_t before = candidates->count;
    struct qmpc_message *reply = knowledge_ask(knowledge, "qom-list", "path", path);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
    struct qmpc_json entry;
    while (qmpc_json_next(&walk, NULL, &entry))
        add_entry(entry, children, prefix, value, candidates);
    qmpc_message_free(reply);
    return candidates->count - before;
}

void complete_members(struct knowledge *knowledge, const char *path, bool children,
                      const char *prefix, const char *value, struct candidates *candidates)
{
    add_members(knowledge, path, children, prefix, value, candidates);
}

/* True if the object at PATH has others below it. */
static bool has_children(struct knowledge *knowledge, const char *path)
{
    struct candidates children = {0};
    size_t count = add_members(knowledge, path, true, "", "", &children);
    candidates_free(&children);
    return count > 0;
}

/* The end of a path is enough where one object fits: offers the names where boards and QEMU have
 * the devices that matter. */
static void add_short_names(struct knowledge *knowledge, const char *prefix, const char *value,
                            struct candidates *candidates)
{
    static const char *const places[] = {"/machine/peripheral", "/objects", "/machine/unattached"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        add_members(knowledge, places[i], true, prefix, value, candidates);
    if (*value == '\0')
        candidates_add(candidates, "", prefix, "/machine", "/", "container");
}

void complete_path(struct knowledge *knowledge, const char *prefix, const char *value,
                   struct candidates *candidates)
{
    const char *slash = strrchr(value, '/');
    char *start = NULL;
    char *parent = NULL;
    if (slash == NULL) {
        add_short_names(knowledge, prefix, value, candidates);
        return;
    }
    if (asprintf(&start, "%s%.*s", prefix, (int)(slash + 1 - value), value) < 0)
        return;
    parent = slash == value ? strdup("/") : strndup(value, (size_t)(slash - value));
    if (parent != NULL)
        add_members(knowledge, parent, true, start, slash + 1, candidates);
    if (candidates->count == 1) {
        struct candidate *only = &candidates->list[0];
        char *text = NULL;
        if (has_children(knowledge, only->text + strlen(prefix)) &&
            asprintf(&text, "%s/", only->text) >= 0) {
            free(only->text);
            only->text = text;
            only->open = true;
        }
    }
    free(start);
    free(parent);
}
