/* mount.h - a mounted tree: what its parts share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_MOUNT_H
#define QMPCTL_FUSE_MOUNT_H

#define FUSE_USE_VERSION 31
#include <fuse.h>

#include "fuse/ages.h"
#include "fuse/handle.h"
#include "fuse/server.h"

struct mount {
    struct server server;
    struct ages ages;
    struct timespec since; /* when it was mounted */
    uid_t owner;
    gid_t group;
};

/* files.c: what FUSE calls; its private data is the struct mount. */
extern const struct fuse_operations mount_operations;

/* attributes.c: functions of these operations. */
int attributes_get(const char *path, struct stat *stat, struct fuse_file_info *info);
int attributes_list_extended(const char *path, char *buffer, size_t size);
int attributes_get_extended(const char *path, const char *name, char *buffer, size_t size);

static inline struct mount *mount_here(void)
{
    return fuse_get_context()->private_data;
}

static inline struct handle *mount_handle(const struct fuse_file_info *info)
{
    return (struct handle *)(uintptr_t)info->fh;
}

/* session.c: mounts at the absolute PATH and serves until it is unmounted or a signal that ends
 * programs came; then it is unmounted.  OPTIONS are those of a FUSE mount, or NULL; NAME stands in
 * the table of mounts.  READY is called when the mount can be used.  Returns an exit code. */
int session_run(struct mount *mount, const char *path, const char *name, const char *options,
                void (*ready)(void *context), void *context);

#endif
