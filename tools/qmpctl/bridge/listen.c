/* listen.c - the sockets that clients come to.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    WAITING = 128,
    SPARE = 8, /* descriptors that no client gets: to open the line again, and the log */
};

static int refuse(const char *word, const char *why)
{
    fprintf(stderr, "qmpctl: cannot listen on %s: %s\n", word, why);
    return -1;
}

static void add(struct listeners *listeners, struct listener listener)
{
    listeners->at[listeners->count++] = listener;
}

/* --------------------------------------------------------------------- unix */

/* Removes a socket's file on which nobody listens.  Returns NULL, or why that cannot be done. */
static const char *clear_path(const struct sockaddr_un *address)
{
    struct stat file;
    if (lstat(address->sun_path, &file) < 0)
        return errno == ENOENT ? NULL : strerror(errno);
    if (!S_ISSOCK(file.st_mode))
        return "there is a file of this name that is no socket";
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return strerror(errno);
    int result = connect(fd, (const struct sockaddr *)address, sizeof *address);
    int error = errno;
    close(fd);
    if (result == 0 || error == EAGAIN)
        return "somebody else listens there";
    if (error != ECONNREFUSED)
        return strerror(error);
    return unlink(address->sun_path) == 0 ? NULL : strerror(errno);
}

static int add_unix(struct listeners *listeners, const char *word, const char *path, int mode,
                    bool tell)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (*path == '\0' || strlen(path) >= sizeof address.sun_path)
        return refuse(word, "the path must have 1 to 107 bytes");
    strcpy(address.sun_path, path);
    const char *why = clear_path(&address);
    if (why != NULL)
        return refuse(word, why);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return refuse(word, strerror(errno));
    /* From the first moment, not by a chmod() after it. */
    mode_t before = mode >= 0 ? umask(0777 & ~(mode_t)mode) : 0;
    int result = bind(fd, (const struct sockaddr *)&address, sizeof address);
    int error = errno;
    if (mode >= 0)
        umask(before);
    struct stat file = {.st_dev = 0};
    if (result < 0 || listen(fd, WAITING) < 0 || stat(path, &file) < 0) {
        error = result < 0 ? error : errno;
        close(fd);
        return refuse(word, strerror(error));
    }
    add(listeners,
        (struct listener){.fd = fd, .path = path, .device = file.st_dev, .inode = file.st_ino});
    if (tell)
        fprintf(stderr, "qmpctl: listening on unix:%s\n", path);
    return 0;
}

/* ---------------------------------------------------------------------- tcp */

static void tell_address(int fd)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    char host[64];
    char port[16];
    if (getsockname(fd, (struct sockaddr *)&address, &size) < 0 ||
        getnameinfo((struct sockaddr *)&address, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    bool six = address.ss_family == AF_INET6;
    fprintf(stderr, "qmpctl: listening on tcp:%s%s%s:%s\n", six ? "[" : "", host, six ? "]" : "",
            port);
}

static int listen_tcp(const struct addrinfo *at)
{
    const int on = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (at->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, WAITING) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static int add_addresses(struct listeners *listeners, const char *word, const char *host,
                         const char *port, bool tell)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found;
    int error = getaddrinfo(*host != '\0' ? host : NULL, port, &hints, &found);
    if (error != 0)
        return refuse(word, gai_strerror(error));
    int last = EADDRNOTAVAIL;
    bool any = false;
    for (struct addrinfo *at = found; at != NULL && listeners->count < LISTEN_MAX;
         at = at->ai_next) {
        int fd = listen_tcp(at);
        if (fd < 0) {
            last = errno;
            /* A host without IPv6 still resolves localhost to ::1. */
            if (last == EADDRNOTAVAIL || last == EAFNOSUPPORT)
                continue;
            any = false;
            break;
        }
        any = true;
        add(listeners, (struct listener){.fd = fd, .tcp = true});
        if (tell)
            tell_address(fd);
    }
    freeaddrinfo(found);
    return any ? 0 : refuse(word, strerror(last));
}

static int add_tcp(struct listeners *listeners, const char *word, const char *rest, bool tell)
{
    const char *colon = strrchr(rest, ':');
    if (colon == NULL || colon[1] == '\0')
        return refuse(word, "it needs a host and a port, as in tcp:localhost:4444");
    size_t length = (size_t)(colon - rest);
    if (length >= 2 && rest[0] == '[' && colon[-1] == ']') {
        rest++;
        length -= 2;
    }
    char *host = strndup(rest, length);
    if (host == NULL)
        return refuse(word, "no memory");
    int result = add_addresses(listeners, word, host, colon + 1, tell);
    free(host);
    return result;
}

int listeners_add(struct listeners *listeners, const char *word, int mode, bool tell)
{
    if (listeners->count == LISTEN_MAX)
        return refuse(word, "there are 32 sockets already");
    if (strncmp(word, "unix:", 5) == 0)
        return add_unix(listeners, word, word + 5, mode, tell);
    if (strncmp(word, "tcp:", 4) == 0)
        return add_tcp(listeners, word, word + 4, tell);
    return refuse(word, "say unix:PATH or tcp:HOST:PORT");
}

int listener_accept(const struct listener *listener)
{
    const int on = 1;
    int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return -1;
    long most = sysconf(_SC_OPEN_MAX);
    if (most >= 0 && fd >= most - SPARE) {
        close(fd);
        errno = EMFILE;
        return -1;
    }
    if (listener->tcp) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on); /* it may go without a word */
    }
    return fd;
}

void listeners_close(struct listeners *listeners)
{
    for (unsigned i = 0; i < listeners->count; i++) {
        const struct listener *at = &listeners->at[i];
        struct stat file;
        close(at->fd);
        if (at->path != NULL && lstat(at->path, &file) == 0 && file.st_dev == at->device &&
            file.st_ino == at->inode)
            unlink(at->path);
    }
    listeners->count = 0;
}
