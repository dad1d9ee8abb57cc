/* listen.h - the sockets that clients come to.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BRIDGE_LISTEN_H
#define BRIDGE_LISTEN_H

#include <stdbool.h>
#include <sys/types.h>

enum { LISTEN_MAX = 32 };

struct listener {
    int fd;
    bool tcp;
    const char *path; /* of a unix socket; the caller's */
    dev_t device;     /* which file it is: only our own is removed */
    ino_t inode;
};

struct listeners {
    struct listener at[LISTEN_MAX];
    unsigned count;
};

/* Adds the sockets of a LISTEN word: unix:PATH or tcp:HOST:PORT (all addresses of the host).
 * MODE is that of a unix socket's file, -1: as umask leaves it.  TELL: says on standard error where
 * it listens.  Returns 0, or -1 after saying what is wrong. */
int listeners_add(struct listeners *listeners, const char *word, int mode, bool tell);

/* The next client, non-blocking, or -1 with errno. */
int listener_accept(const struct listener *listener);

/* Closes the sockets and removes their files. */
void listeners_close(struct listeners *listeners);

#endif
