/* describe.c - what there is to tell of the Netduino Plus 2: devices by address, and the
 * interrupts of the NVIC.
 * Source: RM0090, "Memory map".
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

#include "nvic.h"

extern const struct object tim3_object, tim4_object, tim5_object, usart1_object, usart2_object,
    syscfg_object, exti_object, nvic_object;

static const struct board_window windows[] = {
    {0x40000000, 0x400, "stm32f2xx_timer", NULL}, /* TIM2, the clock */
    {0x40000400, 0x400, "stm32f2xx_timer", &tim3_object},
    {0x40000800, 0x400, "stm32f2xx_timer", &tim4_object},
    {0x40000c00, 0x400, "stm32f2xx_timer", &tim5_object},
    {0x40004400, 0x400, "stm32f2xx-usart", &usart2_object},
    {0x40011000, 0x400, "stm32f2xx-usart", &usart1_object},
    {0x40013800, 0x400, "stm32f4xx-syscfg", &syscfg_object},
    {0x40013c00, 0x400, "stm32f4xx-exti", &exti_object},
    {0xe000e000, 0x1000, "nvic_sysregs", &nvic_object},
};

const struct board_description board_description = {
    .windows = windows,
    .window_count = sizeof windows / sizeof *windows,
    .controller = &nvic_object,
    .interrupts = NVIC_INTERRUPTS,
};
