/* board.c - QEMU's riscv64 "virt" machine: what it has and where.
 *
 * SPDX-License-Identifier: MIT */
#include "board/board.h"

#include "board/config.h"
#include "board/services.h"
#include "core/registers.h"
#include "core/service.h"
#include "drivers/cfi_flash.h"
#include "drivers/clint.h"
#include "drivers/goldfish_rtc.h"
#include "drivers/gpex.h"
#include "drivers/ns16550.h"
#include "drivers/pci_ecam.h"
#include "drivers/plic.h"
#include "drivers/semihosting.h"
#include "drivers/sifive_test.h"
#include "riscv-virt/virtio.h"

#define TEST_BASE 0x00100000ul
#define RTC_BASE  0x00101000ul
#define UART_BASE 0x10000000ul
#define UART_IRQ  10
#define ECAM_BASE 0x30000000ul

/* The second bank of two: the machine may boot from the first. */
#define FLASH_BASE 0x22000000ul
#define FLASH_SIZE 0x02000000ul

/* QEMU's default of 128 MiB, without the guard page below the application's stack (see
 * linker/riscv-virt.ld). */
#define RAM_BASE 0x80800000ul
#define GUARD    4096ul

static const struct board_region regions[] = {
    {.name = "flash", .base = FLASH_BASE, .size = FLASH_SIZE, .writable = false},
    {.name = "image",
     .base = 0x80000000ul,
     .size = RAM_BASE - GUARD - 0x80000000ul,
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

static struct ring uart0_received;

static struct ns16550 uart0 = {
    .port = {&ns16550_ops, "uart0", "16550", BOARD_ROLE_UART0, .sees_hosts = false},
    .base = UART_BASE,
    .divisor = 1,
    .received = &uart0_received,
};

static struct goldfish_rtc rtc = {.base = RTC_BASE};
static struct cfi_flash flash1 = {.base = FLASH_BASE};
static struct sifive_test finisher;

OBJECT_INSTANCE(uart0_object, &object_unattached, "uart0", &ns16550_type, &uart0);
OBJECT_INSTANCE(rtc_object, &object_unattached, "rtc", &goldfish_rtc_type, &rtc);
OBJECT_INSTANCE(flash1_object, &object_unattached, "flash1", &cfi_flash_type, &flash1);
OBJECT_INSTANCE(finisher_object, &object_unattached, "finisher", &sifive_test_type, &finisher);
OBJECT_INSTANCE(pcie_object, &object_unattached, "pcie", &gpex_type, (void *)ECAM_BASE);

struct board_port *const board_ports[] = {&uart0.port, &virtio_qmp.port, &virtio_console.port,
                                          &virtio_gdb.port, &virtio_monitor.port};
const size_t board_port_count = sizeof board_ports / sizeof *board_ports;

void board_init(void)
{
    clint_init();
    plic_init();
    ns16550_init(&uart0);
    cfi_flash_init(&flash1);
    virtio_init();
    if (!BOARD_POLLED) {
        plic_connect(UART_IRQ, ns16550_service, &uart0);
        ns16550_enable(&uart0);
    }
}

#if BOARD_POLLED
void board_service_ports(void)
{
    ns16550_service(&uart0);
    virtio_service();
}
#endif

bool board_time_of_day(int64_t *seconds, int32_t *microseconds)
{
    uint64_t now = goldfish_rtc_read(&rtc);

    *seconds = (int64_t)(now / 1000000000u);
    *microseconds = (int32_t)(now % 1000000000u / 1000u);
    return true;
}

static int64_t rtc_offset(void)
{
    return goldfish_rtc_offset(&rtc);
}

static uint32_t pci_read(unsigned bus, unsigned slot, unsigned function, unsigned offset)
{
    return pci_ecam_read(ECAM_BASE, bus, slot, function, offset);
}

static void pci_write(unsigned bus, unsigned slot, unsigned function, unsigned offset,
                      uint32_t value)
{
    pci_ecam_write(ECAM_BASE, bus, slot, function, offset, value);
}

static const struct board_rtc rtc_service = {.object = &rtc_object, .offset = rtc_offset};
static const struct board_pci pci_service = {.read = pci_read, .write = pci_write};

const struct board_services board_services = {
    .balloon = &virtio_memory_balloon,
    .pci = &pci_service,
    .rtc = &rtc_service,
    .registers = &core_registers,
    .files = &semihosting_files,
};

_Noreturn void board_power_off(void)
{
    sifive_test_exit(TEST_BASE, finisher.exit_code);
}

_Noreturn void board_reset(void)
{
    sifive_test_reset(TEST_BASE);
}
