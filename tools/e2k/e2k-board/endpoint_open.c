/* endpoint_open.c - makes the host's side of a serial channel.
 *
 * SPDX-License-Identifier: MIT */
#include "endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define SOCKET_FLAGS (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)

static int fail(const struct endpoint *endpoint, const char *what, const char *why)
{
    fprintf(stderr, "e2k-board: %s: %s: %s\n", endpoint->name, what, why);
    return -1;
}

static void remove_old(const char *path)
{
    struct stat status;

    if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode))
        unlink(path);
}

static int open_unix(struct endpoint *endpoint, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof address.sun_path)
        return fail(endpoint, path, "too long for a unix socket");
    memcpy(address.sun_path, path, strlen(path) + 1);
    remove_old(path);
    endpoint->listener = socket(AF_UNIX, SOCKET_FLAGS, 0);
    if (endpoint->listener < 0 ||
        bind(endpoint->listener, (struct sockaddr *)&address, sizeof address) < 0)
        return fail(endpoint, path, strerror(errno));
    endpoint->path = path;
    if (listen(endpoint->listener, 1) < 0)
        return fail(endpoint, path, strerror(errno));
    return 0;
}

static void tell_port(const struct endpoint *endpoint, const char *host)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char port[NI_MAXSERV];

    if (getsockname(endpoint->listener, (struct sockaddr *)&address, &length) == 0 &&
        getnameinfo((struct sockaddr *)&address, length, NULL, 0, port, sizeof port,
                    NI_NUMERICSERV) == 0)
        fprintf(stderr, "%s tcp: %s:%s\n", endpoint->name, host, port);
}

static int listen_on(struct endpoint *endpoint, const struct addrinfo *address)
{
    const int on = 1;

    endpoint->listener = socket(address->ai_family, SOCKET_FLAGS, address->ai_protocol);
    if (endpoint->listener < 0)
        return -1;
    setsockopt(endpoint->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(endpoint->listener, address->ai_addr, address->ai_addrlen) == 0 &&
        listen(endpoint->listener, 1) == 0)
        return 0;
    return -1;
}

/* "host:port" or "[host]:port"; HOST has room for the whole.  NULL: it is neither. */
static const char *split(const char *where, char *host)
{
    const char *colon = strrchr(where, ':');
    size_t length = colon ? (size_t)(colon - where) : 0;

    if (length == 0 || colon[1] == '\0')
        return NULL;
    if (where[0] == '[') {
        if (length < 3 || where[length - 1] != ']')
            return NULL;
        where++;
        length -= 2;
    }
    memcpy(host, where, length);
    host[length] = '\0';
    return colon + 1;
}

/* Digits only, as getaddrinfo() takes names of services too, and larger numbers modulo 65536. */
static bool is_port(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && text[digits] == '\0' && strtoul(text, NULL, 10) <= UINT16_MAX;
}

static int open_tcp(struct endpoint *endpoint, const char *where)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    char host[NI_MAXHOST];
    const char *port = strlen(where) < sizeof host ? split(where, host) : NULL;
    struct addrinfo *address;
    int error;

    if (!port)
        return fail(endpoint, where, "not HOST:PORT");
    if (!is_port(port))
        return fail(endpoint, where, "the port is no number from 0 to 65535");
    error = getaddrinfo(host, port, &hints, &address);
    if (error)
        return fail(endpoint, where, gai_strerror(error));
    error = listen_on(endpoint, address) < 0 ? errno : 0;
    freeaddrinfo(address);
    if (error)
        return fail(endpoint, where, strerror(error));
    if (strtoul(port, NULL, 10) == 0)
        tell_port(endpoint, host);
    return 0;
}

/* A terminal passes bytes on as they are, whoever opens it. */
static int make_raw(const char *terminal)
{
    struct termios settings;
    int fd = open(terminal, O_RDWR | O_NOCTTY | O_CLOEXEC);
    int result = -1;

    if (fd < 0)
        return -1;
    if (tcgetattr(fd, &settings) == 0) {
        cfmakeraw(&settings);
        result = tcsetattr(fd, TCSANOW, &settings);
    }
    close(fd);
    return result;
}

static int open_pty(struct endpoint *endpoint)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    const char *terminal;

    endpoint->in = endpoint->out = fd;
    if (fd < 0 || grantpt(fd) < 0 || unlockpt(fd) < 0)
        return fail(endpoint, "pty", strerror(errno));
    terminal = ptsname(fd);
    if (!terminal || make_raw(terminal) < 0)
        return fail(endpoint, "pty", strerror(errno));
    fprintf(stderr, "%s pty: %s\n", endpoint->name, terminal);
    return 0;
}

int endpoint_open(struct endpoint *endpoint, const char *spec, const char *name)
{
    *endpoint = (struct endpoint){.name = name, .listener = -1, .in = -1, .out = -1};
    if (strcmp(spec, "null") == 0)
        return 0;
    if (strcmp(spec, "stdio") == 0) {
        endpoint->kind = ENDPOINT_STDIO;
        endpoint->in = STDIN_FILENO;
        endpoint->out = STDOUT_FILENO;
        return 0;
    }
    if (strcmp(spec, "pty") == 0) {
        endpoint->kind = ENDPOINT_PTY;
        return open_pty(endpoint);
    }
    endpoint->kind = ENDPOINT_SOCKET;
    if (strncmp(spec, "unix:", 5) == 0)
        return open_unix(endpoint, spec + 5);
    if (strncmp(spec, "tcp:", 4) == 0)
        return open_tcp(endpoint, spec + 4);
    return fail(endpoint, spec, "not unix:PATH, tcp:HOST:PORT, stdio, pty or null");
}
