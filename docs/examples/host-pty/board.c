/* board.c - the board of a host process: a terminal, the host's clocks, and some memory
 * to look at.  It has no interrupts: the agent is entered while the application waits.
 *
 * SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "board/board.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pty.h"

#ifdef __aarch64__
#define TARGET "aarch64"
#else
#define TARGET "x86_64"
#endif

/* What the process lets a host read and write. */
static uint8_t memory[4096];
static struct board_region region = {.name = "ram", .size = sizeof memory, .writable = true};
const struct board_info board_info = {
    .name = "host-pty", .target = TARGET, .regions = &region, .region_count = 1};

struct board_port *const board_ports[] = {&pty_port};
const size_t board_port_count = 1;

static const struct board_hooks *hooks;
static jmp_buf application;
static bool restart, in_agent, requested;
static uint64_t alarm_at = UINT64_MAX;

void board_init(void)
{
    const char *name = pty_open();

    if (!name) {
        perror("pseudo terminal");
        exit(1);
    }
    region.base = (uintptr_t)memory;
    puts(name);
    fflush(stdout);
}

bool board_boot_paused(void)
{
    return false;
}

/* ------------------------------------------------------------------- levels */

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
    for (;;)
        board_app_wait(UINT64_MAX);
}

void board_request_agent(void)
{
    requested = true;
}

static void wait_until(uint64_t when)
{
    uint64_t now = board_clock();

    if (alarm_at < when)
        when = alarm_at;
    if (!requested && when > now)
        pty_wait(when - now);
    requested = false;
}

void board_wait(void)
{
    wait_until(UINT64_MAX);
}

void board_poll(void)
{
    enter_agent();
}

void board_app_wait(uint64_t until)
{
    while (board_clock() < until) {
        wait_until(until);
        enter_agent();
    }
}

void board_app_restart(void)
{
    memset(memory, 0, sizeof memory);
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
    alarm_at = when;
}

/* ------------------------------------------------------------ memory and end */

/* How much of SIZE bytes at ADDRESS the process offers. */
static size_t offered(uintptr_t address, size_t size)
{
    uintptr_t offset = address - region.base;

    if (offset >= sizeof memory)
        return 0;
    return size < sizeof memory - offset ? size : sizeof memory - offset;
}

size_t board_memory_read(uintptr_t address, void *buffer, size_t size)
{
    size_t n = offered(address, size);

    memcpy(buffer, (const void *)address, n);
    return n;
}

size_t board_memory_write(uintptr_t address, const void *buffer, size_t size)
{
    size_t n = offered(address, size);

    memcpy((void *)address, buffer, n);
    return n;
}

_Noreturn void board_power_off(void)
{
    exit(0);
}

_Noreturn void board_reset(void)
{
    exit(2);
}
