/* pty.c - a pseudo terminal as a port of the board.
 *
 * SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 600
#include "pty.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#define LOOK_EVERY 10 /* milliseconds */

static int terminal = -1;
static const char *name;
static bool attached, full;
static unsigned news; /* BOARD_PORT_ flags not yet taken */

/* Opens the host's side for a moment.  That makes it raw, throws away what the last host
 * did not read, and lets the terminal know that nobody has it open. */
static int clean(void)
{
    struct termios settings;
    int side = open(name, O_RDWR | O_NOCTTY);

    if (side < 0)
        return -1;
    if (tcgetattr(side, &settings) == 0) {
        cfmakeraw(&settings);
        tcsetattr(side, TCSANOW, &settings);
    }
    tcflush(side, TCIFLUSH);
    return close(side);
}

const char *pty_open(void)
{
    terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || grantpt(terminal) < 0 || unlockpt(terminal) < 0)
        return NULL;
    if (fcntl(terminal, F_SETFL, O_NONBLOCK) < 0)
        return NULL;
    name = ptsname(terminal);
    return name && clean() == 0 ? name : NULL;
}

static void look(void)
{
    struct pollfd fd = {.fd = terminal, .events = POLLIN};
    char left[256];
    bool here;

    poll(&fd, 1, 0);
    here = !(fd.revents & POLLHUP);
    if (here == attached)
        return;
    attached = here;
    full = false;
    if (here) {
        news |= BOARD_PORT_ATTACHED;
        return;
    }
    /* What is left of the host that went is nobody's. */
    news |= BOARD_PORT_DETACHED;
    while (read(terminal, left, sizeof left) > 0)
        ;
    clean();
}

void pty_wait(uint64_t microseconds)
{
    struct pollfd fd = {.fd = terminal, .events = (short)(full ? POLLIN | POLLOUT : POLLIN)};
    int longest = microseconds / 1000 < LOOK_EVERY ? (int)(microseconds / 1000) + 1 : LOOK_EVERY;

    /* A terminal that nobody has open would not let poll() wait. */
    poll(&fd, attached, longest);
}

static unsigned port_events(struct board_port *port)
{
    unsigned taken;

    (void)port;
    look();
    taken = news;
    news = 0;
    return taken;
}

static size_t port_read(struct board_port *port, void *buffer, size_t size)
{
    ssize_t n = attached && !news ? read(terminal, buffer, size) : 0;

    (void)port;
    return n > 0 ? (size_t)n : 0;
}

static size_t port_write(struct board_port *port, const void *buffer, size_t size)
{
    ssize_t n;

    (void)port;
    if (!attached)
        return size;
    n = write(terminal, buffer, size);
    full = n < (ssize_t)size;
    return n > 0 ? (size_t)n : 0;
}

/* The end of the process throws away what the host has not read, and nothing tells how much
 * that is.  So it is all read when the host has closed the terminal; the agent does not
 * wait for that for ever. */
static bool port_drained(struct board_port *port)
{
    (void)port;
    look();
    return !attached;
}

static const struct board_port_ops ops = {
    .read = port_read, .write = port_write, .events = port_events, .drained = port_drained};
struct board_port pty_port = {
    .ops = &ops, .name = "pty0", .device = "pty", .role = BOARD_PORT_QMP, .sees_hosts = true};
