/* attributes.c - size, time, permissions and extended attributes of a file in the mount.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/mount.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuse/value.h"

static void set_times(struct stat *stat, struct timespec when)
{
    stat->st_atim = when;
    stat->st_mtim = when;
    stat->st_ctim = when;
}

static struct timespec now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time;
}

static void describe_text(struct mount *mount, const char *path, const char *text, size_t length,
                          struct stat *stat)
{
    stat->st_size = (off_t)length;
    set_times(stat, ages_note(&mount->ages, path, text, length, now()));
}

/* A link that leads somewhere is a symbolic link, one that leads nowhere an empty file. */
static int describe_link(struct mount *mount, const struct tree_node *node, const char *path,
                         const char *text, size_t length, struct stat *stat)
{
    char *value = strndup(text, length - 1);
    char *target = value != NULL ? tree_target(node, value) : NULL;
    describe_text(mount, path, text, length, stat);
    if (target != NULL) {
        stat->st_mode = S_IFLNK | 0777;
        stat->st_size = (off_t)strlen(target);
    }
    free(target);
    free(value);
    return 0;
}

static int describe_value(struct mount *mount, const struct tree_node *node, const char *path,
                          struct stat *stat)
{
    struct qmpc_message *reply;
    int status = server_get(&mount->server, node->object, node->name, &reply);
    stat->st_mode = S_IFREG | (strcmp(node->name, "type") == 0 ? 0444 : 0644);
    set_times(stat, now());
    if (status == -EACCES) /* not readable, so it must be writable */
        stat->st_mode = S_IFREG | 0200;
    if (status == -EACCES || status == -ENODATA || status == -EPERM)
        return 0;
    if (status != 0)
        return status;
    size_t length;
    char *text = value_to_text(qmpc_get(reply, "return"), &length);
    qmpc_message_free(reply);
    if (text == NULL)
        return -ENOMEM;
    if (node->kind == TREE_LINK)
        status = describe_link(mount, node, path, text, length, stat);
    else
        describe_text(mount, path, text, length, stat);
    free(text);
    return status;
}

static int describe(struct mount *mount, const struct tree_node *node, const char *path,
                    struct stat *stat)
{
    const char *fault = mount->server.fault;
    stat->st_nlink = 1;
    stat->st_uid = mount->owner;
    stat->st_gid = mount->group;
    set_times(stat, mount->since);
    switch (node->kind) {
    case TREE_OBJECT:
        stat->st_mode = S_IFDIR | 0555;
        stat->st_nlink = 2;
        return 0;
    case TREE_ERROR:
        stat->st_mode = S_IFREG | 0444;
        if (fault != NULL)
            describe_text(mount, path, fault, strlen(fault), stat);
        stat->st_size += fault != NULL; /* the line end */
        return 0;
    default:
        return describe_value(mount, node, path, stat);
    }
}

int attributes_get(const char *path, struct stat *stat, struct fuse_file_info *info)
{
    struct mount *mount = mount_here();
    struct tree_node node;
    memset(stat, 0, sizeof *stat);
    int status = tree_find(&mount->server, path, &node);
    if (status == 0) {
        status = describe(mount, &node, path, stat);
        tree_free(&node);
    }
    /* Who has read a part of a text wants the size of that one. */
    if (status == 0 && info != NULL && mount_handle(info) != NULL &&
        mount_handle(info)->text != NULL)
        stat->st_size = (off_t)mount_handle(info)->length;
    return status;
}

enum { TYPE, DESCRIPTION, EXTENDED };
static const char *const extended[EXTENDED] = {
    [TYPE] = "user.qmp.type", [DESCRIPTION] = "user.qmp.description"};

static const char *text_of(const struct tree_node *node, int which)
{
    return which == TYPE ? node->type : node->description;
}

/* As listxattr() and getxattr(): without room it tells how much is needed. */
static int give(const char *bytes, size_t length, char *buffer, size_t size)
{
    if (size == 0)
        return (int)length;
    if (length > size)
        return -ERANGE;
    memcpy(buffer, bytes, length);
    return (int)length;
}

int attributes_list_extended(const char *path, char *buffer, size_t size)
{
    struct tree_node node;
    char names[64];
    size_t length = 0;
    int status = tree_find(&mount_here()->server, path, &node);
    if (status != 0)
        return status;
    for (int i = 0; i < EXTENDED; i++) {
        if (*text_of(&node, i) == '\0')
            continue;
        strcpy(names + length, extended[i]);
        length += strlen(extended[i]) + 1;
    }
    tree_free(&node);
    return give(names, length, buffer, size);
}

int attributes_get_extended(const char *path, const char *name, char *buffer, size_t size)
{
    struct tree_node node;
    int which = 0;
    while (which < EXTENDED && strcmp(extended[which], name) != 0)
        which++;
    if (which == EXTENDED)
        return -ENODATA; /* asked for often: security.capability, without need to ask the server */
    int status = tree_find(&mount_here()->server, path, &node);
    if (status != 0)
        return status;
    const char *text = text_of(&node, which);
    status = *text != '\0' ? give(text, strlen(text), buffer, size) : -ENODATA;
    tree_free(&node);
    return status;
}
