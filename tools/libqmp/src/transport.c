/* transport.c - moves bytes, never past a deadline and never with a SIGPIPE.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

int qmpc_set_nonblocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
        return -errno;
    return 0;
}

/* The first reason stays the reason, however often the caller asks. */
static int gone(struct qmpc *line, const char *why)
{
    if (!line->ended) {
        char how[64] = "";
        if (line->child > 0)
            qmpc_describe_exit(line->child, how, sizeof how);
        snprintf(line->end_reason, sizeof line->end_reason, "%s%s", why, how);
        line->ended = true;
    }
    return qmpc_fail(line, QMPC_E_GONE, "the connection has ended: %s", line->end_reason);
}

int qmpc_transport_ended(struct qmpc *line)
{
    if (line->in < 0)
        return qmpc_fail(line, QMPC_E_GONE, "the connection is not open");
    return line->ended ? gone(line, line->end_reason) : QMPC_OK;
}

static void count_received(struct qmpc *line, const char *bytes, size_t length)
{
    uint64_t binary = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        /* What a terminal knows, from BEL to CR and ESC, is in the texts of consoles too. */
        binary += c > '~' ? c != 0xFF : c < ' ' && (c < '\a' || c > '\r') && c != 0x1B;
    }
    line->counts.received_bytes += length;
    line->counts.binary_bytes += binary;
}

int qmpc_transport_pull(struct qmpc *line)
{
    char bytes[65536];
    int status = qmpc_transport_ended(line);
    if (status != QMPC_OK)
        return status;
    ssize_t count = read(line->in, bytes, sizeof bytes);
    if (count > 0) {
        count_received(line, bytes, (size_t)count);
        qmpc_framer_feed(line, bytes, (size_t)count);
        return QMPC_OK;
    }
    if (count == 0)
        return gone(line, "the server closed it");
    if (errno == EIO) /* how a pty says that its other side was closed */
        return gone(line, "the terminal was hung up");
    return errno == EAGAIN || errno == EINTR ? QMPC_E_BUSY : gone(line, strerror(errno));
}

int qmpc_transport_read(struct qmpc *line, int64_t deadline)
{
    for (;;) {
        int status = qmpc_transport_pull(line);
        if (status != QMPC_E_BUSY)
            return status;
        struct pollfd wait = {.fd = line->in, .events = POLLIN};
        if (poll(&wait, 1, qmpc_poll_ms(deadline)) == 0)
            return qmpc_fail(line, QMPC_E_TIMEOUT, "nothing was received in time");
    }
}

/* write() to a pipe or socket without a reader raises SIGPIPE.  MSG_NOSIGNAL exists for sockets
 * only, and a library must not change the process's disposition: so the signal is blocked in this
 * thread and taken back if this write is what raised it. */
static ssize_t write_quietly(int fd, const char *bytes, size_t length)
{
    ssize_t count = send(fd, bytes, length, MSG_NOSIGNAL);
    if (count >= 0 || errno != ENOTSOCK)
        return count;
    sigset_t pipe;
    sigset_t before;
    sigset_t pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    bool was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    count = write(fd, bytes, length);
    int error = errno;
    if (count < 0 && error == EPIPE && !was_pending) {
        const struct timespec none = {0, 0};
        while (sigtimedwait(&pipe, NULL, &none) < 0 && errno == EINTR)
            continue;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return count;
}

/* Waits until something can be written, and reads meanwhile: a server may stop reading until its
 * own output is taken. */
static int wait_for_room(struct qmpc *line, int64_t deadline)
{
    bool listen = !line->ended;
    struct pollfd wait[2] = {{.fd = line->out, .events = POLLOUT},
                             {.fd = listen ? line->in : -1, .events = POLLIN}};
    int ready = poll(wait, 2, qmpc_poll_ms(deadline));
    if (ready == 0)
        return qmpc_fail(line, QMPC_E_TIMEOUT, "the server does not take what is sent");
    if (ready > 0 && wait[1].revents != 0)
        qmpc_transport_pull(line); /* an end shows itself in the next write, too */
    return QMPC_OK;
}

/* The other side has closed its reading end: what it said before that is still to be had. */
static void pull_the_rest(struct qmpc *line)
{
    enum { PORTIONS = 64 }; /* a server that goes on talking is not listened to for ever */
    for (int i = 0; i < PORTIONS && qmpc_transport_pull(line) == QMPC_OK; i++)
        continue;
}

int64_t qmpc_transport_push(struct qmpc *line, const char *bytes, size_t length)
{
    int status = qmpc_transport_ended(line);
    if (status != QMPC_OK)
        return status;
    ssize_t count;
    do {
        count = write_quietly(line->out, bytes, length);
    } while (count < 0 && errno == EINTR);
    if (count > 0)
        line->output.last = bytes[count - 1];
    if (count >= 0)
        return count;
    if (errno == EAGAIN)
        return 0;
    int error = errno;
    if (line->in != line->out || error == EPIPE)
        pull_the_rest(line);
    return gone(line, strerror(error));
}

/* First what was queued before, then this. */
int qmpc_transport_write(struct qmpc *line, const char *bytes, size_t length, int64_t deadline)
{
    bool late = false;
    for (;;) {
        int status = qmpc_output_flush(line);
        while (status == QMPC_OK && qmpc_unsent(line) == 0 && length > 0) {
            int64_t count = qmpc_transport_push(line, bytes, length);
            if (count < 0)
                status = (int)count;
            if (count <= 0)
                break;
            bytes += count;
            length -= (size_t)count;
        }
        if (status != QMPC_OK || (length == 0 && qmpc_unsent(line) == 0))
            return status;
        /* A server that talks without end must not keep us past the deadline. */
        if (late)
            return qmpc_fail(line, QMPC_E_TIMEOUT, "the server does not take what is sent");
        late = qmpc_clock() >= deadline;
        status = wait_for_room(line, deadline);
        if (status != QMPC_OK)
            return status;
    }
}
