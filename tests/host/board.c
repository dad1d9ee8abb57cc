/* board.c - a board on the host: QMP on standard input and output, the
 * application called from the agent's loop.  It lets the whole agent run under
 * the sanitizers and the conformance runner (exec:).  Two terminals of the
 * human monitor are the files HOST_BOARD_MONITOR0 and HOST_BOARD_MONITOR1 of the
 * environment, such as pseudo-terminals; what is written to one that is not
 * there is lost.
 *
 * SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "board/board.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint8_t memory[1 << 16];
static struct board_region region = {"ram", 0, sizeof memory, true};
const struct board_info board_info = {.name = "host",
                                      .target = "riscv64",
                                      .regions = &region,
                                      .region_count = 1,
                                      .interrupts = false};

static const struct board_hooks *hooks;
static jmp_buf application;
static bool restart, paused, in_agent, requested;

/* --------------------------------------------------------------------- port */

struct host_port {
    struct board_port port;
    int in, out; /* below 0: not there */
};

static const struct host_port *host_port(const struct board_port *port)
{
    return (const struct host_port *)(const void *)port;
}

static size_t port_read(struct board_port *port, void *buffer, size_t size)
{
    int fd = host_port(port)->in;
    ssize_t n = fd < 0 ? 0 : read(fd, buffer, size);

    if (n == 0 && port->role == BOARD_PORT_QMP)
        exit(0);
    return n > 0 ? (size_t)n : 0;
}

static size_t port_write(struct board_port *port, const void *buffer, size_t size)
{
    int fd = host_port(port)->out;
    ssize_t n = fd < 0 ? (ssize_t)size : write(fd, buffer, size);

    return n > 0 ? (size_t)n : 0;
}

static bool port_drained(struct board_port *port)
{
    (void)port;
    return true;
}

static const struct board_port_ops port_ops = {
    .read = port_read, .write = port_write, .drained = port_drained};
static struct host_port stdio = {
    {.ops = &port_ops, .name = "stdio", .device = "stdio", .role = BOARD_PORT_QMP}, 0, 1};
static struct host_port monitors[] = {
    {{.ops = &port_ops, .name = "monitor0", .device = "pty", .role = BOARD_PORT_MONITOR}, -1, -1},
    {{.ops = &port_ops, .name = "monitor1", .device = "pty", .role = BOARD_PORT_MONITOR}, -1, -1},
};
struct board_port *const board_ports[] = {&stdio.port, &monitors[0].port, &monitors[1].port};
const size_t board_port_count = 3;

static void open_monitor(struct host_port *port, const char *variable)
{
    const char *path = getenv(variable);

    if (path)
        port->in = port->out = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
}

/* Until something comes, at most a millisecond. */
static void wait_for_input(void)
{
    struct pollfd fds[] = {{.fd = stdio.in, .events = POLLIN},
                           {.fd = monitors[0].in, .events = POLLIN},
                           {.fd = monitors[1].in, .events = POLLIN}};

    poll(fds, sizeof fds / sizeof fds[0], 1);
}

/* ------------------------------------------------------------------- levels */

void board_init(void)
{
    fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
    fcntl(1, F_SETFL, fcntl(1, F_GETFL) | O_NONBLOCK);
    open_monitor(&monitors[0], "HOST_BOARD_MONITOR0");
    open_monitor(&monitors[1], "HOST_BOARD_MONITOR1");
    paused = getenv("HOST_BOARD_PAUSED") != NULL;
    region.base = (uintptr_t)memory;
}

bool board_boot_paused(void)
{
    return paused;
}

static void enter_agent(void)
{
    if (in_agent)
        return;
    in_agent = true;
    requested = false;
    hooks->agent(hooks->context);
    in_agent = false;
    if (restart) {
        restart = false;
        longjmp(application, 1);
    }
}

_Noreturn void board_run(const struct board_hooks *given)
{
    hooks = given;
    if (setjmp(application) == 0)
        enter_agent();
    hooks->application();
    exit(1);
}

void board_request_agent(void)
{
    requested = true;
}

void board_wait(void)
{
    if (!requested)
        wait_for_input();
    requested = false;
}

void board_poll(void)
{
    enter_agent();
}

void board_app_wait(uint64_t until)
{
    while (board_clock() < until) {
        wait_for_input();
        enter_agent();
    }
}

void board_app_restart(void)
{
    restart = true;
}

/* --------------------------------------------------------------------- time */

static int64_t nanoseconds(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

uint64_t board_clock(void)
{
    return (uint64_t)nanoseconds(CLOCK_MONOTONIC) / 1000;
}

bool board_time_of_day(int64_t *seconds, int32_t *microseconds)
{
    int64_t now = nanoseconds(CLOCK_REALTIME);

    *seconds = now / 1000000000;
    *microseconds = (int32_t)(now % 1000000000 / 1000);
    return true;
}

void board_alarm(uint64_t when)
{
    (void)when; /* the application's loop enters the agent every millisecond */
}

/* ------------------------------------------------------------------- memory */

size_t board_memory_read(uintptr_t address, void *buffer, size_t size)
{
    memcpy(buffer, (const void *)address, size);
    return size;
}

size_t board_memory_write(uintptr_t address, const void *buffer, size_t size)
{
    memcpy((void *)address, buffer, size);
    return size;
}

_Noreturn void board_power_off(void)
{
    exit(0);
}

_Noreturn void board_reset(void)
{
    exit(2);
}
