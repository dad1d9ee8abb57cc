/* endpoint_socket.c - connecting to unix and TCP sockets within a deadline.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "internal.h"

/* Returns the descriptor or -errno. */
static int connect_within(int family, const struct sockaddr *address, socklen_t size,
                          int64_t deadline)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    int error = connect(fd, address, size) < 0 ? errno : 0;
    if (error == EINPROGRESS) {
        struct pollfd wait = {.fd = fd, .events = POLLOUT};
        socklen_t length = sizeof error;
        int ready;
        do {
            ready = poll(&wait, 1, qmpc_poll_ms(deadline));
        } while (ready < 0 && errno == EINTR);
        if (ready == 0)
            error = ETIMEDOUT;
        else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
            error = errno;
    }
    if (error == 0)
        return fd;
    close(fd);
    return -error;
}

int qmpc_try_unix(const char *path, int64_t deadline, struct qmpc_wires *wires)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return -ENAMETOOLONG;
    strcpy(address.sun_path, path);
    int fd = connect_within(AF_UNIX, (const struct sockaddr *)&address, sizeof address, deadline);
    if (fd < 0)
        return fd;
    *wires = (struct qmpc_wires){fd, fd, 0};
    return 0;
}

int qmpc_try_tcp(const char *host, const char *port, int64_t deadline, struct qmpc_wires *wires)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list;
    int found = getaddrinfo(host, port, &hints, &list);
    if (found != 0)
        return found == EAI_AGAIN ? -EAGAIN : found == EAI_MEMORY ? -ENOMEM : -EADDRNOTAVAIL;
    int fd = -EADDRNOTAVAIL;
    for (struct addrinfo *at = list; at != NULL && fd < 0; at = at->ai_next)
        fd = connect_within(at->ai_family, at->ai_addr, at->ai_addrlen, deadline);
    freeaddrinfo(list);
    if (fd < 0)
        return fd;
    /* Requests are small and each waits for its answer: nothing is won by collecting them. */
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    *wires = (struct qmpc_wires){fd, fd, 0};
    return 0;
}
