/* watchdog.c - the application's watchdog.
 *
 * The application writes, the agent reads; neither waits for the other.
 *
 * SPDX-License-Identifier: MIT */
#include "watchdog.h"

#include "agent/watchdog.h"
#include "board/board.h"
#include "board/object.h"
#include "board/services.h"

#if QMP_GROUP_DEVICES

static struct watchdog {
    volatile uint32_t period;  /* microseconds; 0: stopped */
    volatile uint32_t feeding; /* odd while fed_at is being written */
    volatile uint64_t fed_at;  /* by the application */
    volatile uint32_t feeds;
    uint64_t stood_at; /* when the application was last seen stopped */
    uint32_t expiries;
    uint8_t action; /* enum qmp_watchdog_action */
} watchdog;

/* ------------------------------------------------------------ the application */

/* The agent may interrupt anywhere, but is not interrupted by the application. */
static void note_feeding(void)
{
    watchdog.feeding++;
    watchdog.fed_at = board_clock();
    watchdog.feeding++;
}

void agent_watchdog_start(uint32_t microseconds)
{
    watchdog.period = 0;
    note_feeding();
    watchdog.period = microseconds;
    if (board_services.watchdog != NULL)
        board_services.watchdog->start(microseconds);
    board_request_agent(); /* to set its alarm */
}

void agent_watchdog_feed(void)
{
    note_feeding();
    watchdog.feeds++;
    if (board_services.watchdog != NULL)
        board_services.watchdog->feed();
}

void agent_watchdog_stop(void)
{
    watchdog.period = 0;
    if (board_services.watchdog != NULL)
        board_services.watchdog->stop();
}

/* ------------------------------------------------------------------ the agent */

void watchdog_init(void)
{
    watchdog.period = 0;
    watchdog.feeds = watchdog.expiries = watchdog.feeding = 0;
    watchdog.stood_at = 0;
    watchdog.action = QMP_WATCHDOG_RESET;
}

void watchdog_reset(void)
{
    agent_watchdog_stop();
}

void watchdog_set_action(enum qmp_watchdog_action action)
{
    watchdog.action = (uint8_t)action;
}

enum qmp_watchdog_action watchdog_action(void)
{
    return (enum qmp_watchdog_action)watchdog.action;
}

/* The hardware's own count goes on while the application is stopped, so it is fed then, twice in
 * each period. */
static uint64_t wait(uint64_t now, uint32_t period)
{
    watchdog.stood_at = now;
    if (board_services.watchdog == NULL)
        return UINT64_MAX; /* there will be a call when the application goes on */
    board_services.watchdog->feed();
    return now + period / 2;
}

/* When the watchdog was last fed, or could not be.  One that was stopped after it read the clock
 * and before it wrote it down has an old time to write. */
static uint64_t last_fed(uint64_t now)
{
    uint64_t fed = watchdog.feeding % 2 != 0 ? now : watchdog.fed_at;

    return fed > watchdog.stood_at ? fed : watchdog.stood_at;
}

uint64_t watchdog_tick(bool runs, bool *expired)
{
    uint32_t period = watchdog.period;
    uint64_t now, due;

    *expired = false;
    if (period == 0)
        return UINT64_MAX;
    now = board_clock();
    if (!runs)
        return wait(now, period);
    due = last_fed(now) + period;
    if (now < due)
        return due;
    *expired = watchdog_expire();
    return UINT64_MAX;
}

bool watchdog_expire(void)
{
    if (watchdog.period == 0)
        return false;
    watchdog.expiries++;
    agent_watchdog_stop();
    return true;
}

/* --------------------------------------------------------------------- object */

static const char *get_running(const struct object *object, union object_value *value)
{
    (void)object;
    value->boolean = watchdog.period != 0;
    return NULL;
}

static const char *get_action(const struct object *object, union object_value *value)
{
    (void)object;
    value->text = qmp_type_WatchdogAction.values[watchdog.action];
    return NULL;
}

static const struct object_property properties[] = {
    {.name = "running",
     .type = "bool",
     .description = "the application must feed it",
     .kind = OBJECT_KIND_BOOL,
     .flags = OBJECT_READABLE,
     .get = get_running},
    OBJECT_COUNTER("period", 32, struct watchdog, period,
                   "longest time between two feedings, microseconds; 0: stopped"),
    OBJECT_COUNTER("feeds", 32, struct watchdog, feeds, "feedings since power-on"),
    OBJECT_COUNTER("expiries", 32, struct watchdog, expiries,
                   "times it was not fed in time, since power-on"),
    {.name = "action",
     .type = "WatchdogAction",
     .description = "what happens then: watchdog-set-action",
     .kind = OBJECT_KIND_STRING,
     .flags = OBJECT_READABLE,
     .get = get_action},
};
OBJECT_TYPE(watchdog_type, "application-watchdog", &object_device, properties);
OBJECT_INSTANCE(watchdog_object, &object_peripheral, "watchdog", &watchdog_type, &watchdog);

#endif
