/* clock.c - deadlines: points on the monotonic clock, in milliseconds.
 *
 * A deadline, unlike a duration, stays right however many steps an operation has.
 *
 * SPDX-License-Identifier: MIT */
#include <limits.h>
#include <poll.h>
#include <time.h>

#include "internal.h"

int64_t qmpc_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t qmpc_deadline(int64_t ms)
{
    int64_t now = qmpc_clock();
    return ms < 0 || ms > QMPC_FOREVER - now ? QMPC_FOREVER : now + ms;
}

int64_t qmpc_sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int qmpc_poll_ms(int64_t deadline)
{
    if (deadline == QMPC_FOREVER)
        return -1;
    int64_t left = deadline - qmpc_clock();
    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

void qmpc_pause(int64_t ms, int64_t deadline)
{
    poll(NULL, 0, qmpc_poll_ms(qmpc_sooner(qmpc_deadline(ms), deadline)));
}
