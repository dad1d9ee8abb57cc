/* handle.h - an open file: what was read from it, and what is written to it.
 *
 * Errors: a negative errno.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_HANDLE_H
#define QMPCTL_FUSE_HANDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "fuse/server.h"
#include "fuse/tree.h"

/* A write of less bytes is a whole value even without a line end; a promise of the manual page. */
enum { HANDLE_PIECE = 4096, HANDLE_LIMIT = 1 << 20 };

struct handle {
    struct tree_node node;
    char *text; /* as it was read last; NULL: not yet */
    size_t length;
    bool unread;   /* the text is new: reading the beginning needs no other */
    char *written; /* pieces of a value that is not whole yet */
    size_t written_length;
};

/* NULL without memory; takes over what NODE has. */
struct handle *handle_new(struct tree_node *node);
void handle_free(struct handle *handle);

/* Asks the server for the value. */
int handle_fetch(struct handle *handle, struct server *server);

/* Returns the number of bytes copied. */
int handle_read(struct handle *handle, struct server *server, char *buffer, size_t size,
                off_t offset);

/* Returns SIZE. */
int handle_write(struct handle *handle, struct server *server, const char *bytes, size_t size);

/* Sets what was put together and is not set yet. */
int handle_flush(struct handle *handle, struct server *server);

#endif
