/* board.c - a minimal board to copy: one 16550, no interrupts, no traps.
 *
 * docs/porting.md goes through the numbered places.  As it stands it builds and runs on
 * QEMU's riscv64 "virt".
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

#include "core/service.h"
#include "drivers/clint.h"
#include "drivers/ns16550.h"
#include "drivers/sifive_test.h"

/* 1. Where the devices are. */
#define UART_BASE 0x10000000ul
#define TEST_BASE 0x00100000ul

/* 2. What is memory: ascending, disjoint, without the guard page of the linker script.  On a polled
 * board the agent's memory commands reach this and nothing else. */
static const struct board_region regions[] = {
    {.name = "image", .base = 0x80000000ul, .size = 0x7ff000, .writable = true},
    {.name = "ram", .base = 0x80800000ul, .size = 0x7800000, .writable = true},
};

/* 3. Who we are.  The target is one of QEMU's SysEmuTarget names. */
const struct board_info board_info = {
    .name = BOARD_NAME,
    .target = "riscv64",
    .regions = regions,
    .region_count = sizeof regions / sizeof *regions,
    .interrupts = false,
};

/* 4. The ports.  For a UART of your own see drivers/uart.h, which needs to be told of its
 * registers only.  The divisor of this one is the input clock / 16 / baud rate. */
static struct ring uart0_received;

static struct ns16550 uart0 = {
    .port = {&ns16550_ops, "uart0", "16550", BOARD_ROLE_UART0, .sees_hosts = false},
    .base = UART_BASE,
    .divisor = 1,
    .received = &uart0_received,
};

struct board_port *const board_ports[] = {&uart0.port};
const size_t board_port_count = sizeof board_ports / sizeof *board_ports;

/* 5. Reset: clock first, the ports' drivers may need it.  board_clock() comes from the timer
 * driver, here clint.c.  With interrupts, this also connects each port's _service() to its
 * line (see riscv-virt/board.c), and the timer's to deadlines_service(). */
void board_init(void)
{
    clint_init();
    ns16550_init(&uart0);
}

/* 6. What each board_poll() looks at.  A board with interrupts has no such function. */
void board_service_ports(void)
{
    ns16550_service(&uart0);
}

/* 7. board_time_of_day() is core/no_calendar.c in board.cmake.  A board with a calendar clock
 * leaves that file out and has the function here: see riscv-virt/board.c. */

/* 8. Neither may return. */
_Noreturn void board_power_off(void)
{
    sifive_test_power_off(TEST_BASE);
}

_Noreturn void board_reset(void)
{
    sifive_test_reset(TEST_BASE);
}
