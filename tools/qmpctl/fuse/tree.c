/* tree.c - what is at a path of the mount.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A single name that is longer makes the kernel refuse its whole directory. */
enum { NAME_LIMIT = 1024 };

bool tree_can_show(const char *name)
{
    return *name != '\0' && strlen(name) <= NAME_LIMIT && strchr(name, '/') == NULL &&
           strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strcmp(name, TREE_ERROR_NAME) != 0;
}

void tree_free(struct tree_node *node)
{
    free(node->object);
    free(node->name);
    free(node->type);
    free(node->description);
    *node = (struct tree_node){TREE_OBJECT, NULL, NULL, NULL, NULL};
}

static int fill(struct tree_node *node, enum tree_kind kind, const char *type,
                const char *description)
{
    node->kind = kind;
    node->type = strdup(type);
    node->description = strdup(description);
    bool whole = node->object != NULL && node->name != NULL && node->type != NULL &&
                 node->description != NULL;
    if (!whole)
        tree_free(node);
    return whole ? 0 : -ENOMEM;
}

/* A name that is not in a remembered list may be new. */
static int look_up(struct server *server, const char *object, const char *name,
                   const struct objects_entry **entry)
{
    for (int fresh = 0; fresh <= 1; fresh++) {
        const struct objects_list *list;
        int status = server_list(server, object, fresh != 0, &list);
        if (status != 0)
            return status;
        *entry = objects_find(list, name);
        if (*entry != NULL)
            return 0;
    }
    return -ENOENT;
}

int tree_find(struct server *server, const char *path, struct tree_node *node)
{
    static const enum tree_kind kinds[] = {[OBJECTS_PROPERTY] = TREE_PROPERTY,
                                           [OBJECTS_CHILD] = TREE_OBJECT,
                                           [OBJECTS_LINK] = TREE_LINK};
    const char *slash = strrchr(path, '/');
    const struct objects_entry *entry;
    *node = (struct tree_node){TREE_OBJECT, NULL, NULL, NULL, NULL};
    if (slash == NULL)
        return -ENOENT;
    node->name = strdup(slash + 1);
    node->object = slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
    if (strcmp(path, "/") == 0)
        return fill(node, TREE_OBJECT, "", "");
    if (strcmp(path, "/" TREE_ERROR_NAME) == 0)
        return fill(node, TREE_ERROR, "", "");
    int status = node->name == NULL || node->object == NULL
                     ? -ENOMEM
                     : look_up(server, node->object, node->name, &entry);
    if (status == 0)
        return fill(node, kinds[entry->kind], entry->type, entry->description);
    tree_free(node);
    return status;
}

char *tree_target(const struct tree_node *node, const char *value)
{
    char *target = NULL;
    size_t size;
    if (value[0] != '/')
        return NULL;
    FILE *out = open_memstream(&target, &size);
    if (out == NULL)
        return NULL;
    /* One step up for each directory that the link is in. */
    for (const char *at = node->object; *at != '\0'; at++)
        if (at[0] == '/' && at[1] != '\0')
            fputs("../", out);
    if (value[1] == '\0' && strcmp(node->object, "/") == 0)
        fputc('.', out);
    fputs(value + 1, out);
    if (fclose(out) != 0) {
        free(target);
        return NULL;
    }
    return target;
}
