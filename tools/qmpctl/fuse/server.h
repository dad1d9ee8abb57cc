/* server.h - the server of a mount: it may go away and come back, and the tree is asked of it.
 *
 * Who calls it: the thread that serves the mount, one call at a time.
 * Errors:       functions returning int return 0 or a negative errno, as FUSE wants it; the words
 *               are kept for the file .error.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_FUSE_SERVER_H
#define QMPCTL_FUSE_SERVER_H

#include "common/objects.h"
#include "common/options.h"
#include "fuse/listings.h"
#include "qmpc/qmpc.h"

struct server {
    struct qmpc *line;
    const struct options *options;
    struct listings listings;
    bool lost;   /* the line broke */
    char *fault; /* the last error, one line for people; NULL: none yet */
};

void server_init(struct server *server, struct qmpc *line, const struct options *options);

/* Does not free the line. */
void server_end(struct server *server);

/* Reads what the server says unasked, so that it does not pile up: events, and that it restarted.
 */
void server_listen(struct server *server);

/* What is at the object PATH.  *LIST belongs to the server and lives until its next call.
 * FRESH: ask in any case. */
int server_list(struct server *server, const char *path, bool fresh,
                const struct objects_list **list);

/* A property's value is at "return" of *REPLY, which is to be freed. */
int server_get(struct server *server, const char *path, const char *property,
               struct qmpc_message **reply);

/* VALUE is JSON text.  A set that the server may have lost is not repeated: -EIO. */
int server_set(struct server *server, const char *path, const char *property, const char *value);

/* Keeps WORDS for .error as said of PATH (and PROPERTY, or NULL). */
void server_note(struct server *server, const char *path, const char *property, const char *words);

#endif
