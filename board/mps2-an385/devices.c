/* devices.c - what the board has besides its ports and its clock.
 * Source: Arm Application Note 385, memory and interrupt maps.
 *
 * Timers, LEDs and SCC are nobody's but the host's and the application's.
 *
 * SPDX-License-Identifier: MIT */
#include "mps2-an385/devices.h"

#include "core/registers.h"
#include "drivers/cmsdk_timer.h"
#include "drivers/cmsdk_watchdog.h"
#include "drivers/mps2_fpgaio.h"
#include "drivers/mps2_scc.h"
#include "drivers/semihosting.h"

#define TIMER0_BASE 0x40000000u
#define TIMER1_BASE 0x40001000u
#define FPGAIO_BASE 0x40028000u
#define SCC_BASE    0x4002f000u

/* The audio's, which has no driver here: the watchdog has it pended. */
#define WATCHDOG_LINE 14

OBJECT_INSTANCE(timer0_object, &object_unattached, "timer0", &cmsdk_timer_type,
                (void *)TIMER0_BASE);
OBJECT_INSTANCE(timer1_object, &object_unattached, "timer1", &cmsdk_timer_type,
                (void *)TIMER1_BASE);
OBJECT_INSTANCE(fpgaio_object, &object_unattached, "fpgaio", &mps2_fpgaio_type,
                (void *)FPGAIO_BASE);
OBJECT_INSTANCE(scc_object, &object_unattached, "scc", &mps2_scc_type, (void *)SCC_BASE);

const struct board_services board_services = {
    .watchdog = &cmsdk_watchdog,
    .registers = &core_registers,
    .files = &semihosting_files,
};

void mps2_devices_init(void)
{
    cmsdk_watchdog_init(WATCHDOG_LINE);
}
