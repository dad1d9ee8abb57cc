/* stops.c - why the application entered the agent by itself, until the agent asks.
 *
 * SPDX-License-Identifier: MIT */
#include "core/stops.h"

#include "board/board.h"

/* A processor writes its own, the agent's takes it: `raised` is written last, and first. */
static struct {
    struct board_stop stop;
    volatile bool raised;
} stops[BOARD_CPUS_MAX];

void stops_raise(unsigned cpu, const struct board_stop *stop)
{
    stops[cpu].stop = *stop;
    __atomic_store_n(&stops[cpu].raised, true, __ATOMIC_RELEASE);
    board_request_agent();
}

bool stops_raised(unsigned cpu)
{
    return __atomic_load_n(&stops[cpu].raised, __ATOMIC_ACQUIRE);
}

void stops_forget(unsigned cpu)
{
    stops[cpu].raised = false;
}

bool board_take_stop(unsigned cpu, struct board_stop *stop)
{
    if (!stops_raised(cpu))
        return false;
    *stop = stops[cpu].stop;
    stops[cpu].raised = false;
    return true;
}
