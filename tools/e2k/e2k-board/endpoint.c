/* endpoint.c - the host's side of a serial channel: bytes, clients that come and go.
 *
 * SPDX-License-Identifier: MIT */
#include "endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define DRAIN_READS  64
#define LINGER_STEP  2000000 /* ns */
#define LINGER_STEPS 100

static short state(int fd, short events)
{
    struct pollfd poll_fd = {.fd = fd, .events = events};

    return poll(&poll_fd, 1, 0) > 0 ? poll_fd.revents : 0;
}

/* Nobody has opened a pty: it must not be waited on, and what is sent is dropped. */
static bool is_alone(const struct endpoint *endpoint)
{
    return endpoint->kind == ENDPOINT_PTY && (state(endpoint->out, 0) & POLLHUP);
}

static void drop_client(struct endpoint *endpoint)
{
    if (endpoint->kind == ENDPOINT_SOCKET && endpoint->in >= 0) {
        close(endpoint->in);
        endpoint->in = endpoint->out = -1;
    }
}

static void accept_client(struct endpoint *endpoint)
{
    const int on = 1;
    int client = accept4(endpoint->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (client < 0)
        return;
    drop_client(endpoint);
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* of a unix socket: refused */
    endpoint->in = endpoint->out = client;
    endpoint->ended = endpoint->deaf = endpoint->leaving = false;
}

void endpoint_service(struct endpoint *endpoint)
{
    if (endpoint->kind != ENDPOINT_SOCKET)
        return;
    if (endpoint->in >= 0 && (state(endpoint->in, POLLRDHUP) & (POLLRDHUP | POLLHUP | POLLERR)))
        endpoint->leaving = true;
    if (endpoint->in < 0 || endpoint->leaving)
        accept_client(endpoint);
}

static void note_end(struct endpoint *endpoint, bool *flag)
{
    *flag = true;
    endpoint->leaving = true;
    if (endpoint->ended && endpoint->deaf)
        drop_client(endpoint);
}

size_t endpoint_receive(struct endpoint *endpoint, uint8_t *bytes, size_t size)
{
    ssize_t count;

    if (endpoint->kind == ENDPOINT_SOCKET && (endpoint->in < 0 || endpoint->ended))
        accept_client(endpoint);
    if (endpoint->in < 0 || endpoint->ended)
        return 0;
    /* Standard input may block, as others may use it too. */
    if (endpoint->kind == ENDPOINT_STDIO && !state(endpoint->in, POLLIN))
        return 0;
    count = read(endpoint->in, bytes, size);
    if (count > 0)
        return (size_t)count;
    if (endpoint->kind == ENDPOINT_PTY || (count < 0 && (errno == EAGAIN || errno == EINTR)))
        return 0;
    note_end(endpoint, &endpoint->ended);
    return 0;
}

static ssize_t write_some(const struct endpoint *endpoint, const uint8_t *bytes, size_t size)
{
    if (endpoint->kind == ENDPOINT_SOCKET)
        return send(endpoint->out, bytes, size, MSG_NOSIGNAL);
    if (endpoint->kind == ENDPOINT_STDIO) {
        if (!state(endpoint->out, POLLOUT)) {
            errno = EAGAIN;
            return -1;
        }
        size = size < PIPE_BUF ? size : PIPE_BUF; /* which does not block then */
    }
    return write(endpoint->out, bytes, size);
}

size_t endpoint_send(struct endpoint *endpoint, const uint8_t *bytes, size_t size)
{
    ssize_t count;

    if (endpoint->kind == ENDPOINT_SOCKET && endpoint->out < 0)
        accept_client(endpoint);
    if (endpoint->out < 0 || endpoint->deaf || is_alone(endpoint))
        return size;
    count = write_some(endpoint, bytes, size);
    if (count >= 0)
        return (size_t)count;
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    if (endpoint->kind != ENDPOINT_PTY)
        note_end(endpoint, &endpoint->deaf);
    return size;
}

bool endpoint_is_connected(const struct endpoint *endpoint)
{
    return endpoint->in >= 0;
}

unsigned endpoint_watch(const struct endpoint *endpoint, struct pollfd *fds, bool input, bool room)
{
    unsigned count = 0;

    if (endpoint->kind == ENDPOINT_SOCKET && (endpoint->in < 0 || endpoint->leaving))
        fds[count++] = (struct pollfd){.fd = endpoint->listener, .events = POLLIN};
    if (endpoint->in < 0 || is_alone(endpoint))
        return count;
    if (input && !endpoint->ended)
        fds[count++] = (struct pollfd){.fd = endpoint->in, .events = POLLIN};
    if (room && !endpoint->deaf)
        fds[count++] = (struct pollfd){.fd = endpoint->out, .events = POLLOUT};
    return count;
}

/* A socket that is closed with something unread may take what it has sent with it. */
static void drain(const struct endpoint *endpoint)
{
    uint8_t bytes[4096];

    for (unsigned n = 0; n < DRAIN_READS; n++) {
        if (recv(endpoint->in, bytes, sizeof bytes, MSG_DONTWAIT) <= 0)
            return;
    }
}

/* What a pty's client has not read yet is gone once we close our side.  So give it time. */
static void linger(const struct endpoint *endpoint)
{
    const struct timespec step = {.tv_nsec = LINGER_STEP};
    const char *name = ptsname(endpoint->in);
    int terminal = name ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    int unread = 1;

    if (terminal < 0)
        return;
    for (unsigned n = 0; n < LINGER_STEPS && unread > 0; n++) {
        nanosleep(&step, NULL);
        if (ioctl(terminal, FIONREAD, &unread) < 0)
            break;
    }
    close(terminal);
}

void endpoint_close(struct endpoint *endpoint)
{
    if (endpoint->kind == ENDPOINT_SOCKET && endpoint->in >= 0) {
        drain(endpoint);
        drop_client(endpoint);
    }
    if (endpoint->kind == ENDPOINT_PTY && endpoint->in >= 0) {
        if (!is_alone(endpoint))
            linger(endpoint);
        close(endpoint->in);
    }
    if (endpoint->listener >= 0)
        close(endpoint->listener);
    if (endpoint->path)
        unlink(endpoint->path);
    *endpoint = (struct endpoint){.listener = -1, .in = -1, .out = -1};
}
