/* deadlines.c - the agent's alarm and the application's wake-up share one timer.
 *
 * SPDX-License-Identifier: MIT */
#include "core/deadlines.h"

#include "board/board.h"
#include "board/config.h"
#include "core/arch.h"
#include "core/levels.h"

static uint64_t alarm_at = UINT64_MAX;

#if BOARD_POLLED

void deadlines_service(void)
{
    if (alarm_at != UINT64_MAX && board_clock() >= alarm_at) {
        alarm_at = UINT64_MAX;
        board_request_agent();
    }
}

void board_alarm(uint64_t when)
{
    alarm_at = when;
}

void board_app_wait(uint64_t until)
{
    do
        board_poll();
    while (board_clock() < until);
}

#else

static uint64_t wake_at = UINT64_MAX;

static void program(void)
{
    timer_program(alarm_at < wake_at ? alarm_at : wake_at);
}

void deadlines_service(void)
{
    unsigned long irq = irq_save();
    uint64_t now = board_clock();

    if (now >= alarm_at) {
        alarm_at = UINT64_MAX;
        board_request_agent();
    }
    if (now >= wake_at)
        wake_at = UINT64_MAX;
    program();
    irq_restore(irq);
}

void board_alarm(uint64_t when)
{
    unsigned long irq = irq_save();

    if (when != alarm_at) { /* programming a timer is slow, and mostly nothing changes */
        alarm_at = when;
        program();
    }
    irq_restore(irq);
}

#if BOARD_ISOLATED

/* An interrupt that came in the trap before this may have asked for the agent, which comes when
 * the trap ends. */
bool deadlines_wait(uint64_t until)
{
    bool due;

    irq_disable();
    if (until != wake_at) {
        wake_at = until;
        program();
    }
    due = until != UINT64_MAX && board_clock() >= until;
    if (!due && !levels_agent_wanted())
        irq_wait();
    irq_enable();
    return due;
}

#endif

void board_app_wait(uint64_t until)
{
    irq_disable();
    wake_at = until;
    program();
    while (until == UINT64_MAX || board_clock() < until) {
        irq_wait();
        irq_enable();
        irq_disable();
    }
    irq_enable();
}

#endif
