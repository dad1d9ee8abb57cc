/* board.c - Netduino Plus 2, an STM32F405, as QEMU has it: what it has and where.
 * Sources: RM0090, "Memory map" and "Interrupt and exception vectors"; STM32F405 data sheet.
 * QEMU's clocks run and its pins are connected from reset on.  On the part itself
 * board_init() would first have to see to both, and SYSTICK_MHZ, the divisors and the
 * prescaler would have to fit its clocks.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

#include "core/clock32.h"
#include "core/deadlines.h"
#include "core/registers.h"
#include "drivers/semihosting.h"
#include "drivers/stm32_exti.h"
#include "drivers/stm32_syscfg.h"
#include "drivers/stm32_timer.h"
#include "drivers/stm32_usart.h"
#include "nvic.h"
#include "scb.h"

#define USART1_BASE 0x40011000u
#define USART1_LINE 37
#define USART2_BASE 0x40004400u
#define USART2_LINE 38

/* The host's and the application's. */
#define TIM3_BASE   0x40000400u
#define TIM4_BASE   0x40000800u
#define TIM5_BASE   0x40000c00u
#define SYSCFG_BASE 0x40013800u
#define EXTI_BASE   0x40013c00u

/* TIM2, 32 bits wide, is the clock.  Its interrupt is not used: QEMU 7.2 raises it too late,
 * by as long as the machine has been running. */
#define TIM2_CR1 0x40000000u
#define TIM2_EGR 0x40000014u
#define TIM2_CNT 0x40000024u
#define TIM2_PSC 0x40000028u

static const struct board_region regions[] = {
    {.name = "flash", .base = 0x08000000u, .size = 1u << 20, .writable = false},
    {.name = "sram", .base = 0x20000000u, .size = 128u << 10, .writable = true},
};

const struct board_info board_info = {
    .name = BOARD_NAME,
    .target = "arm",
    .regions = regions,
    .region_count = sizeof regions / sizeof *regions,
    .interrupts = true,
};

static struct ring usart1_received, usart2_received;

/* The divisors: 84 and 42 MHz / 115200. */
static struct uart usart1 = {
    .port = {&uart_ops, "usart1", "stm32-usart", BOARD_ROLE_USART1, .sees_hosts = false},
    .device = &stm32_usart,
    .base = USART1_BASE,
    .divisor = 729,
    .received = &usart1_received,
};

static struct uart usart2 = {
    .port = {&uart_ops, "usart2", "stm32-usart", BOARD_ROLE_USART2, .sees_hosts = false},
    .device = &stm32_usart,
    .base = USART2_BASE,
    .divisor = 365,
    .received = &usart2_received,
};

OBJECT_INSTANCE(usart1_object, &object_unattached, "usart1", &stm32_usart_type, &usart1);
OBJECT_INSTANCE(usart2_object, &object_unattached, "usart2", &stm32_usart_type, &usart2);
OBJECT_INSTANCE(tim3_object, &object_unattached, "tim3", &stm32_timer_type, (void *)TIM3_BASE);
OBJECT_INSTANCE(tim4_object, &object_unattached, "tim4", &stm32_timer_type, (void *)TIM4_BASE);
OBJECT_INSTANCE(tim5_object, &object_unattached, "tim5", &stm32_timer_type, (void *)TIM5_BASE);
OBJECT_INSTANCE(syscfg_object, &object_unattached, "syscfg", &stm32_syscfg_type,
                (void *)SYSCFG_BASE);
OBJECT_INSTANCE(exti_object, &object_unattached, "exti", &stm32_exti_type, (void *)EXTI_BASE);

const struct board_services board_services = {
    .registers = &core_registers,
    .files = &semihosting_files,
};

struct board_port *const board_ports[] = {&usart1.port, &usart2.port};
const size_t board_port_count = sizeof board_ports / sizeof *board_ports;

uint64_t board_clock(void)
{
    return clock32_read(TIM2_CNT);
}

/* The prescaler takes effect with the update, which also sets the count to 0.  QEMU's timer
 * counts nanoseconds. */
void board_init(void)
{
    mmio_write32(TIM2_PSC, 1000 - 1);
    mmio_write32(TIM2_EGR, 1);
    mmio_write32(TIM2_CR1, 1);
    timer_program(UINT64_MAX);
    uart_init(&usart1);
    nvic_connect(USART1_LINE, uart_service, &usart1);
    uart_init(&usart2);
    nvic_connect(USART2_LINE, uart_service, &usart2);
}

_Noreturn void board_power_off(void)
{
    semihosting_exit();
}

_Noreturn void board_reset(void)
{
    for (;;)
        mmio_write32(SCB_AIRCR, AIRCR_RESET);
}
