/* systick.c - SysTick of a Cortex-M as the alarm: timer_program() of core/deadlines.h.
 * Source: ARMv7-M Architecture Reference Manual, B3.3.
 *
 * A board that has it defines NVIC_SYSTICK=1 and SYSTICK_MHZ, the rate of the processor's
 * external reference clock.  With timer_program(UINT64_MAX) in board_init() it comes
 * every 2^24 ticks, which also keeps a clock that wraps from being overlooked.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"
#include "core/deadlines.h"
#include "drivers/register.h"
#include "nvic.h"
#include "scb.h"

#define TICKS_MAX 0xffffffu
#define FARTHEST  (TICKS_MAX / SYSTICK_MHZ) /* microseconds */

void timer_program(uint64_t when)
{
    uint64_t now = board_clock();
    uint64_t left = when > now ? when - now : 0;

    mmio_write32(SYST_CSR, 0);
    mmio_write32(SYST_RVR, left < FARTHEST ? (uint32_t)left * SYSTICK_MHZ + 1 : TICKS_MAX);
    mmio_write32(SYST_CVR, 0);
    mmio_write32(SYST_CSR, SYST_CSR_ON);
}

void systick_handler(void)
{
    deadlines_service();
}

/* The control register is none of them: reading it forgets that the count was at 0. */
static const struct object_property properties[] = {
    REGISTER_READ("reload", 32, SYST_RVR - SYST_CSR, "ticks of the alarm"),
    REGISTER_READ("current", 32, SYST_CVR - SYST_CSR, "ticks left until the alarm"),
};
OBJECT_TYPE(systick_type, "armv7m_systick", &object_device, properties);
OBJECT_INSTANCE(systick_object, &object_unattached, "systick", &systick_type, (void *)SYST_CSR);
