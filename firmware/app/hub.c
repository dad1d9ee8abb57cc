/* hub.c - the sensor hub: what it does in each period.
 *
 * SPDX-License-Identifier: MIT */
#include "hub.h"

#include <assert.h>

#include "agent/app.h"
#include "agent/watchdog.h"
#include "board/board.h"
#include "devices.h"
#include "hub_state.h"
#include "operator.h"
#include "report.h"
#include "thermostat.h"
#include "workers.h"

static void consider_powerdown(void)
{
    if (!agent_powerdown_requested())
        return;
    if (hub.base.accepts_powerdown) {
        agent_console("hub: shutting down\r\n");
        agent_shutdown();
    } else {
        agent_console("hub: shutdown refused\r\n");
    }
}

/* A host says whether there is a watchdog to feed. */
static void attend_watchdog(void)
{
#if QMP_GROUP_OBJECTS && QMP_GROUP_DEVICES
    uint32_t wanted = hub.watchdog;

    if (wanted == hub.watchdog_running) {
        if (wanted != 0)
            agent_watchdog_feed();
        return;
    }
    if (wanted != 0)
        agent_watchdog_start(wanted * 1000);
    else
        agent_watchdog_stop();
    hub.watchdog_running = wanted;
#endif
}

/* A host says whether something is wrong. */
static void consider_failing(void)
{
#if QMP_GROUP_OBJECTS
    assert(hub.fails != HUB_ASSERTS);
    if (hub.fails == HUB_PANICS)
        agent_panic("the hub was told to panic");
#endif
}

static void work(void)
{
    bool last = (hub.base.beats + 1) % HUB_LOG_BEATS == 0; /* of a log period */

    thermostat_beat(last);
    hub.base.beats++;
    if (last) {
        report_log();
        devices_send(hub.base.temperature);
    }
    consider_powerdown();
    operator_attend();
    attend_watchdog();
    consider_failing();
    while (hub.base.hang)
        ;
}

#if QMP_GROUP_OBJECTS
/* Microseconds that a beat began late, at most: for who measures what others leave of the
 * processor (tests/assure/fault), and may clear it. */
volatile uint32_t hub_latest;
#endif

static void note_lateness(uint64_t due)
{
#if QMP_GROUP_OBJECTS
    uint64_t late = board_clock() - due;

    if (late > hub_latest)
        hub_latest = late < UINT32_MAX ? (uint32_t)late : UINT32_MAX;
#else
    (void)due;
#endif
}

void hub_main(void)
{
    uint64_t next = board_clock();

    agent_console("hub: started\r\n");
    workers_start();
    for (;;) {
        work();
        next += HUB_PERIOD;
        if (board_clock() > next + HUB_PERIOD) {
            hub.base.late++;
            next = board_clock();
        }
        board_app_wait(next);
        note_lateness(next);
    }
}
