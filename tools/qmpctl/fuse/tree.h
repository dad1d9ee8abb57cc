/* tree.h - what is at a path of the mount.
 *
 * Errors: 0 or a negative errno.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_TREE_H
#define QMPCTL_FUSE_TREE_H

#include "fuse/server.h"

/* The file at the top with the words of the last error; no object has a property of this name. */
#define TREE_ERROR_NAME ".error"

enum tree_kind {
    TREE_OBJECT,
    TREE_PROPERTY,
    TREE_LINK,
    TREE_ERROR, /* the file .error */
};

struct tree_node {
    enum tree_kind kind;
    char *object;      /* the path of the object that has it; "/" for what is at the top */
    char *name;        /* of the property, child or link; "" for the top itself */
    char *type;        /* as qom-list tells it */
    char *description; /* "" if there is none */
};

/* PATH is as FUSE has it: "/" or "/machine/peripheral". */
int tree_find(struct server *server, const char *path, struct tree_node *node);
void tree_free(struct tree_node *node);

/* True if a property of this name can be a file. */
bool tree_can_show(const char *name);

/* Where the symbolic link for this value of a link leads, relative to the directory of the link;
 * to be freed.  NULL: it is none, as the link names no object, or without memory. */
char *tree_target(const struct tree_node *node, const char *value);

#endif
