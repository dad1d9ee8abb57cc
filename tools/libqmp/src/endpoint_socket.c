/* endpoint_socket.c - connecting to unix and TCP sockets without waiting.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "internal.h"

int qmpc_connect_ended(int fd)
{
    struct pollfd look = {.fd = fd, .events = POLLOUT};
    int error = 0;
    socklen_t length = sizeof error;
    if (poll(&look, 1, 0) <= 0)
        return -EINPROGRESS;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
        error = errno;
    return -error;
}

static int begin_connect(int family, const struct sockaddr *address, socklen_t size, int *fd)
{
    int made = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0)
        return -errno;
    int error = connect(made, address, size) < 0 ? -errno : 0;
    if (error == -EINPROGRESS)
        error = qmpc_connect_ended(made); /* on this machine it is known at once */
    if (error == 0 || error == -EINPROGRESS)
        *fd = made;
    else
        close(made);
    return error;
}

int qmpc_connect_unix(const char *path, int *fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return -ENAMETOOLONG;
    strcpy(address.sun_path, path);
    return begin_connect(AF_UNIX, (const struct sockaddr *)&address, sizeof address, fd);
}

int qmpc_resolve(const char *host, const char *port, struct addrinfo **addresses)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    int found = getaddrinfo(host, port, &hints, addresses);
    if (found == 0)
        return 0;
    return found == EAI_AGAIN ? -EAGAIN : found == EAI_MEMORY ? -ENOMEM : -EADDRNOTAVAIL;
}

int qmpc_connect_address(const struct addrinfo *address, int *fd)
{
    return begin_connect(address->ai_family, address->ai_addr, address->ai_addrlen, fd);
}
