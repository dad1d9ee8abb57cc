/* board.c - QEMU's riscv64 "virt" machine: what it has and where.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

#include "board/config.h"
#include "core/service.h"
#include "drivers/clint.h"
#include "drivers/goldfish_rtc.h"
#include "drivers/ns16550.h"
#include "drivers/plic.h"
#include "drivers/sifive_test.h"
#include "drivers/virtio_serial.h"

#define TEST_BASE 0x00100000ul
#define RTC_BASE  0x00101000ul
#define UART_BASE 0x10000000ul
#define UART_IRQ  10

/* Virtio slot n is at VIRTIO_BASE + n * VIRTIO_STEP and interrupts as source n + 1. */
#define VIRTIO_BASE  0x10001000ul
#define VIRTIO_STEP  0x1000ul
#define VIRTIO_SLOTS 8

/* QEMU's default of 128 MiB, without the guard page below the application's stack (see
 * linker/riscv-virt.ld). */
#define RAM_BASE 0x80800000ul
#define GUARD    4096ul

static const struct board_region regions[] = {
    {.name = "image", .base = 0x80000000ul, .size = RAM_BASE - GUARD - 0x80000000ul,
     .writable = true},
    {.name = "ram", .base = RAM_BASE, .size = 0x88000000ul - RAM_BASE, .writable = true},
};

const struct board_info board_info = {
    .name = BOARD_NAME,
    .target = "riscv64",
    .regions = regions,
    .region_count = sizeof regions / sizeof *regions,
    .interrupts = !BOARD_POLLED,
};

OBJECT_INSTANCE(uart0_object, &object_unattached, "uart0", &ns16550_type, (void *)UART_BASE);
OBJECT_INSTANCE(rtc_object, &object_unattached, "rtc", &goldfish_rtc_type, (void *)RTC_BASE);

static struct ring uart0_received;

static struct ns16550 uart0 = {
    .port = {&ns16550_ops, "uart0", "16550", BOARD_PORT_QMP, .sees_hosts = false},
    .base = UART_BASE,
    .divisor = 1,
    .received = &uart0_received,
};

static struct virtio_serial_buffers qmp0_buffers, console0_buffers;

static struct virtio_serial_channel qmp0 = {
    .port = {&virtio_serial_ops, "qmp0", "virtio-serial", BOARD_PORT_QMP, .sees_hosts = true},
    .buffers = &qmp0_buffers,
};

static struct virtio_serial_channel console0 = {
    .port = {&virtio_serial_ops, "console0", "virtio-serial", BOARD_PORT_CONSOLE,
             .sees_hosts = true},
    .buffers = &console0_buffers,
};

static struct virtio_serial serial;

struct board_port *const board_ports[] = {&uart0.port, &qmp0.port, &console0.port};
const size_t board_port_count = sizeof board_ports / sizeof *board_ports;

/* Uses the first virtio serial device there is. */
static void find_virtio_serial(void)
{
    for (unsigned slot = 0; slot < VIRTIO_SLOTS; slot++) {
        uintptr_t base = VIRTIO_BASE + slot * VIRTIO_STEP;

        if (!virtio_serial_init(&serial, base, &qmp0, &console0))
            continue;
        if (!BOARD_POLLED)
            plic_connect(slot + 1, virtio_serial_service, &serial);
        return;
    }
}

void board_init(void)
{
    clint_init();
    plic_init();
    ns16550_init(&uart0);
    find_virtio_serial();
    if (!BOARD_POLLED) {
        plic_connect(UART_IRQ, ns16550_service, &uart0);
        ns16550_enable(&uart0);
    }
}

#if BOARD_POLLED
void board_service_ports(void)
{
    ns16550_service(&uart0);
    virtio_serial_service(&serial);
}
#endif

bool board_time_of_day(int64_t *seconds, int32_t *microseconds)
{
    uint64_t now = goldfish_rtc_read(RTC_BASE);

    *seconds = (int64_t)(now / 1000000000u);
    *microseconds = (int32_t)(now % 1000000000u / 1000u);
    return true;
}

_Noreturn void board_power_off(void)
{
    sifive_test_power_off(TEST_BASE);
}

_Noreturn void board_reset(void)
{
    sifive_test_reset(TEST_BASE);
}
