/* board.c - ARM MPS2 with the AN385 image: what it has and where.
 * Source: Arm Application Note 385, memory and interrupt maps.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

#include "drivers/cmsdk_dualtimer.h"
#include "drivers/cmsdk_uart.h"
#include "drivers/semihosting.h"
#include "mps2-an385/devices.h"
#include "nvic.h"
#include "scb.h"

#define UART0_BASE    0x40004000u
#define UART1_BASE    0x40005000u
#define UART0_RX_LINE 0
#define UART0_TX_LINE 1
#define UART1_RX_LINE 2
#define UART1_TX_LINE 3
#define TIMER_LINE    10

/* 25 MHz / 115200. */
#define DIVISOR 217

/* What the board calls ZBT SSRAM 1, 2 and 3. */
static const struct board_region regions[] = {
    {.name = "ssram1", .base = 0, .size = 4u << 20, .writable = true},
    {.name = "ssram23", .base = 0x20000000u, .size = 4u << 20, .writable = true},
};

const struct board_info board_info = {
    .name = BOARD_NAME,
    .target = "arm",
    .regions = regions,
    .region_count = sizeof regions / sizeof *regions,
    .interrupts = true,
};

static struct ring uart0_received, uart1_received;

static struct cmsdk_uart uart0 = {
    .port = {&cmsdk_uart_ops, "uart0", "cmsdk-uart", BOARD_PORT_QMP, .sees_hosts = false},
    .base = UART0_BASE,
    .divisor = DIVISOR,
    .received = &uart0_received,
};

static struct cmsdk_uart uart1 = {
    .port = {&cmsdk_uart_ops, "uart1", "cmsdk-uart", BOARD_PORT_CONSOLE, .sees_hosts = false},
    .base = UART1_BASE,
    .divisor = DIVISOR,
    .received = &uart1_received,
};

OBJECT_INSTANCE(uart0_object, &object_unattached, "uart0", &cmsdk_uart_type, &uart0);
OBJECT_INSTANCE(uart1_object, &object_unattached, "uart1", &cmsdk_uart_type, &uart1);

struct board_port *const board_ports[] = {&uart0.port, &uart1.port};
const size_t board_port_count = sizeof board_ports / sizeof *board_ports;

void board_init(void)
{
    cmsdk_dualtimer_init();
    nvic_connect(TIMER_LINE, cmsdk_dualtimer_service, 0);
    cmsdk_uart_init(&uart0);
    nvic_connect(UART0_RX_LINE, cmsdk_uart_service, &uart0);
    nvic_connect(UART0_TX_LINE, cmsdk_uart_service, &uart0);
    cmsdk_uart_init(&uart1);
    nvic_connect(UART1_RX_LINE, cmsdk_uart_service, &uart1);
    nvic_connect(UART1_TX_LINE, cmsdk_uart_service, &uart1);
    if (MPS2_DEVICES)
        mps2_devices_init();
}

bool board_time_of_day(int64_t *seconds, int32_t *microseconds)
{
    (void)seconds;
    (void)microseconds;
    return false;
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
