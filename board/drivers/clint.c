/* clint.c - RISC-V core-local interruptor: hart 0's clock, timer and software interrupt.
 * Source: SiFive FU540-C000 manual, chapter "CLINT"; QEMU's virt clocks mtime at 10 MHz.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/clint.h"

#include "board/board.h"
#include "core/deadlines.h"
#include "drivers/mmio.h"

#define CLINT_BASE 0x02000000ul
#define MSIP       (CLINT_BASE + 0x0)
#define MTIMECMP   (CLINT_BASE + 0x4000)
#define MTIME      (CLINT_BASE + 0xbff8)

#define TICKS_PER_US 10u

/* mtime need not start at 0: a reset may leave it running. */
static uint64_t start;

void clint_init(void)
{
    mmio_write32(MSIP, 0);
    mmio_write64(MTIMECMP, UINT64_MAX);
    start = mmio_read64(MTIME);
}

void clint_raise_software(void)
{
    mmio_write32(MSIP, 1);
}

void clint_clear_software(void)
{
    mmio_write32(MSIP, 0);
}

uint64_t board_clock(void)
{
    return (mmio_read64(MTIME) - start) / TICKS_PER_US;
}

void timer_program(uint64_t when)
{
    uint64_t compare = UINT64_MAX;

    if (when <= (UINT64_MAX - start) / TICKS_PER_US)
        compare = start + when * TICKS_PER_US;
    mmio_write64(MTIMECMP, compare);
}
