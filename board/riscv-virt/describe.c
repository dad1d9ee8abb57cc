/* describe.c - what there is to tell of QEMU's riscv64 "virt" machine: devices by address, and the
 * interrupts of the PLIC.
 *
 * What has neither a driver nor a use here, as the machine's fw_cfg, is left out.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

#include "board/config.h"
#include "drivers/plic.h"

extern const struct object clint_object, plic_object, uart0_object, rtc_object, finisher_object,
    pcie_object, virtio_slot0, virtio_slot1, virtio_slot2, virtio_slot3, virtio_slot4, virtio_slot5,
    virtio_slot6, virtio_slot7;

#define SLOT(n)                                                                                    \
    {                                                                                              \
        0x10001000u + (n)*0x1000u, 0x200, "virtio-mmio", &virtio_slot##n                           \
    }

static const struct board_window windows[] = {
    {0x00100000, 0x1000, "riscv.sifive.test", &finisher_object},
    {0x00101000, 0x24, "goldfish_rtc", &rtc_object},
    {0x02000000, 0x4000, "riscv.aclint.swi", &clint_object},
    {0x02004000, 0x8000, "riscv.aclint.mtimer", &clint_object},
    {0x03000000, 0x10000, "gpex_ioport_window", &pcie_object},
    {0x0c000000, 0x600000, "riscv.sifive.plic", &plic_object},
    {0x10000000, 8, "serial", &uart0_object},
    SLOT(0),
    SLOT(1),
    SLOT(2),
    SLOT(3),
    SLOT(4),
    SLOT(5),
    SLOT(6),
    SLOT(7),
    {0x30000000, 0x10000000, "pcie-mmcfg-mmio", &pcie_object},
    {0x40000000, 0x40000000, "gpex_mmio_window", &pcie_object},
    {0x400000000, 0x400000000, "gpex_mmio_window", &pcie_object},
};

const struct board_description board_description = {
    .windows = windows,
    .window_count = sizeof windows / sizeof *windows,
    .controller = &plic_object,
    .interrupts = BOARD_POLLED ? NULL : plic_interrupts,
};
