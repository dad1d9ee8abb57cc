/* timer.h - the timer of the processor's APIC; it counts, and interrupts nobody.
 *
 * Counts as hw/intc/apic_common.c of OpenE2K/qemu-e2k does.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_TIMER_H
#define E2K_TIMER_H

#include <stdbool.h>
#include <stdint.h>

#define TIMER_BASE UINT64_C(0xFEE00000)
#define TIMER_SIZE 0x1000u

struct timer {
    uint32_t mode; /* the LVT */
    uint32_t initial;
    uint32_t divider;
    unsigned shift;   /* nanoseconds to counts */
    uint64_t started; /* host's time when initial was written */
};

struct e2k_machine;

void timer_reset(struct timer *timer);

/* One word at OFFSET from TIMER_BASE. */
bool timer_load(struct e2k_machine *machine, unsigned offset, uint64_t *value);
bool timer_store(struct e2k_machine *machine, unsigned offset, uint32_t value);

#endif
