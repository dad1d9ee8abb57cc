/* apic_timer.c - the local APIC's timer as a clock, without its interrupt.
 * Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3, "Local
 * APIC", "APIC Timer"; e2k machines have the same registers, and QEMU's model of them counts
 * nanoseconds.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/apic_timer.h"

#include "board/board.h"
#include "drivers/clock_jump.h"
#include "drivers/mmio.h"
#include "drivers/register.h"

#define APIC_BASE 0xfee00000ul

#define INITIAL_AT 0x380
#define CURRENT_AT 0x390
#define DIVIDE_AT  0x3e0

#define LVT_TIMER     (APIC_BASE + 0x320)
#define INITIAL_COUNT (APIC_BASE + INITIAL_AT)
#define CURRENT_COUNT (APIC_BASE + CURRENT_AT)
#define DIVIDE        (APIC_BASE + DIVIDE_AT)

/* Periodic, interrupt masked; the vector must be a legal one all the same. */
#define LVT_PERIODIC_MASKED 0x00030040u

#define DIVIDE_BY_128 0xau

/* A tick is 128 ns: 125 ticks are 16 us. */
#define TICKS  125u
#define MICROS 16u

static uint32_t last;  /* ticks, as the counter gave them */
static uint64_t ticks; /* since apic_timer_init() */

void apic_timer_init(void)
{
    mmio_write32(DIVIDE, DIVIDE_BY_128);
    mmio_write32(LVT_TIMER, LVT_PERIODIC_MASKED);
    mmio_write32(INITIAL_COUNT, UINT32_MAX);
    last = 0;
    ticks = 0;
    clock_skipped = 0;
}

/* The counter counts down from UINT32_MAX, and after 0 begins again there. */
uint64_t board_clock(void)
{
    uint32_t now = UINT32_MAX - mmio_read32(CURRENT_COUNT);

    ticks += now - last;
    last = now;
    return ticks * MICROS / TICKS + clock_skipped;
}

static const struct object_property properties[] = {
    REGISTER_READ("initial", 32, INITIAL_AT, "ticks of a round"),
    REGISTER_READ("current", 32, CURRENT_AT, "ticks of 128 ns left of the round"),
    REGISTER_READ("divide", 32, DIVIDE_AT, "code of the divisor: 10 is 128"),
    CLOCK_JUMP_PROPERTIES,
};
OBJECT_TYPE(apic_timer_type, "apic", &object_device, properties);
OBJECT_INSTANCE(apic_timer_object, &object_unattached, "apic", &apic_timer_type, (void *)APIC_BASE);
