/* endpoint.h - the host's side of a serial channel: a socket, a pty, standard input and
 * output, or nobody.
 *
 * Nothing here blocks.  A client that has sent its last byte may still read; it makes room
 * for the next one when that comes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_ENDPOINT_H
#define E2K_ENDPOINT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum endpoint_kind {
    ENDPOINT_NULL,
    ENDPOINT_STDIO,
    ENDPOINT_PTY,
    ENDPOINT_SOCKET,
};

struct endpoint {
    enum endpoint_kind kind;
    const char *name; /* "channel-a" */
    const char *path; /* of a unix socket, to be removed; else NULL */
    int listener;     /* -1: none */
    int in, out;      /* -1: nobody is there */
    bool ended;       /* nothing more will come */
    bool deaf;        /* nobody reads any more */
    bool leaving;     /* the client may be replaced */
};

/* Makes what SPEC says, "unix:...", ..., which must stay; NAME is for messages.  Returns 0, or
 * -1 after a message. */
int endpoint_open(struct endpoint *endpoint, const char *spec, const char *name);
void endpoint_close(struct endpoint *endpoint);

/* As in struct e2k_host. */
size_t endpoint_receive(struct endpoint *endpoint, uint8_t *bytes, size_t size);
size_t endpoint_send(struct endpoint *endpoint, const uint8_t *bytes, size_t size);

/* Lets the next client in; notices when one leaves. */
void endpoint_service(struct endpoint *endpoint);

bool endpoint_is_connected(const struct endpoint *endpoint);

/* Adds what is worth waiting for to FDS, which has room for three.  Returns how many. */
unsigned endpoint_watch(const struct endpoint *endpoint, struct pollfd *fds, bool input, bool room);

#endif
