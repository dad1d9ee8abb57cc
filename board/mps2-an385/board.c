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
#define UART2_BASE    0x40006000u
#define UART3_BASE    0x40007000u
#define UART4_BASE    0x40009000u
#define UART0_RX_LINE 0
#define UART0_TX_LINE 1
#define UART1_RX_LINE 2
#define UART1_TX_LINE 3
#define UART2_RX_LINE 4
#define UART2_TX_LINE 5
#define UART3_RX_LINE 18
#define UART3_TX_LINE 19
#define UART4_RX_LINE 20
#define UART4_TX_LINE 21
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
    .port = {&cmsdk_uart_ops, "uart0", "cmsdk-uart", BOARD_ROLE_UART0, .sees_hosts = false},
    .base = UART0_BASE,
    .divisor = DIVISOR,
    .received = &uart0_received,
};

static struct cmsdk_uart uart1 = {
    .port = {&cmsdk_uart_ops, "uart1", "cmsdk-uart", BOARD_ROLE_UART1, .sees_hosts = false},
    .base = UART1_BASE,
    .divisor = DIVISOR,
    .received = &uart1_received,
};

OBJECT_INSTANCE(uart0_object, &object_unattached, "uart0", &cmsdk_uart_type, &uart0);
OBJECT_INSTANCE(uart1_object, &object_unattached, "uart1", &cmsdk_uart_type, &uart1);

#if MPS2_DEVICES

static struct ring uart2_received, uart3_received, uart4_received;

static struct cmsdk_uart uart2 = {
    .port = {&cmsdk_uart_ops, "uart2", "cmsdk-uart", BOARD_ROLE_UART2, .sees_hosts = false},
    .base = UART2_BASE,
    .divisor = DIVISOR,
    .received = &uart2_received,
};

static struct cmsdk_uart uart3 = {
    .port = {&cmsdk_uart_ops, "uart3", "cmsdk-uart", BOARD_ROLE_UART3, .sees_hosts = false},
    .base = UART3_BASE,
    .divisor = DIVISOR,
    .received = &uart3_received,
};

static struct cmsdk_uart uart4 = {
    .port = {&cmsdk_uart_ops, "uart4", "cmsdk-uart", BOARD_ROLE_UART4, .sees_hosts = false},
    .base = UART4_BASE,
    .divisor = DIVISOR,
    .received = &uart4_received,
};

OBJECT_INSTANCE(uart2_object, &object_unattached, "uart2", &cmsdk_uart_type, &uart2);
OBJECT_INSTANCE(uart3_object, &object_unattached, "uart3", &cmsdk_uart_type, &uart3);
OBJECT_INSTANCE(uart4_object, &object_unattached, "uart4", &cmsdk_uart_type, &uart4);

struct board_port *const board_ports[] = {&uart0.port, &uart1.port, &uart2.port, &uart3.port,
                                          &uart4.port};

#else

struct board_port *const board_ports[] = {&uart0.port, &uart1.port};

#endif

const size_t board_port_count = sizeof board_ports / sizeof *board_ports;

static void start(struct cmsdk_uart *uart, unsigned rx_line, unsigned tx_line)
{
    cmsdk_uart_init(uart);
    nvic_connect(rx_line, cmsdk_uart_service, uart);
    nvic_connect(tx_line, cmsdk_uart_service, uart);
}

void board_init(void)
{
    cmsdk_dualtimer_init();
    nvic_connect(TIMER_LINE, cmsdk_dualtimer_service, 0);
    start(&uart0, UART0_RX_LINE, UART0_TX_LINE);
    start(&uart1, UART1_RX_LINE, UART1_TX_LINE);
#if MPS2_DEVICES
    start(&uart2, UART2_RX_LINE, UART2_TX_LINE);
    start(&uart3, UART3_RX_LINE, UART3_TX_LINE);
    start(&uart4, UART4_RX_LINE, UART4_TX_LINE);
    mps2_devices_init();
#endif
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
