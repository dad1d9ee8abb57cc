/* files.c - what FUSE asks of a mounted tree.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuse/value.h"

/* Nothing is remembered: neither by the kernel nor, with direct_io, in its pages. */
static void *begin(struct fuse_conn_info *connection, struct fuse_config *config)
{
    (void)connection;
    config->direct_io = 1;
    config->entry_timeout = 0;
    config->negative_timeout = 0;
    config->attr_timeout = 0;
    config->hard_remove = 1;
    config->nullpath_ok = 0;
    return mount_here();
}

/* What kind a link is shows only when it is asked for. */
static mode_t mode_of(const struct objects_entry *entry)
{
    if (entry->kind == OBJECTS_LINK)
        return 0;
    return entry->kind == OBJECTS_CHILD ? S_IFDIR : S_IFREG;
}

static int read_directory(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset,
                          struct fuse_file_info *info, enum fuse_readdir_flags flags)
{
    (void)offset;
    (void)info;
    (void)flags;
    const struct objects_list *list;
    struct stat stat = {.st_mode = S_IFDIR};
    int status = server_list(&mount_here()->server, path, true, &list);
    if (status != 0)
        return status;
    fill(buffer, ".", &stat, 0, 0);
    fill(buffer, "..", &stat, 0, 0);
    stat.st_mode = S_IFREG;
    if (strcmp(path, "/") == 0)
        fill(buffer, TREE_ERROR_NAME, &stat, 0, 0);
    for (size_t i = 0; i < list->count; i++) {
        stat.st_mode = mode_of(&list->entries[i]);
        if (tree_can_show(list->entries[i].name) &&
            fill(buffer, list->entries[i].name, &stat, 0, 0) != 0)
            return -ENOMEM;
    }
    return 0;
}

static int read_link(const char *path, char *buffer, size_t size)
{
    struct tree_node node;
    struct qmpc_message *reply = NULL;
    int status = tree_find(&mount_here()->server, path, &node);
    if (status != 0)
        return status;
    status = node.kind == TREE_LINK
                 ? server_get(&mount_here()->server, node.object, node.name, &reply)
                 : -EINVAL;
    if (status == 0) {
        char *value = qmpc_json_strdup(qmpc_get(reply, "return"));
        char *target = value != NULL ? tree_target(&node, value) : NULL;
        status = target != NULL ? 0 : -EINVAL;
        if (target != NULL)
            snprintf(buffer, size, "%s", target);
        free(target);
        free(value);
    }
    qmpc_message_free(reply);
    tree_free(&node);
    return status;
}

/* Reads at once, so that it is open() that fails. */
static int open_file(const char *path, struct fuse_file_info *info)
{
    struct server *server = &mount_here()->server;
    struct tree_node node;
    int access = info->flags & O_ACCMODE;
    int status = tree_find(server, path, &node);
    if (status != 0)
        return status;
    struct handle *handle = handle_new(&node);
    if (handle == NULL)
        return -ENOMEM;
    if (handle->node.kind == TREE_ERROR && access != O_RDONLY)
        status = -EACCES;
    else if (access == O_RDONLY)
        status = handle_fetch(handle, server);
    if (status != 0) {
        handle_free(handle);
        return status;
    }
    info->fh = (uintptr_t)handle;
    return 0;
}

static int read_file(const char *path, char *buffer, size_t size, off_t offset,
                     struct fuse_file_info *info)
{
    (void)path;
    return handle_read(mount_handle(info), &mount_here()->server, buffer, size, offset);
}

/* Where in the file it is written does not matter: see handle_write(). */
static int write_file(const char *path, const char *bytes, size_t size, off_t offset,
                      struct fuse_file_info *info)
{
    (void)path;
    (void)offset;
    return handle_write(mount_handle(info), &mount_here()->server, bytes, size);
}

static int flush_file(const char *path, struct fuse_file_info *info)
{
    (void)path;
    return handle_flush(mount_handle(info), &mount_here()->server);
}

static int sync_file(const char *path, int data, struct fuse_file_info *info)
{
    (void)data;
    return flush_file(path, info);
}

static int release_file(const char *path, struct fuse_file_info *info)
{
    (void)path;
    handle_free(mount_handle(info));
    return 0;
}

/* Who writes a file empties it first; that sets nothing yet. */
static int truncate_file(const char *path, off_t size, struct fuse_file_info *info)
{
    (void)path;
    (void)info;
    return size == 0 ? 0 : -EINVAL;
}

/* The tree is the server's: device_add and object-add make objects, not files. */
static int refuse_create(const char *path, mode_t mode, struct fuse_file_info *info)
{
    (void)path;
    (void)mode;
    (void)info;
    return -EPERM;
}

static int refuse_node(const char *path, mode_t mode, dev_t device)
{
    (void)path;
    (void)mode;
    (void)device;
    return -EPERM;
}

static int refuse_directory(const char *path, mode_t mode)
{
    (void)path;
    (void)mode;
    return -EPERM;
}

static int refuse_removal(const char *path)
{
    (void)path;
    return -EPERM;
}

static int refuse_link(const char *from, const char *to)
{
    (void)from;
    (void)to;
    return -EPERM;
}

static int refuse_rename(const char *from, const char *to, unsigned flags)
{
    (void)flags;
    return refuse_link(from, to);
}

static int refuse_mode(const char *path, mode_t mode, struct fuse_file_info *info)
{
    return refuse_create(path, mode, info);
}

static int refuse_owner(const char *path, uid_t owner, gid_t group, struct fuse_file_info *info)
{
    (void)owner;
    (void)group;
    return refuse_create(path, 0, info);
}

static int refuse_times(const char *path, const struct timespec times[2],
                        struct fuse_file_info *info)
{
    (void)times;
    return refuse_create(path, 0, info);
}

const struct fuse_operations mount_operations = {
    .init = begin,
    .getattr = attributes_get,
    .listxattr = attributes_list_extended,
    .getxattr = attributes_get_extended,
    .readdir = read_directory,
    .readlink = read_link,
    .open = open_file,
    .read = read_file,
    .write = write_file,
    .flush = flush_file,
    .fsync = sync_file,
    .release = release_file,
    .truncate = truncate_file,
    .create = refuse_create,
    .mknod = refuse_node,
    .mkdir = refuse_directory,
    .unlink = refuse_removal,
    .rmdir = refuse_removal,
    .symlink = refuse_link,
    .link = refuse_link,
    .rename = refuse_rename,
    .chmod = refuse_mode,
    .chown = refuse_owner,
    .utimens = refuse_times,
};
