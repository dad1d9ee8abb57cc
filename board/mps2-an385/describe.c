/* describe.c - what there is to tell of the MPS2 with the AN385 image: devices by address, and the
 * interrupts of the NVIC.
 * Source: Arm Application Note 385, memory map.
 *
 * What has no driver here, as the display and the audio, is left out.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

#include "mps2-an385/devices.h"
#include "nvic.h"

extern const struct object uart0_object, uart1_object, cmsdk_dualtimer_object, nvic_object;
#if MPS2_DEVICES
extern const struct object timer0_object, timer1_object, uart2_object, uart3_object, uart4_object,
    cmsdk_watchdog_object, fpgaio_object, scc_object;
#endif

static const struct board_window windows[] = {
#if MPS2_DEVICES
    {0x40000000, 0x1000, "cmsdk-apb-timer", &timer0_object},
    {0x40001000, 0x1000, "cmsdk-apb-timer", &timer1_object},
#endif
    {0x40002000, 0x1000, "cmsdk-apb-dualtimer", &cmsdk_dualtimer_object},
    {0x40004000, 0x1000, "uart", &uart0_object},
    {0x40005000, 0x1000, "uart", &uart1_object},
#if MPS2_DEVICES
    {0x40006000, 0x1000, "uart", &uart2_object},
    {0x40007000, 0x1000, "uart", &uart3_object},
    {0x40008000, 0x1000, "cmsdk-apb-watchdog", &cmsdk_watchdog_object},
    {0x40009000, 0x1000, "uart", &uart4_object},
    {0x40028000, 0x1000, "mps2-fpgaio", &fpgaio_object},
    {0x4002f000, 0x1000, "mps2-scc", &scc_object},
#endif
    {0xe000e000, 0x1000, "nvic_sysregs", &nvic_object},
};

const struct board_description board_description = {
    .windows = windows,
    .window_count = sizeof windows / sizeof *windows,
    .controller = &nvic_object,
    .interrupts = NVIC_INTERRUPTS,
};
