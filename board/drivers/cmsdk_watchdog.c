/* cmsdk_watchdog.c - Arm's CMSDK APB watchdog, whose interrupt is the NMI.
 * Source: Cortex-M System Design Kit Technical Reference Manual, "APB watchdog"; Application
 * Note 385 for address, clock and the NMI.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/cmsdk_watchdog.h"

#include "board/board.h"
#include "core/arch.h"
#include "core/services.h"
#include "drivers/mmio.h"
#include "drivers/register.h"
#include "nvic.h"

#define BASE 0x40008000u

#define LOAD    0x000
#define VALUE   0x004
#define CONTROL 0x008 /* bit 0: counts and interrupts, 1: resets */
#define INTCLR  0x00c /* any write: no interrupt, and LOAD is counted from */
#define RIS     0x010
#define MIS     0x014 /* bit 0: interrupts */
#define LOCK    0xc00 /* reads as 1 while locked */

#define CONTROL_COUNT 1u
#define CONTROL_RESET 2u
#define UNLOCK        0x1acce551u

#define TICKS_PER_US 25u
#define US_MIN       1000u
#define US_MAX       (UINT32_MAX / TICKS_PER_US)

/* How long interrupts may be masked when the time is over before the application is taken to
 * hang: what is short of that is nothing but a critical section.  If the NMI itself comes later
 * than that the hardware resets, and an emulator on a busy host may be kept from a processor for
 * more than 100 ms. */
#define GRACE_MAX 200000u /* microseconds */

static struct watchdog {
    unsigned line;
    volatile bool expired;     /* the line was pended and its handler has not run yet */
    volatile bool let_in;      /* masks were lifted for it, or for the agent */
    volatile uint32_t timeout; /* microseconds; 0: it is stopped */
    volatile uint32_t feeds, expirations;
} watchdog;

/* Accesses nest: the NMI may come between these two.  It then leaves the lock as it was. */
static bool unlock(void)
{
    bool locked = mmio_read32(BASE + LOCK) & 1;

    mmio_write32(BASE + LOCK, UNLOCK);
    return locked;
}

static void lock_again(bool locked)
{
    if (locked)
        mmio_write32(BASE + LOCK, 0);
}

static void count_afresh(void)
{
    bool locked = unlock();

    mmio_write32(BASE + INTCLR, 1);
    lock_again(locked);
}

static void count_for(uint32_t microseconds)
{
    bool locked = unlock();

    mmio_write32(BASE + LOAD, microseconds * TICKS_PER_US);
    mmio_write32(BASE + INTCLR, 1);
    lock_again(locked);
}

/* ------------------------------------------------------------------ the service */

/* Interrupts are masked.  To an NMI it is stopped meanwhile. */
static void count_from(uint32_t ticks, uint32_t control, uint32_t timeout)
{
    bool locked;

    watchdog.timeout = 0;
    locked = unlock();
    mmio_write32(BASE + CONTROL, CONTROL_COUNT);
    mmio_write32(BASE + LOAD, ticks);
    mmio_write32(BASE + INTCLR, 1);
    watchdog.expired = watchdog.let_in = false;
    mmio_write32(BASE + CONTROL, control);
    lock_again(locked);
    watchdog.timeout = timeout;
}

/* The longest time, and nobody is told that it was over. */
static void stop(void)
{
    unsigned long irq = irq_save();

    count_from(UINT32_MAX, CONTROL_COUNT, 0);
    irq_restore(irq);
}

static void start(uint32_t microseconds)
{
    unsigned long irq = irq_save();

    if (microseconds < US_MIN)
        microseconds = US_MIN;
    if (microseconds > US_MAX)
        microseconds = US_MAX;
    count_from(microseconds * TICKS_PER_US, CONTROL_COUNT | CONTROL_RESET, microseconds);
    irq_restore(irq);
}

static void feed(void)
{
    unsigned long irq = irq_save();

    watchdog.feeds++;
    count_afresh();
    irq_restore(irq);
}

