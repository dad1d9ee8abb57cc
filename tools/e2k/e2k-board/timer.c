/* timer.c - the timer of the processor's APIC.
 *
 * SPDX-License-Identifier: MIT */
#include "core.h"

/* Registers, by offset. */
enum {
    TIMER_MODE = 0x320,
    TIMER_INITIAL = 0x380,
    TIMER_CURRENT = 0x390,
    TIMER_DIVIDER = 0x3E0,
};

#define MODE_MASKED     UINT32_C(0x10000)
#define MODE_PERIODIC   UINT32_C(0x20000)
#define DIVIDER_WRITTEN UINT32_C(0xB)

void timer_reset(struct timer *timer)
{
    *timer = (struct timer){.mode = MODE_MASKED};
}

static uint64_t now(const struct e2k_machine *machine)
{
    return machine->host.now(machine->host.context);
}

static uint32_t current(const struct timer *timer, uint64_t time)
{
    uint64_t counted = (time - timer->started) >> timer->shift;

    if (timer->mode & MODE_PERIODIC)
        return timer->initial - (uint32_t)(counted % ((uint64_t)timer->initial + 1));
    return counted >= timer->initial ? 0 : timer->initial - (uint32_t)counted;
}

bool timer_load(struct e2k_machine *machine, unsigned offset, uint64_t *value)
{
    const struct timer *timer = &machine->timer;

    switch (offset) {
    case TIMER_MODE:
        *value = timer->mode;
        return true;
    case TIMER_INITIAL:
        *value = timer->initial;
        return true;
    case TIMER_CURRENT:
        pace_poll(machine);
        *value = current(timer, now(machine));
        return true;
    case TIMER_DIVIDER:
        *value = timer->divider;
        return true;
    default:
        return machine_fault(machine, FAULT_LOAD, "an unknown register of the APIC", 0, 0);
    }
}

bool timer_store(struct e2k_machine *machine, unsigned offset, uint32_t value)
{
    struct timer *timer = &machine->timer;

    switch (offset) {
    case TIMER_MODE:
        if (!(value & MODE_MASKED))
            return machine_fault(machine, FAULT_STORE,
                                 "the timer's interrupt must be masked, there are none", 0, 0);
        timer->mode = value;
        return true;
    case TIMER_INITIAL:
        timer->initial = value;
        timer->started = now(machine);
        return true;
    case TIMER_CURRENT:
        return machine_fault(machine, FAULT_STORE, "the current count can only be read", 0, 0);
    case TIMER_DIVIDER:
        /* Bits 3, 1, 0: 0 divides by 2, 6 by 128, 7 not at all. */
        timer->divider = value & DIVIDER_WRITTEN;
        timer->shift = ((timer->divider & 3) + (timer->divider >> 1 & 4) + 1) & 7;
        return true;
    default:
        return machine_fault(machine, FAULT_STORE, "an unknown register of the APIC", 0, 0);
    }
}