const struct board_watchdog cmsdk_watchdog = {.start = start, .feed = feed, .stop = stop};

/* ------------------------------------------------------------------- interrupts */

static uint32_t grace(void)
{
    return watchdog.timeout / 2 < GRACE_MAX ? watchdog.timeout / 2 : GRACE_MAX;
}

/* It was told before: to the line if that is still pending, else to the agent. */
static enum nmi_answer expire_again(void)
{
    if (watchdog.let_in)
        board_reset();
    watchdog.let_in = true;
    count_for(watchdog.expired ? watchdog.timeout - grace() : grace());
    return NMI_LET_AGENT_IN;
}

static enum nmi_answer expire(void)
{
    if (watchdog.expired || (services_raised() & BOARD_NOTICE_WATCHDOG) != 0)
        return expire_again();
    watchdog.expired = true;
    watchdog.let_in = false;
    watchdog.expirations++;
    nvic_pend(watchdog.line);
    count_for(grace());
    return NMI_DONE;
}

enum nmi_answer nmi_service(void)
{
    if (!(mmio_read32(BASE + MIS) & 1))
        return NMI_FAULT;
    if (watchdog.timeout != 0)
        return expire();
    count_afresh();
    return NMI_DONE;
}

/* In this order: the NMI is to find one of the two, and not both before their time is over. */
static void tell(void *device)
{
    (void)device;
    if (!watchdog.expired)
        return;
    count_for(watchdog.timeout);
    services_notify(BOARD_NOTICE_WATCHDOG);
    watchdog.expired = watchdog.let_in = false;
}

void cmsdk_watchdog_init(unsigned line)
{
    watchdog.line = line;
    nvic_connect(line, tell, NULL);
    stop();
    mmio_write32(BASE + LOCK, 0);
}

/* ------------------------------------------------------------------- the object */

static uint32_t read_register(unsigned at)
{
    return mmio_read32(BASE + at);
}

static const char *get_load(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = read_register(LOAD);
    return NULL;
}

static const char *get_value(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = read_register(VALUE);
    return NULL;
}

static const char *get_control(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = read_register(CONTROL);
    return NULL;
}

static const char *get_ris(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = read_register(RIS);
    return NULL;
}

static const char *set_start(const struct object *object, const union object_value *value)
{
    (void)object;
    start((uint32_t)value->natural);
    return NULL;
}

static const char *set_feed(const struct object *object, const union object_value *value)
{
    (void)object;
    (void)value;
    feed();
    return NULL;
}

static const char *set_stop(const struct object *object, const union object_value *value)
{
    (void)object;
    (void)value;
    stop();
    return NULL;
}

static const struct object_property properties[] = {
    REGISTER_GET("load", 32, get_load, "ticks of 40 ns that it counts down from"),
    REGISTER_GET("value", 32, get_value, "ticks left until it expires"),
    REGISTER_GET("control", 32, get_control, "bit 0: counts and interrupts, 1: resets"),
    REGISTER_GET("ris", 32, get_ris, "bit 0: has expired, not answered yet"),
    OBJECT_COUNTER("timeout", 32, struct watchdog, timeout, "microseconds; 0: it is stopped"),
    OBJECT_COUNTER("feeds", 32, struct watchdog, feeds, "times it was fed since reset"),
    OBJECT_COUNTER("expirations", 32, struct watchdog, expirations,
                   "times it was not fed in time since reset"),
    REGISTER_ACTION(
        "start", 32, set_start, US_MIN, US_MAX,
        "starts it, or again, with a time in microseconds; what expires is answered only "
        "while the application feeds its watchdog"),
    REGISTER_ACTION("feed", 32, set_feed, 1, 1, "feeds it"),
    REGISTER_ACTION("stop", 32, set_stop, 1, 1, "stops it"),
};
OBJECT_TYPE(cmsdk_watchdog_type, "cmsdk-apb-watchdog", &object_device, properties);
OBJECT_INSTANCE(cmsdk_watchdog_object, &object_unattached, "wdog", &cmsdk_watchdog_type, &watchdog);
